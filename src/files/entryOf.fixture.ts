/** A file of a drop made of bytes or text, for tests of what reads one. */
import type { SourceEntry } from './sourceEntry'

/**
 * `piece` is how many bytes its stream gives at a time. A file that is not `sized` is one whose length nobody knows before it is read.
 * `onGiven` hears how many bytes each `read` and each piece of the stream gave.
 */
export function entryOf(
  path: string,
  content: string | Uint8Array,
  {
    piece = 1 << 16,
    sized = true,
    onGiven = () => undefined,
  }: { piece?: number; sized?: boolean; onGiven?: (bytes: number) => void } = {},
): SourceEntry {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content)
  const give = (from: number, to?: number): Uint8Array<ArrayBuffer> => {
    const given = bytes.slice(from, to)
    onGiven(given.length)
    return given
  }
  return {
    path,
    size: sized ? bytes.length : undefined,
    read: (limit) => Promise.resolve(give(0, limit)),
    stream() {
      let at = 0
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) return controller.close()
          controller.enqueue(give(at, at + piece))
          at += piece
        },
      })
    },
  }
}
