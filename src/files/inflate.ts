/** Inflating into a block of a known size, by fflate, so that a lying file costs no more than an honest one of its claimed size. */
import { Inflate, inflateSync, Unzlib, unzlibSync } from 'fflate'

/** Compressed bytes that are inflated at one go. Deflate expands at most 1032 times, so this bounds what a lying file can cost. */
const PIECE = 1 << 16

const FORMATS = {
  /** Deflate as it is in a zip archive (RFC 1951). */
  raw: { whole: inflateSync, Stream: Inflate },
  /** With zlib's header, as in PNG (RFC 1950). */
  zlib: { whole: unzlibSync, Stream: Unzlib },
}

/**
 * Inflates `data`, one stream in several parts, into `out`. Stops when `out` is full, whatever else there is. Returns how much was
 * filled. Throws fflate's errors where the data is damaged.
 */
export function inflateInto(format: keyof typeof FORMATS, data: readonly Uint8Array[], out: Uint8Array): number {
  const { whole, Stream } = FORMATS[format]
  const [only] = data
  // fflate takes an empty block for none.
  if (only !== undefined && data.length === 1 && only.length <= PIECE && out.length > 0) {
    return whole(only, { out }).length
  }
  return inflateInPieces(Stream, data, out)
}

/** The first bytes, at most `limit`, of deflated data whose beginning alone is at hand. They are not checked. */
export function inflateBeginning(data: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(limit)
  try {
    return out.subarray(0, inflateInPieces(Inflate, [data], out))
  } catch {
    return out.subarray(0, 0)
  }
}

function inflateInPieces(
  Stream: (typeof FORMATS)[keyof typeof FORMATS]['Stream'],
  data: readonly Uint8Array[],
  out: Uint8Array,
): number {
  let filled = 0
  const stream = new Stream((chunk) => {
    const part = chunk.subarray(0, out.length - filled)
    out.set(part, filled)
    filled += part.length
  })
  for (const part of data) {
    for (let at = 0; at < part.length && filled < out.length; at += PIECE) stream.push(part.subarray(at, at + PIECE))
  }
  return filled
}
