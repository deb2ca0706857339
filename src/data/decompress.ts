/** Unpacks a stream with the browser's own decompression, for files of any length. */
import { type Pieces, piecesOf } from './byteStream'

/** What the stream unpacks to, piece by piece; throws `damaged()` where it is not sound, and what the stream itself fails with. */
export async function* decompress(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  format: CompressionFormat,
  damaged: () => Error,
): Pieces {
  try {
    yield* piecesOf(packed.pipeThrough(new DecompressionStream(format)))
  } catch (error) {
    // Browsers throw a TypeError and Node an error with zlib's code; a person can do nothing with the words of either.
    if (error instanceof TypeError || (error instanceof Error && 'code' in error && !(error instanceof DOMException))) {
      throw damaged()
    }
    throw error
  }
}
