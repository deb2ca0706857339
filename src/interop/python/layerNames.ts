/** Names of layers as names of variables. */

/** Words that Python keeps for itself (keyword.kwlist, as far as they are in lower case). */
const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'

/**
 * A variable for each name: what no variable may have is `_`, and names that come out alike are numbered.
 * @param taken names that the code has for something else.
 */
export function variablesFor(names: readonly string[], taken: readonly string[]): readonly string[] {
  const used = new Set([...KEYWORDS.split(' '), ...taken])
  return names.map((name) => {
    const plain = name
      .replaceAll(/\W/g, '_')
      .replace(/^(?=\d|$)/, '_')
      .toLowerCase()
    let variable = plain
    for (let count = 1; used.has(variable); count++) variable = `${plain}_${count}`
    used.add(variable)
    return variable
  })
}
