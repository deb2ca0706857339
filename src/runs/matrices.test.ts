import { describe, expect, it } from 'vitest'
import { createRandom } from '../model/random'
import { createMatrixKeeper, describeKept, isSound, MATRIX_BYTES, matrixOf } from './matrices'

/** So many images, of which a share is taken for any class. */
function draw(classes: number, images: number, seed: number): readonly number[] {
  const random = createRandom(seed)
  const confusion = new Array<number>(classes ** 2).fill(0)
  for (let image = 0; image < images; image++) {
    const truth = image % classes
    const guess = random.next() < 0.6 ? truth : random.integer(classes)
    confusion[truth * classes + guess]! += 1
  }
  return confusion
}

const figures = { loss: 1, accuracy: 0.6 }

describe('the matrices of a run', () => {
  it('are all there as long as there is room: ten classes over a thousand epochs', () => {
    const keeper = createMatrixKeeper()
    for (let epoch = 1; epoch <= 1000; epoch++) keeper.add(epoch, draw(10, 600, epoch), figures)
    const kept = keeper.read()!
    expect(kept.epochs).toHaveLength(1000)
    expect(kept.stride).toBe(1)
    expect(describeKept(kept)).toBeUndefined()
    for (const epoch of [1, 500, 1000]) expect(matrixOf(kept, epoch)).toEqual(draw(10, 600, epoch))
    expect(matrixOf(kept, 1001)).toBeUndefined()
    expect(kept.cells.byteLength + kept.counts.byteLength).toBeLessThanOrEqual(MATRIX_BYTES)
  })

  it('keep to the budget with many classes: every so many epochs, the first, the newest and the best', () => {
    const keeper = createMatrixKeeper(64 * 1024)
    const confusions = Array.from({ length: 60 }, (_, at) => draw(256, 3000, at + 1))
    for (const [at, confusion] of confusions.entries()) {
      const epoch = at + 1
      keeper.add(epoch, confusion, { loss: Math.abs(epoch - 13), accuracy: epoch === 23 ? 0.9 : 0.5 })
      const { cells, counts, epochs } = keeper.read()!
      expect(cells.byteLength + counts.byteLength).toBeLessThanOrEqual(64 * 1024)
      expect(epochs.at(-1)).toBe(epoch)
    }
    const kept = keeper.read()!
    expect(kept.epochs).toEqual(
      [...new Set([1, 13, 23, 60, ...kept.epochs.filter((epoch) => epoch % kept.stride === 0)])].toSorted(
        (one, other) => one - other,
      ),
    )
    for (const epoch of kept.epochs) expect(matrixOf(kept, epoch)).toEqual(confusions[epoch - 1])
    expect(describeKept(kept)).toContain(`of ${kept.stride} epochs one matrix is kept`)
    expect(isSound(kept)).toBe(true)
  })

  it('keep the newest even where one alone is over the budget, and counts beyond 16 bits', () => {
    const keeper = createMatrixKeeper(4)
    for (const epoch of [1, 2, 3, 4, 5]) keeper.add(epoch, [70_000, epoch, 2, 3], figures)
    const kept = keeper.read()!
    expect(kept.epochs).toEqual([1, 5])
    expect(matrixOf(kept, 5)).toEqual([70_000, 5, 2, 3])
  })

  it('go on from where the run goes on', () => {
    const keeper = createMatrixKeeper()
    for (const epoch of [1, 2, 3]) keeper.add(epoch, [epoch, 0, 0, 1], figures)
    const before = keeper.read()
    expect(keeper.read()).toBe(before)
    keeper.truncate(1.5)
    keeper.add(2, [9, 0, 0, 1], figures)
    expect(keeper.read()?.epochs).toEqual([1, 2])
    expect(matrixOf(keeper.read()!, 2)).toEqual([9, 0, 0, 1])
    keeper.truncate(0)
    expect(keeper.read()).toBeUndefined()
  })

  it.each([
    [10, 64 * 1024, 7],
    [256, 64 * 1024, 31],
    [256, 64 * 1024, 1],
    [2, 4, 5],
  ])(
    'that were kept go on as if the run had never been cut off: %d classes in %d bytes, after epoch %d',
    (classes, budget, cut) => {
      const figuresOf = (epoch: number) => ({ loss: Math.abs(epoch - 13), accuracy: epoch === 23 ? 0.9 : 0.5 })
      const whole = createMatrixKeeper(budget)
      for (let epoch = 1; epoch <= cut; epoch++) whole.add(epoch, draw(classes, 3000, epoch), figuresOf(epoch))
      const restored = createMatrixKeeper(budget)
      restored.add(1, draw(3, 10, 1), figures)
      const record = Array.from({ length: cut }, (_, at) => ({ epoch: at + 1, validation: figuresOf(at + 1) }))
      restored.restore(whole.read(), record)
      expect(restored.read()).toEqual(whole.read())
      for (let epoch = cut + 1; epoch <= 40; epoch++) {
        for (const keeper of [whole, restored]) keeper.add(epoch, draw(classes, 3000, epoch), figuresOf(epoch))
      }
      expect(restored.read()).toEqual(whole.read())
      for (const keeper of [whole, restored]) keeper.truncate(cut + 1.5)
      expect(restored.read()).toEqual(whole.read())
    },
  )

  it('begin anew where none were kept', () => {
    const keeper = createMatrixKeeper()
    keeper.add(1, draw(3, 10, 1), figures)
    keeper.restore(undefined, [])
    expect(keeper.read()).toBeUndefined()
    keeper.add(2, [1, 0, 0, 1], figures)
    expect(keeper.read()?.epochs).toEqual([2])
  })
})
