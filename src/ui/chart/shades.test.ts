import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStrong, pathsOf, SHADE_PERCENTS, shadeOf, shadeSquare } from './shades'

describe('a shade', () => {
  it('is none for none, and never none for some', () => {
    expect(shadeOf(0, true)).toBeUndefined()
    expect(shadeOf(NaN, false)).toBeUndefined()
    expect(shadeOf(1e-6, false)).toEqual({ tone: 'danger', percent: SHADE_PERCENTS[1] })
  })

  it('is full for all', () => {
    expect(shadeOf(1, true)).toEqual({ tone: 'accent', percent: 100 })
    expect(shadeOf(1, false)).toEqual({ tone: 'danger', percent: 100 })
    expect(isStrong(shadeOf(1, true))).toBe(true)
    expect(isStrong(undefined)).toBe(false)
  })

  it('shows few mistakes more strongly than few right answers', () => {
    expect(shadeOf(0.1, false)!.percent).toBeGreaterThan(shadeOf(0.1, true)!.percent)
  })
})

describe('the drawing of a square', () => {
  it('draws every cell that has a share once', () => {
    const side = fc.integer({ min: 1, max: 8 })
    const square = side.chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.array(fc.constantFrom(0, 0.001, 0.2, 0.5, 1), { minLength: count * count, maxLength: count * count }),
      ),
    )
    fc.assert(
      fc.property(square, ([count, shares]) => {
        const drawn = pathsOf(shadeSquare(shares, count), count).flatMap(({ tone, path }) =>
          [...path.matchAll(/M(\d+) (\d+)/g)].map(([, column, row]) => ({
            cell: Number(row) * count + Number(column),
            isRight: tone === 'accent',
          })),
        )
        const held = shares.flatMap((share, cell) =>
          share > 0 ? [{ cell, isRight: Math.floor(cell / count) === cell % count }] : [],
        )
        expect(drawn.toSorted((one, other) => one.cell - other.cell)).toEqual(held)
      }),
    )
  })

  it('takes no more paths for 200 rows than there are shades', () => {
    const shares = Array.from({ length: 200 * 200 }, (_, cell) => ((cell * 7919) % 13) / 13)
    expect(pathsOf(shadeSquare(shares, 200), 200).length).toBeLessThanOrEqual(2 * (SHADE_PERCENTS.length - 1))
  })
})
