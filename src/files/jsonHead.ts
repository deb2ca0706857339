/** What the beginning of a JSON file says, however long the file is and wherever it was cut off. */
import { decodeText } from './decodeText'

/**
 * The keys of the outermost object that the head shows, in their order. The value is there where it is a text, a number, a boolean or
 * null; that of an object, a list, or of what lies behind the head's end is undefined.
 */
export type JsonHead = ReadonlyMap<string, unknown>

/** A text and the colon that makes it a key; what opens; what closes; a comma; a number, true, false or null. */
const TOKEN = /\s*(?:("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|([{[])|([}\]])|,|([^\s,:{}[\]"]+))/sy

/** Of the first bytes of a file; undefined where they begin no JSON object. Never throws. */
export function readJsonHead(bytes: Uint8Array): JsonHead | undefined {
  const text = decodeText(bytes)
  const begin = /^\s*\{(?=\s*(?:["}]|$))/.exec(text)
  // One file of numbers in 256 begins with the byte of a brace.
  if (!begin || text.includes('\0')) return undefined
  const keys = new Map<string, unknown>()
  let depth = 1
  let key: string | undefined
  TOKEN.lastIndex = begin[0].length
  while (depth > 0) {
    const token = TOKEN.exec(text)
    if (!token) break
    const [, quoted, colon, opens, closes, word] = token
    if (depth === 1 && quoted !== undefined && colon !== undefined) {
      key = String(parse(quoted))
      keys.set(key, undefined)
    } else if (opens !== undefined) {
      depth++
      key = undefined
    } else if (closes !== undefined) {
      depth--
    } else if (depth === 1 && key !== undefined) {
      keys.set(key, parse(quoted ?? word ?? ''))
      key = undefined
    }
  }
  return keys
}

function parse(literal: string): unknown {
  try {
    return JSON.parse(literal)
  } catch {
    return undefined
  }
}
