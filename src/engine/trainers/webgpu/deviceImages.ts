/**
 * A dataset on the device: its images as bytes, and the class of each. All are uploaded once, in several buffers when one can't hold them.
 * When the device has no room for all, each batch is uploaded for its step, through a window.
 */
import type { Dataset } from '../../../data/dataset'
import { largestBinding } from './binding'
import { FEWEST_BATCHES, openWindow, slotsOf, type ImageWindow } from './imageWindow'
import { COMMON } from '../plan/buffers'
import type { PixelChunk } from '../plan/operations/batch'

export interface DeviceImages {
  /** How many images. */
  readonly count: number
  readonly chunks: readonly PixelChunk[]
  /** Each chunk's bytes and the labels, under the names that a plan gives them. */
  readonly buffers: ReadonlyMap<string, GPUBuffer>
  /** Where images are streamed: what training and classifying read of the dataset, batch by batch. */
  readonly windows?: { readonly training: ImageWindow; readonly classification: ImageWindow }
  readonly bytes: number
  dispose(): void
}

/** How much of a device images may take, in bytes. */
export interface Room {
  /** Of one buffer. */
  readonly buffer: number
  readonly total: number
}

/** Room for nothing: every dataset is streamed. */
export const NO_ROOM: Room = { buffer: 0, total: 0 }

/**
 * A device doesn't tell how much memory it has, only how large one buffer may be. Images larger than that may leave no memory for the
 * model, and uploading each batch costs little beside training on it.
 */
export function roomOf(device: GPUDevice): Room {
  return { buffer: Math.min(largestBinding(device), 2 ** 31), total: device.limits.maxBufferSize }
}

type Images = Pick<Dataset, 'pixels' | 'count' | 'labels'>

/** @param batchSize images that one step takes at most. */
export async function openImages(
  device: GPUDevice,
  images: Images,
  batchSize: number,
  room = roomOf(device),
): Promise<DeviceImages> {
  const all = images.pixels.length <= room.total ? await uploadImages(device, images, room.buffer) : undefined
  return all ?? streamImages(device, images, batchSize)
}

/** What one call copies into the device's queue. */
const PORTION = 16 * 2 ** 20

/** `undefined` when the device has no memory for them. */
async function uploadImages(
  device: GPUDevice,
  { pixels, count, labels }: Images,
  largest: number,
): Promise<DeviceImages | undefined> {
  const size = pixels.length / count
  const rowsPerChunk = Math.max(1, Math.floor((largest - 4) / size))
  const chunks = Array.from({ length: Math.ceil(count / rowsPerChunk) }, (_, i) => {
    const firstRow = i * rowsPerChunk
    return { buffer: `${COMMON.pixels} ${i}`, firstRow, rows: Math.min(rowsPerChunk, count - firstRow) }
  })
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST
  device.pushErrorScope('out-of-memory')
  const buffers = new Map([
    ...chunks.map(({ buffer: label, rows }) => {
      const buffer = device.createBuffer({ label, size: roundUp(rows * size), usage })
      return [label, buffer] as const
    }),
    [COMMON.labels, device.createBuffer({ label: COMMON.labels, size: Math.max(4, 4 * count), usage })] as const,
  ])
  const dispose = (): void => {
    for (const buffer of buffers.values()) buffer.destroy()
  }
  if (await device.popErrorScope()) {
    dispose()
    return undefined
  }

  for (const { buffer, firstRow, rows } of chunks) {
    writeBytes(device, buffers.get(buffer)!, pixels.subarray(firstRow * size, (firstRow + rows) * size))
  }
  device.queue.writeBuffer(buffers.get(COMMON.labels)!, 0, Uint32Array.from(labels))
  return { count, chunks, buffers, bytes: bytesOf(buffers), dispose }
}

const MOST_BATCHES = 32
/** The largest size of a window that holds more than the fewest batches. */
const WINDOW_BYTES = 64 * 2 ** 20

function streamImages(device: GPUDevice, images: Images, batchSize: number): DeviceImages {
  const batchBytes = (images.pixels.length / images.count) * slotsOf(batchSize)
  const room = Math.min(WINDOW_BYTES, largestBinding(device))
  const batches = Math.max(FEWEST_BATCHES, Math.min(MOST_BATCHES, Math.floor(room / batchBytes)))
  const training = openWindow(device, images, batchSize, batches)
  const classification = openWindow(device, images, batchSize, 1)
  return {
    count: images.count,
    chunks: [training.chunk],
    buffers: training.buffers,
    windows: { training, classification },
    bytes: bytesOf(training.buffers) + bytesOf(classification.buffers),
    dispose() {
      training.dispose()
      classification.dispose()
    },
  }
}

function bytesOf(buffers: ReadonlyMap<string, GPUBuffer>): number {
  return [...buffers.values()].reduce((sum, { size }) => sum + size, 0)
}

/** Buffers are written in words of four bytes. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4
}

function writeBytes(device: GPUDevice, buffer: GPUBuffer, bytes: Uint8Array<ArrayBuffer>): void {
  for (let at = 0; at < bytes.length; at += PORTION) {
    const portion = bytes.subarray(at, at + PORTION)
    const whole = portion.length - (portion.length % 4)
    if (whole > 0) device.queue.writeBuffer(buffer, at, portion, 0, whole)
    if (whole === portion.length) continue
    const rest = new Uint8Array(4)
    rest.set(portion.subarray(whole))
    device.queue.writeBuffer(buffer, at + whole, rest)
  }
}
