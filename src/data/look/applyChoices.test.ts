import { SPLITS } from '../../model/split'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import { applyChoices, whyNotApply } from './applyChoices'
import { EXCLUDED, type Dataset } from '../dataset'

const CLASSES = ['cat', 'dog', 'owl']

function datasetOf(labels: readonly number[], splits: readonly number[] = labels.map(() => 0)): Dataset {
  return {
    name: 'pets',
    width: 1,
    height: 1,
    channels: 1,
    count: labels.length,
    pixels: new Uint8Array(labels.length),
    classes: CLASSES,
    labels: Uint16Array.from(labels),
    splits: Uint8Array.from(splits),
    paths: labels.map((_, i) => `${i}.png`),
  }
}

const choicesOf = (changes: Partial<DataChoices>): DataChoices => ({ ...NO_DATA, dataset: 1, ...changes })
const random = (train: number, validation: number, test: number, seed = 1) =>
  ({ kind: 'random', train, validation, test, seed }) as const

describe('applyChoices', () => {
  it('is the dataset itself when nothing was chosen', () => {
    const dataset = datasetOf([0, 1, 2])
    expect(applyChoices(dataset, NO_DATA)).toBe(dataset)
  })

  it('takes images out and corrects labels, and leaves what was read as it was', () => {
    const dataset = datasetOf([0, 1, 2, 1], [0, 1, 2, 0])
    const view = applyChoices(
      dataset,
      choicesOf({
        excluded: [1],
        relabelled: [
          { image: 0, label: 'owl' },
          { image: 3, label: 'cat' },
        ],
      }),
    )
    expect([...view.labels]).toEqual([2, 1, 2, 0])
    expect([...view.splits]).toEqual([0, EXCLUDED, 2, 0])
    expect([...dataset.labels]).toEqual([0, 1, 2, 1])
    expect([...dataset.splits]).toEqual([0, 1, 2, 0])
  })

  it('merges classes, corrected images too', () => {
    const dataset = datasetOf([0, 1, 2, 1, 0])
    const merged = [{ from: 'cat', to: 'owl' }]
    const view = applyChoices(dataset, choicesOf({ merged, relabelled: [{ image: 1, label: 'cat' }] }))
    expect([view.classes, [...view.labels]]).toEqual([
      ['dog', 'owl'],
      [1, 1, 1, 0, 1],
    ])
    expect(dataset.classes).toEqual(CLASSES)
  })

  it('copies no pixels and no paths, whatever is chosen', () => {
    const dataset = datasetOf([0, 1, 2, 1])
    const view = applyChoices(
      dataset,
      choicesOf({ splitting: random(0.5, 0, 0.5), excluded: [1], relabelled: [{ image: 0, label: 'dog' }] }),
    )
    expect(view.pixels).toBe(dataset.pixels)
    expect(view.paths).toBe(dataset.paths)
  })

  it('draws splits by the shares, of every class alike, always the same for a seed', () => {
    const dataset = datasetOf(Array.from({ length: 600 }, (_, i) => (i < 300 ? 0 : i < 500 ? 1 : 2)))
    const draw = (seed: number) => applyChoices(dataset, choicesOf({ splitting: random(0.5, 0.2, 0.3, seed) }))
    const { splits, labels } = draw(7)
    const counts = [300, 200, 100].map((_, label) =>
      SPLITS.map((__, split) => splits.filter((own, i) => own === split && labels[i] === label).length),
    )
    expect(counts).toEqual([
      [150, 60, 90],
      [100, 40, 60],
      [50, 20, 30],
    ])
    expect(draw(7).splits).toEqual(splits)
    expect(draw(8).splits).not.toEqual(splits)
  })

  it('moves no other image from split to split when one is taken out or corrected', () => {
    const dataset = datasetOf(Array.from({ length: 90 }, (_, i) => i % 3))
    const splitting = random(0.6, 0.2, 0.2)
    const before = applyChoices(dataset, choicesOf({ splitting }))
    fc.assert(
      fc.property(fc.nat(89), fc.nat(89), (out, corrected) => {
        const after = applyChoices(
          dataset,
          choicesOf({ splitting, excluded: [out], relabelled: [{ image: corrected, label: 'owl' }] }),
        )
        expect([...after.splits]).toEqual([...before.splits].map((split, image) => (image === out ? EXCLUDED : split)))
      }),
    )
  })

  it('leaves no class without train images, and every image in a split, whatever the shares', () => {
    const labels = fc.array(fc.nat(2), { minLength: 1, maxLength: 60 })
    const shares = fc
      .tuple(fc.integer({ min: 1, max: 100 }), fc.nat(100), fc.nat(100))
      .map(([a, b, c]) => [a / (a + b + c), b / (a + b + c), c / (a + b + c)] as const)
    fc.assert(
      fc.property(labels, shares, (drawn, [train, validation, test]) => {
        const dataset = datasetOf(drawn)
        const choices = choicesOf({ splitting: random(train, validation, test) })
        expect(whyNotApply(dataset, choices)).toBeUndefined()
        const { splits } = applyChoices(dataset, choices)
        expect(splits.every((split) => split < SPLITS.length)).toBe(true)
        for (const label of new Set(drawn)) {
          expect(drawn.some((own, i) => own === label && splits[i] === 0)).toBe(true)
        }
      }),
    )
  })
})

describe('whyNotApply', () => {
  const dataset = datasetOf([0, 1, 2])

  it('has nothing against choices that fit', () => {
    expect(whyNotApply(dataset, NO_DATA)).toBeUndefined()
    expect(whyNotApply(dataset, choicesOf({ excluded: [0, 2], splitting: random(0.7, 0.1, 0.2) }))).toBeUndefined()
  })

  it.each([
    [
      { excluded: [1, 3] },
      'The choices speak of image 4, and the data have 3 images: load the data that go with them.',
    ],
    [
      { relabelled: [{ image: -1, label: 'dog' }] },
      'The choices speak of image 0, and the data have 3 images: load the data that go with them.',
    ],
    [{ relabelled: [{ image: 0, label: 'cow' }] }, '“cow” is not a class of these data: choose one of their classes.'],
    [
      {
        merged: [
          { from: 'cat', to: 'dog' },
          { from: 'dog', to: 'cat' },
        ],
      },
      'The choices merge a class with itself, or twice: undo them, and merge the classes again.',
    ],
    [{ merged: [{ from: 'cow', to: 'dog' }] }, '“cow” is not a class of these data: choose one of their classes.'],
    [
      { merged: ['cat', 'owl'].map((from) => ({ from, to: 'dog' })) },
      'Merged like that, the data have one class, and a classifier needs at least two: keep some apart.',
    ],
    [
      { splitting: random(0.7, 0.1, 0.1) },
      'The shares of train, validation and test must be from 0 to 100 % and add up to 100 %.',
    ],
    [
      { splitting: random(1.5, -0.5, 0) },
      'The shares of train, validation and test must be from 0 to 100 % and add up to 100 %.',
    ],
    [
      { splitting: random(Number.NaN, 0.5, 0.5) },
      'The shares of train, validation and test must be from 0 to 100 % and add up to 100 %.',
    ],
    [{ splitting: random(0, 0.5, 0.5) }, 'Train has no share, so there would be nothing to learn from: give it some.'],
    [{ splitting: random(0.5, 0, 0.5, 1.5) }, 'The seed of the splits must be a whole number.'],
  ])('says what is wrong with %j', (changes, message) => {
    expect(whyNotApply(dataset, choicesOf(changes))).toBe(message)
  })
})
