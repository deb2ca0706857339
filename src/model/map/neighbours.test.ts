import { describe, expect, it } from 'vitest'
import { readMapVectors } from '../kerasVectors.fixture'
import { countAlike, findNeighbours } from './neighbours'
import { findTrustworthiness } from './trustworthiness'

function endOf<Result>(work: Generator<number, Result, void>): Result {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

const VECTORS = readMapVectors()
const sorted = (values: Iterable<number>): readonly number[] => [...values].toSorted((a, b) => a - b)

describe.each(VECTORS)('a map of images of $width values, as scikit-learn has it', (vector) => {
  const points = Float32Array.from(vector.points)
  const labels = Uint16Array.from(vector.labels)
  const neighbours = endOf(findNeighbours(points, 2, 7))

  it('has the same neighbours, the nearest first, and as many of them with the same label', () => {
    expect([...neighbours.indices]).toEqual(vector.neighbours)
    expect([...countAlike(neighbours, labels)]).toEqual(vector.alike)
    const [i, j] = [4, neighbours.indices[4 * 7 + 6]!]
    const distance = Math.hypot(points[2 * i]! - points[2 * j]!, points[2 * i + 1]! - points[2 * j + 1]!)
    expect(neighbours.distances[4 * 7 + 6]).toBeCloseTo(distance, 12)
  })

  it.each([3, 5])('can be trusted as far, over %i neighbours', (of) => {
    const scores = Float64Array.from(vector.scores)
    const trust = endOf(findTrustworthiness(scores, vector.kept, neighbours, of))
    expect(Math.abs(trust - vector.trustworthiness[of]!)).toBeLessThan(1e-12)
    expect(trust).toBeLessThan(1)
  })
})

describe('trustworthiness', () => {
  it('is 1 where everybody keeps their neighbours, whatever else moves', () => {
    const line = Float64Array.from({ length: 20 }, (_, i) => i * i)
    const onMap = endOf(
      findNeighbours(
        line.map((place) => 3 * place + 1),
        1,
        5,
      ),
    )
    expect(endOf(findTrustworthiness(line, 1, onMap, 5))).toBe(1)
  })

  it('has no scale where half of all points are neighbours', () => {
    const line = Float64Array.from({ length: 10 }, (_, i) => i * i)
    const onMap = endOf(findNeighbours(line, 1, 5))
    expect(() => endOf(findTrustworthiness(line, 1, onMap, 5))).toThrow('10 points are too few for 5 neighbours')
  })
})

it('finds the neighbours of points that are the same, in the order in which they come', () => {
  const { indices, distances } = endOf(findNeighbours(new Float32Array(8), 2, 3))
  expect([...indices.subarray(0, 3), ...indices.subarray(9)]).toEqual([1, 2, 3, 0, 1, 2])
  expect(sorted(new Set(distances))).toEqual([0])
})
