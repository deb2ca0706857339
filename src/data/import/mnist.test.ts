/** The whole of MNIST as a person drops it, held to the pixels of the original IDX files. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeBatch } from '../images/images'
import { importFiles } from './importFiles'
import { DEFAULT_SETTINGS } from '../importSettings'

const FOLDER = resolve(process.env['STRATA_MNIST'] ?? '../shared/mnist')
const isHere = existsSync(join(FOLDER, 'mnist_images.zip'))
if (!isHere)
  process.emitWarning(
    `${FOLDER} has no mnist_images.zip (STRATA_MNIST names the folder), so real MNIST was not imported`,
    'SKIPPED',
  )

const fileOf = (name: string): File => new File([readFileSync(join(FOLDER, name))], name)
const idx = (name: string, header: number): Uint8Array => gunzipSync(readFileSync(join(FOLDER, name))).subarray(header)

describe('MNIST', () => {
  it.skipIf(!isHere)('is read whole: 70,000 images, each pixel and label as in the IDX files', async () => {
    const outcome = await importFiles(
      ['mnist_images.zip', 'mnist_dataset.csv'].map((name) => ({ path: name, file: fileOf(name) })),
      DEFAULT_SETTINGS,
      { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch },
    )
    if (outcome.kind === 'question') throw new Error('Ludwig’s columns are clear')
    const { dataset, report } = outcome
    expect([report.problems, report.notes]).toEqual([[], []])
    expect([dataset.count, dataset.width, dataset.height, dataset.channels]).toEqual([70_000, 28, 28, 1])
    expect(dataset.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])

    for (const [folder, prefix, split, count] of [
      ['training', 'train', 0, 60_000],
      ['testing', 't10k', 2, 10_000],
    ] as const) {
      const pixels = idx(`${prefix}-images-idx3-ubyte.gz`, 16)
      const labels = idx(`${prefix}-labels-idx1-ubyte.gz`, 8)
      let found = 0
      let wrong = 0
      for (const [image, path] of dataset.paths.entries()) {
        if (!path.startsWith(`${folder}/`)) continue
        found += 1
        const index = Number(/(\d+)\.png$/.exec(path)?.[1])
        const mine = Buffer.from(dataset.pixels.buffer, image * 784, 784)
        if (mine.compare(pixels.subarray(index * 784, index * 784 + 784)) !== 0) wrong += 1
        if (dataset.classes[dataset.labels[image]!] !== String(labels[index]) || dataset.splits[image] !== split)
          wrong += 1
      }
      expect([folder, found, wrong]).toEqual([folder, count, 0])
    }
  })
})
