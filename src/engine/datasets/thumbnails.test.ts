import { describe, expect, it } from 'vitest'
import { applyChoices } from '../../data/look/applyChoices'
import type { Dataset } from '../../data/dataset'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import type { ChosenData } from './heldDataset'
import { copyImage, drawThumbnails } from './thumbnails'

const REPORT = { splitsGiven: true, files: [], problems: [], problemCount: 0, problemsCsv: '', notes: [] }

function chosenOf(dataset: Dataset, changes: Partial<DataChoices> = {}): ChosenData {
  const choices = { ...NO_DATA, dataset: 1, ...changes }
  return { held: { dataset, report: REPORT, seconds: 0 }, choices, view: applyChoices(dataset, choices) }
}

function datasetOf(width: number, height: number, channels: number, valueOf: (at: number) => number): Dataset {
  return {
    name: 'images',
    width,
    height,
    channels,
    count: 1,
    pixels: Uint8Array.from({ length: width * height * channels }, (_, at) => valueOf(at)),
    classes: ['cat', 'dog'],
    labels: new Uint16Array(1),
    splits: new Uint8Array(1),
    paths: ['cat.png'],
  }
}

const FIRST = Uint32Array.of(0)

describe('drawThumbnails', () => {
  it('shows a small image pixel by pixel, grey as three equal values', () => {
    const dataset = datasetOf(2, 1, 1, (at) => 100 + at)
    const { rgba, width, height, items, total } = drawThumbnails(chosenOf(dataset), FIRST, 7)
    expect([width, height, total]).toEqual([2, 1, 7])
    expect([...rgba]).toEqual([100, 100, 100, 255, 101, 101, 101, 255])
    expect(items).toEqual([{ index: 0, label: 'cat', split: 'train', path: 'cat.png' }])
  })

  it('makes a large image smaller, each channel by its mean', () => {
    const dataset = datasetOf(192, 384, 3, (at) => [10, 20, at % 2 === 0 ? 0 : 200][at % 3] ?? 0)
    const { rgba, width, height } = drawThumbnails(chosenOf(dataset), FIRST, 1)
    expect([width, height]).toEqual([48, 96])
    expect(rgba).toHaveLength(48 * 96 * 4)
    expect([...rgba.subarray(0, 8)]).toEqual([10, 20, 100, 255, 10, 20, 100, 255])
  })

  it('shows an image that is one pixel high', () => {
    const dataset = datasetOf(192, 1, 1, () => 7)
    const { rgba, width, height } = drawThumbnails(chosenOf(dataset), FIRST, 1)
    expect([width, height]).toEqual([96, 1])
    expect(rgba.every((value, at) => value === (at % 4 === 3 ? 255 : 7))).toBe(true)
  })

  it('says what an image was before it was corrected or taken out', () => {
    const chosen = chosenOf(
      datasetOf(1, 1, 1, () => 0),
      { excluded: [0], relabelled: [{ image: 0, label: 'dog' }] },
    )
    expect(drawThumbnails(chosen, FIRST, 1).items).toEqual([
      { index: 0, label: 'dog', labelAsRead: 'cat', split: 'excluded', path: 'cat.png' },
    ])
  })
})

describe('copyImage', () => {
  it('gives all pixels of the one image, in a buffer of their own', () => {
    const dataset = { ...datasetOf(2, 2, 3, (at) => at), count: 1 }
    const image = copyImage(chosenOf(dataset), 0)
    expect(image).toMatchObject({ index: 0, label: 'cat', width: 2, height: 2, channels: 3 })
    expect([...image.pixels]).toEqual([...dataset.pixels])
    expect(image.pixels.buffer).not.toBe(dataset.pixels.buffer)
  })
})
