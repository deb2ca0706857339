/** The classes as a list, one a line, in the order of the model's outputs: `labels.txt`. */

/** Readers end a line where Unicode does, and Python's splitlines at separators of files, groups and records too. */
const BREAKS = new RegExp(
  `[\\n\\v\\f\\r${String.fromCharCode(0x1c)}-${String.fromCharCode(0x1e)}\\u0085\\u2028\\u2029]+`,
  'g',
)

/** A line break within a name becomes a blank, so that each line is a class. */
export function writeLabels(classes: readonly string[]): string {
  return classes.map((name) => `${asLine(name)}\n`).join('')
}

/** What a list of classes lost of their names. */
export function describeLabels(classes: readonly string[]): readonly string[] {
  return classes.some((name) => asLine(name) !== name)
    ? ['Names of classes with several lines stand in one line in labels.txt.']
    : []
}

function asLine(name: string): string {
  return name.replaceAll(BREAKS, ' ')
}
