import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnSums, rowShares, rowSums } from './confusion'

const someConfusion = fc.integer({ min: 1, max: 9 }).chain((classes) =>
  fc.record({
    classes: fc.constant(classes),
    confusion: fc.array(fc.nat(1000), { minLength: classes ** 2, maxLength: classes ** 2 }),
  }),
)

describe('a confusion matrix', () => {
  it('has true classes in its rows and predicted ones in its columns', () => {
    const confusion = [8, 2, 0, 0, 0, 0, 1, 3, 4]
    expect(rowSums(confusion, 3)).toEqual([10, 0, 8])
    expect(columnSums(confusion, 3)).toEqual([9, 5, 4])
    expect(rowShares(confusion, 3)).toEqual([0.8, 0.2, 0, 0, 0, 0, 0.125, 0.375, 0.5])
  })

  it('has rows whose shares add up to 1, or to 0 where the class has no images', () => {
    fc.assert(
      fc.property(someConfusion, ({ classes, confusion }) => {
        const shares = rowShares(confusion, classes)
        rowSums(confusion, classes).forEach((images, row) => {
          const sum = shares.slice(row * classes, (row + 1) * classes).reduce((total, share) => total + share, 0)
          expect(sum).toBeCloseTo(images === 0 ? 0 : 1, 12)
        })
      }),
    )
  })
})
