/**
 * Reads images out of an archive and has them decoded, batch by batch: while some are decoded, the archive is read on. At most a few
 * batches are on the way at a time, so that memory holds the pixels, the archive, and little else.
 */
import type { Archive, ArchiveEntry, EntryContent } from './archive'
import { GROUP_SIZE } from './archive'
import type { ImportProgress } from './dataset'
import { ImportError } from './dataset'
import type { ImageBlock } from './imageBlocks'
import { ImageBlocks } from './imageBlocks'
import type { DecodedBatch, DecodeImages, EncodedBatch } from './images'
import { claimedPixels } from './images'
import type { ProblemList } from './problems'
import { quoted } from './problems'

/** A batch goes out when it has this many images, bytes, or pixels by what their headers claim. */
const BATCH_IMAGES = 1024
const BATCH_BYTES = 4 * 2 ** 20
const BATCH_PIXELS = 8 * 2 ** 20
/** Batches that are decoded while the archive is read on. */
const BATCHES_AHEAD = 4

export interface ReadOptions {
  readonly signal: AbortSignal
  /** Called after each batch. */
  readonly onProgress: (progress: ImportProgress) => void
  readonly decodeImages: DecodeImages
}

/**
 * The decoded images in blocks of a size, numbered by their places in `entries`. Those that can't be read are listed. Throws ImportError
 * when none can, and the signal's reason when it is aborted.
 */
export async function readImages(
  entries: readonly ArchiveEntry[],
  archive: Archive,
  zipName: string,
  problems: ProblemList,
  { signal, onProgress, decodeImages }: ReadOptions,
): Promise<ImageBlock[]> {
  const blocks = new ImageBlocks(entries.length)
  const underway: { decoded: Promise<DecodedBatch>; numbers: readonly number[] }[] = []
  let done = 0
  let firstFailure = ''

  const fail = (number: number, reason: string): void => {
    done += 1
    const message = `${quoted(entries[number]!.name)} ${reason}, so it was left out.`
    firstFailure ||= message
    problems.add('images could not be read', { message, file: zipName })
  }
  const takeOldest = async (): Promise<void> => {
    const { decoded, numbers } = underway.shift()!
    const batch = await decoded
    signal.throwIfAborted()
    for (const { index, message } of batch.failures) fail(numbers[index]!, message)
    blocks.add(batch, numbers)
    done += numbers.length - batch.failures.length
    onProgress({ phase: 'decoding', done, total: entries.length })
  }
  const send = async (batch: BatchBuilder): Promise<void> => {
    const { numbers } = batch
    const decoded = decodeImages(batch.build())
    // Batches are awaited in order; one that fails while an earlier one is awaited must not count as unhandled.
    decoded.catch(() => undefined)
    underway.push({ decoded, numbers })
    if (underway.length >= BATCHES_AHEAD) await takeOldest()
  }

  onProgress({ phase: 'decoding', done, total: entries.length })
  let batch = new BatchBuilder()
  for (let from = 0; from < entries.length; from += GROUP_SIZE) {
    const contents = await archive.readEntries(entries.slice(from, from + GROUP_SIZE), signal)
    signal.throwIfAborted()
    for (const [i, content] of contents.entries()) {
      if ('message' in content) fail(from + i, content.message)
      else batch.add(from + i, content)
      if (batch.isFull) {
        await send(batch)
        batch = new BatchBuilder()
      }
    }
  }
  if (batch.numbers.length > 0) await send(batch)
  while (underway.length > 0) await takeOldest()

  const all = blocks.finish()
  if (all.length === 0) {
    throw new ImportError(`No image in ${zipName} could be used. ${firstFailure}`, { file: zipName })
  }
  return all
}

/** Collects files until they make a batch. */
class BatchBuilder {
  readonly numbers: number[] = []
  private readonly pieces: Uint8Array[] = []
  private readonly ends: number[] = [0]
  private length = 0
  private pixels = 0

  get isFull(): boolean {
    return this.numbers.length >= BATCH_IMAGES || this.length >= BATCH_BYTES || this.pixels >= BATCH_PIXELS
  }

  add(number: number, { pieces, length }: Exclude<EntryContent, { message: string }>): void {
    this.numbers.push(number)
    this.pieces.push(...pieces)
    this.length += length
    this.ends.push(this.length)
    if (pieces[0] !== undefined) this.pixels += claimedPixels(pieces[0])
  }

  build(): EncodedBatch {
    const bytes = new Uint8Array(this.length)
    let at = 0
    for (const piece of this.pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return { bytes, offsets: Uint32Array.from(this.ends) }
  }
}
