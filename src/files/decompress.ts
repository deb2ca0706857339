/** Unpacks a stream with the browser's own decompression, for files of any length. */
import { type Pieces, piecesOf, streamOf } from './byteStream'

/**
 * Packed bytes that are given at once. Browsers unpack all that they are given, up to 1032 times as much, before a reader can stop them.
 * A lying file would cost gigabytes for a look at its beginning.
 */
const PIECE = 1 << 14

/** The unpacked stream, piece by piece. Throws `damaged()` where it is not sound, and the stream's own errors as they are. */
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
