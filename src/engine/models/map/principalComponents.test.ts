import { describe, expect, it } from 'vitest'
import { readMapVectors } from '../../../model/kerasVectors.fixture'
import { createRandom } from '../../../model/random'
import { findPrincipalComponents, type PrincipalComponents } from './principalComponents'

function find(values: Float32Array, width: number, most: number): PrincipalComponents {
  const work = findPrincipalComponents(values, width, most)
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

describe.each(readMapVectors())(
  'components of $width values, as scikit-learn has them',
  ({ width, kept, ...vector }) => {
    const found = find(Float32Array.from(vector.values), width, kept)

    it('explain as much', () => {
      expect(found.kept).toBe(kept)
      const apart = found.explained.map((share, at) => Math.abs(share - vector.explained[at]!))
      expect(Math.max(...apart)).toBeLessThan(1e-9)
    })

    it('lay the images in the same places, up to the sign of a component', () => {
      for (let component = 0; component < kept; component++) {
        const own = [...found.scores].filter((_, at) => at % kept === component)
        const its = vector.scores.filter((_, at) => at % kept === component)
        const sign = Math.sign(own.reduce((sum, value, at) => sum + value * its[at]!, 0))
        const scale = Math.max(...its.map(Math.abs))
        const apart = own.map((value, at) => Math.abs(sign * value - its[at]!) / scale)
        expect(Math.max(...apart)).toBeLessThan(1e-9)
      }
    })
  },
)

describe('principal components', () => {
  it('are no more than there is variance in', () => {
    const random = createRandom(5)
    const sides = Array.from({ length: 40 }, () => [random.normal(), random.normal()] as const)
    // Of five columns, three follow from the others.
    const values = Float32Array.from(sides.flatMap(([a, b]) => [a, b, 2 * a, 0, 7]))
    const { kept, explained } = find(values, 5, 5)
    expect(kept).toBe(2)
    expect(explained.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9)
  })

  it('are none where all rows are alike', () => {
    expect(find(new Float32Array(30).fill(3), 3, 2)).toMatchObject({ kept: 0, explained: [] })
  })

  it('of two directions that vary alike are two', () => {
    const corners = [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0]
    const { kept, explained } = find(Float32Array.from(corners), 3, 3)
    expect(kept).toBe(2)
    expect(explained[0]).toBeCloseTo(0.5, 12)
    expect(explained[1]).toBeCloseTo(0.5, 12)
  })

  it('are found without all of them where there are many', () => {
    const random = createRandom(6)
    const width = 400
    const values = new Float32Array(500 * width)
    for (let at = 0; at < values.length; at++) values[at] = random.normal() * 0.8 ** (at % width)
    const few = find(values, width, 4)
    const all = find(values, width, width)
    for (let at = 0; at < 4; at++) expect(Math.abs(few.explained[at]! - all.explained[at]!)).toBeLessThan(1e-12)
    expect(all.explained.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9)
  })
})
