/** Unpacks a stream with the browser's own decompression, for files of any length. */
import { type Pieces, piecesOf, streamOf } from './byteStream'

/**
 * Packed bytes that are given at once. Browsers unpack all of what they are given, up to 1032 times as much, before a reader can stop
 * them: of a lying file that is gigabytes for a look at its beginning.
 */
const PIECE = 1 << 14

/** What the stream unpacks to, piece by piece; throws `damaged()` where it is not sound, and what the stream itself fails with. */
export async function* decompress(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  format: CompressionFormat,
  damaged: () => Error,
): Pieces {
  try {
    yield* piecesOf(streamOf(cut(packed)).pipeThrough(new DecompressionStream(format)))
  } catch (error) {
    // Browsers throw a TypeError and Node an error with zlib's code; a person can do nothing with the words of either.
    if (error instanceof TypeError || (error instanceof Error && 'code' in error && !(error instanceof DOMException))) {
      throw damaged()
    }
    throw error
  }
}

async function* cut(packed: ReadableStream<Uint8Array<ArrayBuffer>>): Pieces {
  for await (const piece of piecesOf(packed)) {
    for (let at = 0; at < piece.length; at += PIECE) yield piece.subarray(at, at + PIECE)
  }
}
