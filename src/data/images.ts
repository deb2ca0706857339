/**
 * Encoded images in, pixels out: the work that the pool of decode workers shares out.
 *
 * Images travel in batches, each one block of bytes with the places in it, so that 70,000 small files cost a few hundred messages
 * and no copy: every buffer here can be transferred.
 */

/** Image files one after the other: image i is `bytes[offsets[i] .. offsets[i + 1]]`, so there is one offset more than images. */
export interface EncodedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly offsets: Uint32Array<ArrayBuffer>
}

/** Why an image of a batch has no pixels. `message` reads on from the file's name: `is cut off`. */
export interface DecodeFailure {
  readonly index: number
  readonly message: string
}

/**
 * The images of a batch, in its order: `widths[i]` x `heights[i]` x `channels[i]` bytes each, one after the other in `pixels`, rows from the
 * top, channel last. Channels are 1 for an image whose every pixel is grey, else 3; a failed image has 0 and takes no bytes.
 */
export interface DecodedBatch {
  readonly widths: Uint32Array<ArrayBuffer>
  readonly heights: Uint32Array<ArrayBuffer>
  readonly channels: Uint8Array<ArrayBuffer>
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly failures: readonly DecodeFailure[]
}

/** Decodes a batch somewhere: in place, or in a pool of workers. The batch is given away: its buffers may be transferred. */
export type DecodeImages = (batch: EncodedBatch) => Promise<DecodedBatch>

/** Decodes a batch in place. Never rejects for what is in the images: that is listed in `failures`. */
export async function decodeBatch(batch: EncodedBatch): Promise<DecodedBatch> {
  throw new Error(String(batch))
}
