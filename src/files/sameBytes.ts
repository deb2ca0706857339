/** Whether two files hold the same, read side by side in pieces. */
import { piecesOf } from './byteStream'
import type { SourceEntry } from './sourceEntry'

/** Stops at the first difference. Throws the errors of reading. */
export async function haveSameBytes(first: SourceEntry, second: SourceEntry): Promise<boolean> {
  const others = piecesOf(second.stream())
  let other = new Uint8Array(0)
  try {
    for await (const piece of piecesOf(first.stream())) {
      for (let at = 0; at < piece.length;) {
        while (other.length === 0) {
          const { done, value } = await others.next()
          if (done === true) return false
          other = value
        }
        const length = Math.min(other.length, piece.length - at)
        for (let i = 0; i < length; i++) if (piece[at + i] !== other[i]) return false
        at += length
        other = other.subarray(length)
      }
    }
    if (other.length > 0) return false
    for await (const rest of others) if (rest.length > 0) return false
    return true
  } finally {
    await others.return()
  }
}
