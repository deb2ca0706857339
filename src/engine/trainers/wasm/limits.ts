/** What a worker's memory can hold: addresses have 32 bits, and what kernels go over is counted in signed ones. */

const PAGE = 65_536
/** Bytes of a memory: 4 GB, but for what a worker adds to come to whole pages. */
const MOST_BYTES = 2 ** 32 - 2 * PAGE
/** Bytes of a buffer: 2 GB, but for what a loop goes beyond the end. */
const MOST_BUFFER_BYTES = 2 ** 31 - PAGE

/** Its message is a sentence for the person. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** Its message is a sentence for the person. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory'
}

/** @returns the memory that it takes. @throws OutOfMemory when there is none: engines throw errors of their own kinds, Firefox a text. */
export function takeMemory<Memory>(take: () => Memory): Memory {
  try {
    return take()
  } catch (cause) {
    throw new OutOfMemory(
      'The processor has no memory left for this model: choose a smaller batch size, or fewer filters and units.',
      { cause },
    )
  }
}

interface Layout {
  readonly at: { readonly arenas: number; readonly arenaBytes: number }
  readonly keepsArenas: boolean
}

/** The bytes that a worker's memory takes. @param parts that it works on. */
export function memoryBytes({ at, keepsArenas }: Layout, parts: number): number {
  return at.arenas + (keepsArenas ? Math.max(1, parts) : 1) * at.arenaBytes
}

/** @param bytes of a worker's memory. @throws TooLarge. */
export function checkMemory(bytes: number): void {
  if (bytes <= MOST_BYTES) return
  throw new TooLarge(
    `This model takes ${gigabytes(bytes)} in each worker at this batch size, and the processor’s trainer can use 4 GB at most: ${INSTEAD}`,
  )
}

/** @param bytes of one buffer. @throws TooLarge. */
export function checkBuffer(bytes: number): void {
  if (bytes <= MOST_BUFFER_BYTES) return
  throw new TooLarge(
    `One of this model’s layers takes ${gigabytes(bytes)} in each worker at this batch size, and the processor’s trainer can use 2 GB for one at most: ${INSTEAD}`,
  )
}

const INSTEAD = 'choose a smaller batch size, or fewer filters and units.'

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`
}
