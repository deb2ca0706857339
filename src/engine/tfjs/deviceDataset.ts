/**
 * A dataset on the device, uploaded once, as bytes: three to a float32, which holds whole numbers below 2^24 exactly on every backend. A
 * batch is gathered, unpacked and divided by 255 there.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { Dataset } from '../../data/dataset'

export interface DeviceDataset {
  /** The rows' pixels from 0 to 1: rows x `shape`. The caller disposes of it. */
  batch(rows: Uint32Array, shape: readonly number[]): tf.Tensor
  dispose(): void
}

/** Consecutive rows of the dataset in one tensor. */
interface Chunk {
  readonly first: number
  readonly packed: tf.Tensor2D
}

const BYTES_PER_VALUE = 3

/** @param largestTensor bytes that one tensor may take on the device: larger datasets are split over several. */
export function uploadDataset(dataset: Pick<Dataset, 'pixels' | 'count'>, largestTensor: number): DeviceDataset {
  const { pixels, count } = dataset
  const size = pixels.length / count
  const width = Math.ceil(size / BYTES_PER_VALUE)
  const rowsPerChunk = Math.max(1, Math.floor(largestTensor / (width * Float32Array.BYTES_PER_ELEMENT)))
  const chunks: Chunk[] = []
  for (let first = 0; first < count; first += rowsPerChunk) {
    const rows = Math.min(rowsPerChunk, count - first)
    chunks.push({ first, packed: tf.tensor2d(pack(pixels, first * size, rows, size, width), [rows, width]) })
  }

  const gather = (rows: Uint32Array): tf.Tensor2D => {
    const [only] = chunks
    if (only && chunks.length === 1) return tf.gather(only.packed, tf.tensor1d(Int32Array.from(rows), 'int32'))
    // Taken chunk by chunk, then put back into the order that was asked for.
    const places = new Int32Array(rows.length)
    let taken = 0
    const parts = chunks.flatMap(({ first, packed }) => {
      const wanted: number[] = []
      rows.forEach((row, place) => {
        if (row < first || row >= first + packed.shape[0]) return
        places[place] = taken++
        wanted.push(row - first)
      })
      return wanted.length > 0 ? [tf.gather(packed, tf.tensor1d(wanted, 'int32'))] : []
    })
    return tf.gather(tf.concat(parts, 0), tf.tensor1d(places, 'int32'))
  }

  return {
    batch: (rows, shape) =>
      tf.tidy(() => {
        const packed = tf.expandDims(gather(rows), 2)
        const shifted = tf.floor(tf.mul(packed, tf.tensor1d([2 ** -16, 2 ** -8, 1])))
        const bytes = tf.reshape(tf.mod(shifted, 256), [rows.length, width * BYTES_PER_VALUE])
        const whole = tf.slice(bytes, [0, 0], [rows.length, size])
        return tf.reshape(tf.mul(whole, 1 / 255), [rows.length, ...shape])
      }),
    dispose: () => tf.dispose(chunks.map(({ packed }) => packed)),
  }
}

function pack(pixels: Uint8Array, at: number, rows: number, size: number, width: number): Float32Array {
  const packed = new Float32Array(rows * width)
  const whole = Math.floor(size / BYTES_PER_VALUE)
  for (let row = 0; row < rows; row++) {
    let from = at + row * size
    let to = row * width
    for (let i = 0; i < whole; i++, from += BYTES_PER_VALUE) {
      packed[to++] = pixels[from]! * 65_536 + pixels[from + 1]! * 256 + pixels[from + 2]!
    }
    const left = size - whole * BYTES_PER_VALUE
    if (left > 0) packed[to] = pixels[from]! * 65_536 + (left > 1 ? pixels[from + 1]! * 256 : 0)
  }
  return packed
}
