/**
 * A window through which a dataset is streamed when the device has no room for it. The images stay in the processor's memory, and each
 * batch is copied into the window before its step, while the steps before it run. The window is a ring of places for whole batches. The
 * kernels see a small dataset whose rows are the window's slots, so they compute the same, bit for bit.
 */
import type { Dataset } from '../../../data/dataset'
import type { ImageShape } from '../../../model/layers/define'
import { COMMON } from '../plan/buffers'
import type { PixelChunk } from '../plan/operations/batch'

/** Where batches are put for the device to read. */
export interface ImageWindow {
  readonly chunk: PixelChunk
  /** The pixels and labels of its slots, under the names that a plan gives them. */
  readonly buffers: ReadonlyMap<string, GPUBuffer>
  /** How many batches it holds. */
  readonly batches: number
  /** The slots of the first `images` images of an epoch, in their order. */
  slots(images: number): Uint32Array<ArrayBuffer>
  /** Copies the images of a batch into its place; `index` counts the batches of the epoch from 0. */
  write(rows: Uint32Array, index: number): void
  dispose(): void
}

/** Slots of a batch begin at whole words, whatever the size of an image. */
const ALIGNMENT = 4

/** How many images' places a batch takes. */
export function slotsOf(batchSize: number): number {
  return Math.ceil(batchSize / ALIGNMENT) * ALIGNMENT
}

/** One batch is trained on while the next is copied. */
export const FEWEST_BATCHES = 2

/** Bytes of a window with room for the fewest batches. */
export function smallestWindow({ height, width, channels }: ImageShape, batchSize: number): number {
  return FEWEST_BATCHES * slotsOf(batchSize) * height * width * channels
}

/** @param batches how many whole batches it has room for. */
export function openWindow(
  device: GPUDevice,
  { pixels, labels, count }: Pick<Dataset, 'pixels' | 'count' | 'labels'>,
  batchSize: number,
  batches: number,
): ImageWindow {
  const size = pixels.length / count
  const spacing = slotsOf(batchSize)
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST
  const chunk = { buffer: `${COMMON.pixels} 0`, firstRow: 0, rows: batches * spacing }
  const allocate = (label: string, bytes: number): GPUBuffer => device.createBuffer({ label, size: bytes, usage })
  const pixelsOnDevice = allocate(chunk.buffer, chunk.rows * size)
  const labelsOnDevice = allocate(COMMON.labels, 4 * chunk.rows)
  const staged = new Uint8Array(spacing * size)
  const placeOf = (index: number): number => (index % batches) * spacing

  return {
    chunk,
    buffers: new Map([
      [chunk.buffer, pixelsOnDevice],
      [COMMON.labels, labelsOnDevice],
    ]),
    batches,
    slots: (images) =>
      Uint32Array.from({ length: images }, (_, i) => placeOf(Math.floor(i / batchSize)) + (i % batchSize)),
    write(rows, index) {
      rows.forEach((row, i) => staged.set(pixels.subarray(row * size, (row + 1) * size), i * size))
      const bytes = Math.ceil((rows.length * size) / ALIGNMENT) * ALIGNMENT
      device.queue.writeBuffer(pixelsOnDevice, placeOf(index) * size, staged, 0, bytes)
      device.queue.writeBuffer(
        labelsOnDevice,
        4 * placeOf(index),
        Uint32Array.from(rows, (row) => labels[row] ?? 0),
      )
    },
    dispose() {
      pixelsOnDevice.destroy()
      labelsOnDevice.destroy()
    },
  }
}
