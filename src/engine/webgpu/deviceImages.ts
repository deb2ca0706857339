/** A dataset on the device: its images as bytes, uploaded once and split where one buffer can't hold them, and the class of each. */
import type { Dataset } from '../../data/dataset'
import type { PixelChunk } from './kernels/gather'
import { COMMON } from './plan'

export interface DeviceImages {
  /** How many images. */
  readonly count: number
  readonly chunks: readonly PixelChunk[]
  /** Each chunk's bytes and the labels, under the names that a plan gives them. */
  readonly buffers: ReadonlyMap<string, GPUBuffer>
  readonly bytes: number
  dispose(): void
}

/** What one call copies into the device's queue. */
const PORTION = 16 * 2 ** 20

export function uploadImages(
  device: GPUDevice,
  { pixels, count, labels }: Pick<Dataset, 'pixels' | 'count' | 'labels'>,
): DeviceImages {
  const size = pixels.length / count
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits
  const largest = Math.min(maxBufferSize, maxStorageBufferBindingSize, 2 ** 31)
  const rowsPerChunk = Math.max(1, Math.floor((largest - 4) / size))
  const buffers = new Map<string, GPUBuffer>()
  const chunks: PixelChunk[] = []
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST
  for (let firstRow = 0; firstRow < count; firstRow += rowsPerChunk) {
    const rows = Math.min(rowsPerChunk, count - firstRow)
    const name = `${COMMON.pixels} ${chunks.length}`
    const buffer = device.createBuffer({ label: name, size: roundUp(rows * size), usage })
    writeBytes(device, buffer, pixels.subarray(firstRow * size, (firstRow + rows) * size))
    chunks.push({ buffer: name, firstRow, rows })
    buffers.set(name, buffer)
  }
  const classes = device.createBuffer({ label: COMMON.labels, size: Math.max(4, 4 * count), usage })
  device.queue.writeBuffer(classes, 0, Uint32Array.from(labels))
  buffers.set(COMMON.labels, classes)
  return {
    count,
    chunks,
    buffers,
    bytes: [...buffers.values()].reduce((sum, buffer) => sum + buffer.size, 0),
    dispose() {
      for (const buffer of buffers.values()) buffer.destroy()
    },
  }
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
