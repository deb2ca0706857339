/** Bytes that come in pieces: from generators to streams and back, and together in one block. */

export type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>, void>

/** The stream's bytes, piece by piece. Stopping early cancels the stream. */
export async function* piecesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Cancelling a stream that failed fails too. The reader knows the reason already.
    await reader.cancel().catch(() => undefined)
  }
}

/** A stream that takes pieces as they are asked for. */
export function streamOf(pieces: Pieces): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return()
    },
  })
}

/** All pieces in one block, but at most `limit` bytes. The rest is not looked at. `expected` is how many there will be, if known. */
export async function joinPieces(pieces: Pieces, limit: number, expected: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(Math.min(limit, expected))
  let length = 0
  for await (const piece of pieces) {
    const part = piece.subarray(0, limit - length)
    if (length + part.length > bytes.length) {
      const grown = new Uint8Array(Math.min(limit, Math.max(length + part.length, 2 * bytes.length)))
      grown.set(bytes.subarray(0, length))
      bytes = grown
    }
    bytes.set(part, length)
    length += part.length
    if (length === limit) break
  }
  return length === bytes.length ? bytes : bytes.slice(0, length)
}
