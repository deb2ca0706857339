import { describe, expect, it } from 'vitest'
import { dealParts, depthOf, imagesOfPart, partsOf, PartTree } from './parts'

/** What a sum was made of, and in which order. */
const join = (left: string, right: string): string => `(${left}+${right})`

/** As so many workers add up so many parts, and then whoever puts their sums together. */
function addedBy(workers: number, parts: number): string | undefined {
  const all = new PartTree(join)
  for (const { from, to } of dealParts(parts, workers)) {
    const own = new PartTree(join)
    for (let part = from; part < to; part++) own.push({ level: 0, index: part }, String(part))
    for (const { node, value } of own.open) all.push(node, value)
  }
  return all.close()
}

describe('the tree by which parts are added up', () => {
  it.each([1, 2, 3, 7, 8, 13, 16, 63])('is the same for any number of workers: %i parts', (parts) => {
    const alone = addedBy(1, parts)
    for (let workers = 2; workers <= 17; workers++) expect(addedBy(workers, parts)).toBe(alone)
  })

  it('is balanced, and adds from left to right', () => {
    expect(addedBy(3, 6)).toBe('(((0+1)+(2+3))+(4+5))')
  })

  it('never has more sums open than there is room for, in any share', () => {
    const beyond: string[] = []
    for (let parts = 1; parts <= 130; parts++) {
      for (let workers = 1; workers <= 16; workers++) {
        for (const { from, to } of dealParts(parts, workers)) {
          const tree = new PartTree(() => '')
          let most = 0
          for (let part = from; part < to; part++) {
            most = Math.max(most, tree.open.length + 1)
            tree.push({ level: 0, index: part }, '')
          }
          if (most > depthOf(parts)) beyond.push(`${most} sums of ${parts} parts on ${workers} workers`)
        }
      }
    }
    expect(beyond).toEqual([])
  })

  it('has no sum of no parts', () => {
    expect(new PartTree(join).close()).toBeUndefined()
  })
})

describe('parts', () => {
  it.each([
    [1, 4, 1],
    [16, 4, 4],
    [32, 4, 8],
    [64, 8, 8],
    [100, 8, 13],
    [500, 8, 63],
  ])('of a batch of %i have %i images: %i of them', (batch, images, parts) => {
    expect(imagesOfPart(batch)).toBe(images)
    expect(partsOf(batch, images)).toBe(parts)
  })

  it('are dealt out evenly, and all of them', () => {
    expect(dealParts(16, 3)).toEqual([
      { from: 0, to: 6 },
      { from: 6, to: 11 },
      { from: 11, to: 16 },
    ])
    expect(dealParts(1, 2)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 1 },
    ])
  })

  it('are never more for a worker of a shorter batch', () => {
    const sizes = (parts: number, workers: number): number[] =>
      dealParts(parts, workers).map(({ from, to }) => to - from)
    for (let workers = 1; workers <= 16; workers++) {
      for (let parts = 1; parts <= 70; parts++) {
        const fewer = sizes(parts - 1, workers)
        expect(sizes(parts, workers).every((size, worker) => size >= fewer[worker]!)).toBe(true)
      }
    }
  })
})
