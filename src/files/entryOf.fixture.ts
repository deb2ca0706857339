/** A file of a drop made of bytes or text, for tests of what reads one. */
import type { SourceEntry } from './sourceEntry'

/** `piece` is how many bytes its stream gives at a time. `size` undefined is that of a file whose length nobody knows before it is read. */
export function entryOf(
  path: string,
  content: string | Uint8Array,
  { piece = 1 << 16, sized = true }: { piece?: number; sized?: boolean } = {},
): SourceEntry {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content)
  return {
    path,
    size: sized ? bytes.length : undefined,
    read: (limit) => Promise.resolve(bytes.slice(0, limit)),
    stream() {
      let at = 0
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) return controller.close()
          controller.enqueue(bytes.slice(at, at + piece))
          at += piece
        },
      })
    },
  }
}
