import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXCLUDED, type Dataset } from '../dataset'
import type { ImageSelection } from '../datasetFacts'
import { createImageFinder } from './queryImages'

/** Seven images of one pixel, that is as bright as the number says. */
const IMAGES = [
  { path: 'b/10.png', label: 0, split: 0, brightness: 50 },
  { path: 'b/9.png', label: 1, split: 0, brightness: 200 },
  { path: 'B/1.png', label: 2, split: 1, brightness: 0 },
  { path: 'a/100.png', label: 0, split: 2, brightness: 50 },
  { path: 'a/020.png', label: 1, split: 2, brightness: 10 },
  { path: 'a/3.png', label: 0, split: EXCLUDED, brightness: 255 },
  { path: 'owls.png', label: 2, split: 0, brightness: 90 },
]

const DATASET: Dataset = {
  name: 'pets',
  width: 1,
  height: 1,
  channels: 1,
  count: IMAGES.length,
  pixels: Uint8Array.from(IMAGES, ({ brightness }) => brightness),
  classes: ['cat', 'dog', 'Owl'],
  labels: Uint16Array.from(IMAGES, ({ label }) => label),
  splits: Uint8Array.from(IMAGES, ({ split }) => split),
  paths: IMAGES.map(({ path }) => path),
}

const find = (selection: ImageSelection, dataset = DATASET): number[] => [...createImageFinder()(dataset, selection)]

describe('createImageFinder', () => {
  it('finds all that are in a split, in the order of the files', () => {
    expect(find({})).toEqual([0, 1, 2, 3, 4, 6])
    expect(find({ descending: true })).toEqual([6, 4, 3, 2, 1, 0])
  })

  it.each<[ImageSelection, number[]]>([
    [{ classIndex: 0 }, [0, 3]],
    [{ split: 'train' }, [0, 1, 6]],
    [{ split: 'test', classIndex: 1 }, [4]],
    [{ split: 'excluded' }, [5]],
    [{ text: 'OWL' }, [2, 6]],
    [{ text: ' b/ ' }, [0, 1, 2]],
    [{ text: 'cow' }, []],
    [{ text: 'dog', split: 'train' }, [1]],
    [{ images: [6, 0, 5, 99, -1] }, [6, 0, 5]],
    [{ images: [6, 0, 5], sort: 'file' }, [0, 5, 6]],
    [{ images: [6, 0, 5], classIndex: 0 }, [0, 5]],
  ])('filters by %j', (selection, images) => {
    expect(find(selection)).toEqual(images)
  })

  it('sorts paths as a person counts, capitals or not', () => {
    expect(find({ sort: 'path' })).toEqual([4, 3, 2, 1, 0, 6])
  })

  it('sorts by class and by brightness, equal ones in the order of the files', () => {
    expect(find({ sort: 'class' })).toEqual([0, 3, 1, 4, 2, 6])
    expect(find({ sort: 'brightness' })).toEqual([2, 4, 0, 3, 6, 1])
    expect(find({ sort: 'brightness', descending: true })).toEqual([1, 6, 3, 0, 4, 2])
  })

  it('shuffles always alike', () => {
    const large = {
      ...DATASET,
      count: 100,
      pixels: new Uint8Array(100),
      labels: new Uint16Array(100),
      splits: new Uint8Array(100),
      paths: Array.from({ length: 100 }, (_, i) => `${i}`),
    }
    const shuffled = find({ sort: 'random' }, large)
    expect(shuffled).not.toEqual([...shuffled].toSorted((a, b) => a - b))
    expect(new Set(shuffled).size).toBe(100)
    expect(find({ sort: 'random' }, large)).toEqual(shuffled)
  })

  it('answers the same whether it was asked before or not, also after labels and splits change', () => {
    const kept = createImageFinder()
    const selection = fc.record<ImageSelection>(
      {
        classIndex: fc.nat(2),
        split: fc.constantFrom('train', 'validation', 'test', 'excluded'),
        text: fc.constantFrom('', 'a', 'OWL', '.png'),
        images: fc.array(fc.integer({ min: -1, max: 7 }), { maxLength: 5 }),
        sort: fc.constantFrom('file', 'path', 'class', 'brightness', 'random'),
        descending: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    const view = {
      ...DATASET,
      labels: DATASET.labels.map((label) => (label + 1) % 3),
      splits: DATASET.splits.map((split) => (split === 0 ? EXCLUDED : split)),
    }
    fc.assert(
      fc.property(selection, fc.constantFrom(DATASET, view), (asked, dataset) => {
        expect([...kept(dataset, asked)]).toEqual(find(asked, dataset))
      }),
    )
  })
})
