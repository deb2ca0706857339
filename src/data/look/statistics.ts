/** Statistics of a dataset's pixels: how often each value is, train's mean and deviation, the mean image of each class. */
import { SPLITS } from '../../model/split'
import { createBreather } from '../../common/breathe'
import { EXCLUDED, type Dataset } from '../dataset'
import type { DatasetStatistics } from '../datasetFacts'

/** Larger mean images are made smaller. */
const LARGEST_SIDE = 96
const VALUES = 256

/** @throws the signal's reason, when it is aborted */
export async function computeStatistics(dataset: Dataset, signal: AbortSignal): Promise<DatasetStatistics> {
  const { count, width, height, channels, pixels, labels, splits, classes } = dataset
  const breathe = createBreather(signal)
  const train = SPLITS.indexOf('train')
  const imageBytes = width * height * channels
  const counts = [new Float64Array(channels * VALUES), new Float64Array(channels * VALUES)] as const
  const means = createMeanImages(dataset)
  // About a megabyte at a time.
  const stride = Math.max(1, Math.floor(2 ** 20 / imageBytes))

  for (let from = 0; from < count; from += stride) {
    await breathe()
    for (let image = from; image < Math.min(count, from + stride); image++) {
      if (splits[image] === EXCLUDED) continue
      const bytes = pixels.subarray(image * imageBytes, (image + 1) * imageBytes)
      countValues(bytes, channels, splits[image] === train ? counts[0] : counts[1])
      means.add(bytes, labels[image]!)
    }
  }

  const perChannel = Array.from({ length: channels }, (_, channel) =>
    counts.map((values) => values.subarray(channel * VALUES, (channel + 1) * VALUES)),
  )
  const moments = perChannel.map(([trained]) => momentsOf(trained!))
  return {
    histogram: perChannel.map(([trained, others]) => Array.from(trained!, (values, value) => values + others![value]!)),
    mean: moments.map(({ mean }) => mean),
    deviation: moments.map(({ deviation }) => deviation),
    ...means.finish(classes.length),
  }
}

/** Black is counted as the rest. Most pixels of a drawing are black, and skipping them is quick. */
function countValues(bytes: Uint8Array, channels: number, counts: Float64Array): void {
  for (let channel = 0; channel < channels; channel++) {
    const base = channel * VALUES
    let others = 0
    for (let at = channel; at < bytes.length; at += channels) {
      const value = bytes[at]!
      if (value === 0) continue
      counts[base + value]! += 1
      others += 1
    }
    counts[base]! += bytes.length / channels - others
  }
}

function momentsOf(counts: Float64Array): { mean: number; deviation: number } {
  let total = 0
  let sum = 0
  for (const [value, times] of counts.entries()) {
    total += times
    sum += times * value
  }
  const mean = sum / total
  const squares = counts.reduce((all, times, value) => all + times * (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / total) }
}

/** Sums up images class by class; `step` x `step` pixels of a large one fall into the same cell. */
function createMeanImages({ width, height, channels, classes }: Dataset) {
  const step = Math.ceil(Math.max(width, height) / LARGEST_SIDE)
  const size = { width: Math.ceil(width / step), height: Math.ceil(height / step) }
  const cells = size.width * size.height * channels
  const sums = new Float64Array(classes.length * cells)
  const images = new Float64Array(classes.length)
  return {
    add(bytes: Uint8Array, label: number): void {
      images[label]! += 1
      const base = label * cells
      if (step === 1) {
        for (let at = 0; at < bytes.length; at++) {
          const value = bytes[at]!
          if (value !== 0) sums[base + at]! += value
        }
        return
      }
      for (let y = 0, at = 0; y < height; y++) {
        const row = base + Math.floor(y / step) * size.width * channels
        for (let x = 0; x < width; x++) {
          const cell = row + Math.floor(x / step) * channels
          for (let channel = 0; channel < channels; channel++, at++) sums[cell + channel]! += bytes[at]!
        }
      }
    },
    finish(count: number): Pick<DatasetStatistics, 'meanImages' | 'width' | 'height'> {
      const meanImages = new Uint8ClampedArray(count * size.width * size.height * 4)
      for (let label = 0, to = 0; label < count; label++) {
        for (let y = 0; y < size.height; y++) {
          const down = Math.min(step, height - y * step)
          for (let x = 0; x < size.width; x++, to += 4) {
            if (images[label] === 0) continue
            const pixels = images[label]! * down * Math.min(step, width - x * step)
            const from = label * cells + (y * size.width + x) * channels
            for (let c = 0; c < 3; c++) meanImages[to + c] = sums[from + Math.min(c, channels - 1)]! / pixels
            meanImages[to + 3] = 255
          }
        }
      }
      return { meanImages, ...size }
    },
  }
}
