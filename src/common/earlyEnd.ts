/** Where a text in JSON ends before what it began is complete. */

export interface EarlyEnd {
  /** Of the last character, both from 1. */
  readonly line: number
  readonly column: number
  /** In the midst of what it ends, such as `a text in quotes`. */
  readonly within: string
}

/** Undefined for a text that does not begin as an object or a list does, and for one that closes all that it opens. */
export function findEarlyEnd(text: string): EarlyEnd | undefined {
  const whole = text.trim()
  if (!/^[{[]/.test(whole)) return undefined
  const open: string[] = []
  let isQuoted = false
  for (let at = 0; at < whole.length; at++) {
    const letter = whole[at]!
    if (isQuoted) {
      if (letter === '\\') at++
      else if (letter === '"') isQuoted = false
    } else if (letter === '"') isQuoted = true
    else if (letter === '{' || letter === '[') open.push(letter)
    else if (letter === '}' || letter === ']') open.pop()
  }
  if (!isQuoted && open.length === 0) return undefined
  const lines = text.trimEnd().split('\n')
  const column = lines.at(-1)!.length
  return {
    line: lines.length,
    column,
    within: isQuoted ? 'a text in quotes' : open.at(-1) === '[' ? 'a list' : 'an object',
  }
}
