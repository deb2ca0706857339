import { SPLITS } from '../model/split'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSplits, splitTrain } from './splits'

const set = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0, 0, 0, 2)), { minLength: 1, maxLength: 300 })
  .map((images) => ({
    labels: Uint16Array.from(images, ([label]) => label),
    splits: Uint8Array.from(images, ([, split]) => split),
  }))
const share = fc.double({ min: 0.01, max: 0.9, noNaN: true })
const seed = fc.integer()

function countByClass(labels: Uint16Array, images: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const image of images) counts.set(labels[image]!, (counts.get(labels[image]!) ?? 0) + 1)
  return counts
}

describe('splitTrain', () => {
  it('parts the images: each in one split, none lost, all in order', () => {
    fc.assert(
      fc.property(set, share, seed, ({ labels, splits }, part, number) => {
        const { train, validation, test } = splitTrain(labels, splits, part, number)
        expect([...train, ...validation, ...test].toSorted((a, b) => a - b)).toEqual([...labels.keys()])
        for (const images of [train, validation, test])
          expect([...images]).toEqual([...images].toSorted((a, b) => a - b))
        expect([...test].every((image) => splits[image] === 2)).toBe(true)
      }),
    )
  })

  it('takes each class’s share within one image, and leaves one of each class to train on', () => {
    fc.assert(
      fc.property(set, share, seed, ({ labels, splits }, part, number) => {
        const given = countByClass(
          labels,
          [...labels.keys()].filter((image) => splits[image] === 0),
        )
        const { train, validation } = splitTrain(labels, splits, part, number)
        const kept = countByClass(labels, train)
        const taken = countByClass(labels, validation)
        for (const [label, count] of given) {
          expect(kept.get(label) ?? 0).toBeGreaterThanOrEqual(1)
          expect(Math.abs((taken.get(label) ?? 0) - count * part)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('draws the same for the same seed, and otherwise for another', () => {
    const labels = Uint16Array.from({ length: 1000 }, (_, i) => i % 10)
    const splits = new Uint8Array(1000)
    const first = splitTrain(labels, splits, 0.15, 42)
    expect(splitTrain(labels, splits, 0.15, 42)).toEqual(first)
    expect(splitTrain(labels, splits, 0.15, 43).validation).not.toEqual(first.validation)
    expect(first.validation).toHaveLength(150)
    expect(first.drawn).toBe(true)
  })

  it('takes exactly the share of MNIST’s 60,000', () => {
    const perClass = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    const labels = Uint16Array.from(perClass.flatMap((count, label) => Array.from({ length: count }, () => label)))
    expect(splitTrain(labels, new Uint8Array(60_000), 0.15, 42).validation).toHaveLength(9000)
  })

  it('leaves a validation split that the files give as it is', () => {
    const labels = Uint16Array.of(0, 1, 0, 1, 0)
    const split = splitTrain(labels, Uint8Array.of(0, 0, 1, 2, 0), 0.5, 42)
    expect([...split.train]).toEqual([0, 1, 4])
    expect([...split.validation]).toEqual([2])
    expect([...split.test]).toEqual([3])
    expect(split.drawn).toBe(false)
  })

  it('draws nothing for a share of 0', () => {
    const split = splitTrain(Uint16Array.of(0, 1), new Uint8Array(2), 0, 42)
    expect([...split.train]).toEqual([0, 1])
    expect(split.drawn).toBe(false)
  })
})

describe('drawSplits', () => {
  it('gives 70 % train, 10 % validation and 20 % test of every class', () => {
    const labels = Uint16Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : 1))
    const splits = drawSplits(labels, 42)
    for (const [label, count] of [
      [0, 200],
      [1, 100],
    ] as const) {
      const shares = SPLITS.map(
        (_, split) => labels.filter((own, image) => own === label && splits[image] === split).length / count,
      )
      expect(shares).toEqual([0.7, 0.1, 0.2])
    }
    expect(drawSplits(labels, 42)).toEqual(splits)
    expect(drawSplits(labels, 1)).not.toEqual(splits)
  })
})
