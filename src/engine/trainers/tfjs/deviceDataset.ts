/**
 * A dataset on the device, uploaded once, as bytes: three to a float32, which holds whole numbers below 2^24 exactly on every backend. A
 * batch is gathered, unpacked and normalised there; one that is augmented is made here, image by image, and uploaded.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { Dataset } from '../../../data/dataset'
import type { Augmentation } from '../../../model/training/augmentation'
import { augmentImage } from '../../../model/training/augmentImage'
import { sizeOf, type ImageShape } from '../../../model/layers/define'
import type { Normalisation } from '../../../model/training/normalisation'

export interface DeviceDataset {
  /** The rows' pixels, normalised: rows x `shape`. The caller disposes of it. */
  batch(rows: Uint32Array, shape: readonly number[]): tf.Tensor
  /** The same, augmented. @param drawNumber of `augmentImage`, for each place in the batch. */
  augmentedBatch(
    rows: Uint32Array,
    shape: readonly number[],
    augmentation: Augmentation,
    drawNumber: (place: number) => number,
  ): tf.Tensor
  dispose(): void
}

/** Consecutive rows of the dataset in one tensor. */
interface Chunk {
  readonly first: number
  readonly packed: tf.Tensor2D
}

const BYTES_PER_VALUE = 3

/** @param largestTensor bytes that one tensor may take on the device: larger datasets are split over several. */
export function uploadDataset(
  { pixels, count }: Pick<Dataset, 'pixels' | 'count'>,
  { height, width, channels }: ImageShape,
  { mean, deviation }: Normalisation,
  largestTensor: number,
): DeviceDataset {
  const size = sizeOf([height, width, channels])
  const valuesPerRow = Math.ceil(size / BYTES_PER_VALUE)
  const rowsPerChunk = Math.max(1, Math.floor(largestTensor / (valuesPerRow * Float32Array.BYTES_PER_ELEMENT)))
  const chunks: Chunk[] = []
  for (let first = 0; first < count; first += rowsPerChunk) {
    const rows = Math.min(rowsPerChunk, count - first)
    chunks.push({
      first,
      packed: tf.tensor2d(pack(pixels, first * size, rows, size, valuesPerRow), [rows, valuesPerRow]),
    })
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

  const normalise = (bytes: tf.Tensor, shape: readonly number[]): tf.Tensor => {
    const byChannel = tf.reshape(bytes, [-1, channels])
    const centred = mean.every((value) => value === 0) ? byChannel : tf.sub(byChannel, tf.tensor1d([...mean]))
    const scaled = tf.mul(centred, tf.tensor1d(deviation.map((value) => 1 / value)))
    return tf.reshape(scaled, [-1, ...shape])
  }

  return {
    batch: (rows, shape) =>
      tf.tidy(() => {
        const packed = tf.expandDims(gather(rows), 2)
        const shifted = tf.floor(tf.mul(packed, tf.tensor1d([2 ** -16, 2 ** -8, 1])))
        const bytes = tf.reshape(tf.mod(shifted, 256), [rows.length, valuesPerRow * BYTES_PER_VALUE])
        return normalise(tf.slice(bytes, [0, 0], [rows.length, size]), shape)
      }),
    augmentedBatch: (rows, shape, augmentation, drawNumber) =>
      tf.tidy(() => {
        const values = new Float32Array(rows.length * size)
        rows.forEach((row, place) => {
          const image = pixels.subarray(row * size, (row + 1) * size)
          const target = values.subarray(place * size, (place + 1) * size)
          augmentImage(image, { height, width, channels }, augmentation, drawNumber(place), target)
        })
        return normalise(tf.tensor1d(values), shape)
      }),
    dispose: () => tf.dispose(chunks.map(({ packed }) => packed)),
  }
}

function pack(pixels: Uint8Array, at: number, rows: number, size: number, valuesPerRow: number): Float32Array {
  const packed = new Float32Array(rows * valuesPerRow)
  const whole = Math.floor(size / BYTES_PER_VALUE)
  for (let row = 0; row < rows; row++) {
    let from = at + row * size
    let to = row * valuesPerRow
    for (let i = 0; i < whole; i++, from += BYTES_PER_VALUE) {
      packed[to++] = pixels[from]! * 65_536 + pixels[from + 1]! * 256 + pixels[from + 2]!
    }
    const left = size - whole * BYTES_PER_VALUE
    if (left > 0) packed[to] = pixels[from]! * 65_536 + (left > 1 ? pixels[from + 1]! * 256 : 0)
  }
  return packed
}
