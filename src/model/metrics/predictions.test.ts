import { describe, expect, it } from 'vitest'
import { findPredicted, type PredictionQuery } from './findPredicted'
import { addProbabilities, marginOf, probabilityOf, type Predictions } from './predictions'

/** From probabilities, as logits. */
function predictionsOf(rows: readonly (readonly number[])[]): Predictions {
  const classes = rows[0]!.map((_, index) => `class ${index}`)
  const probabilities = new Uint16Array(rows.length * classes.length)
  addProbabilities(Float32Array.from(rows.flat(), Math.log), classes.length, probabilities, 0)
  const predicted = Uint16Array.from(rows, (row) => row.indexOf(Math.max(...row)))
  return { classes, predicted, probabilities }
}

const PREDICTIONS = predictionsOf([
  [0.9, 0.1, 0],
  [0.2, 0.5, 0.3],
  [0.05, 0.9, 0.05],
  [0.4, 0.35, 0.25],
  [0, 0, 1],
  [0.3, 0.6, 0.1],
])
const LABELS = Uint16Array.of(0, 0, 1, 2, 2, 0)
const ALL = Uint32Array.of(0, 1, 2, 3, 4, 5)
const find = (query: PredictionQuery, images = ALL) => [
  ...findPredicted(PREDICTIONS, { labels: LABELS, images }, query),
]

describe('predictions', () => {
  it('are the softmax of logits, however large, to a thousandth', () => {
    const probabilities = new Uint16Array(8)
    addProbabilities(Float32Array.of(1000, 999, 998, -1e30, 0, 0), 3, probabilities, 1)
    const read = (at: number): number =>
      probabilityOf({ classes: ['', '', ''], predicted: new Uint16Array(2), probabilities }, 0, at)
    expect(read(0)).toBe(0)
    // scipy.special.softmax([1000, 999, 998])
    for (const [at, value] of [0.6652409557748219, 0.24472847105479764, 0.09003057317038046].entries())
      expect(Math.abs(read(1 + at) - value)).toBeLessThan(2 ** -12)
    expect([read(4), read(5), read(6), read(7)]).toEqual([0, 0.5, 0.5, 0])
  })

  it.each<[PredictionQuery, number[]]>([
    [{ kind: 'cell', truth: 0, predicted: 1 }, [5, 1]],
    [{ kind: 'cell', truth: 0, predicted: 0 }, [0]],
    [{ kind: 'cell', truth: 1, predicted: 2 }, []],
    [{ kind: 'class', truth: 0 }, [1, 5, 0]],
    [{ kind: 'mistakes' }, [5, 1, 3]],
    [{ kind: 'unsure' }, [3, 1, 5, 0, 2, 4]],
    [{ kind: 'confidence', from: 0.5, to: 0.875 }, [1, 5]],
    [{ kind: 'confidence', from: 0.95, to: 1 }, [4]],
    [{ kind: 'confidence', from: 0, to: 1, told: 'right' }, [0, 2, 4]],
    [{ kind: 'confidence', from: 0.5, to: 0.875, told: 'wrong' }, [1, 5]],
    [{ kind: 'some', some: [4, 3, 0, 5, 9] }, [5, 3, 4, 0]],
  ])('%j', (query, images) => {
    expect(find(query)).toEqual(images)
  })

  it('that are of another class than before, by the names of the classes', () => {
    const before = { ...PREDICTIONS, classes: ['class 1', 'class 0', 'class 2'] }
    expect(find({ kind: 'changed', before: PREDICTIONS })).toEqual([])
    expect(find({ kind: 'changed', before })).toEqual([0, 2, 5, 1, 3])
  })

  it('are looked for among the images of a split alone', () => {
    expect(find({ kind: 'mistakes' }, Uint32Array.of(3, 1))).toEqual([1, 3])
  })

  it('that are no numbers are the least sure, and in no range', () => {
    const { classes, predicted, probabilities } = predictionsOf([
      [0.5, 0.5],
      [0.9, 0.1],
    ])
    addProbabilities(Float32Array.of(NaN, 1), 2, probabilities, 2)
    const broken = { classes, predicted, probabilities }
    const truth = { labels: Uint16Array.of(0, 0), images: Uint32Array.of(0, 1) }
    expect(probabilityOf(broken, 1, 0)).toBeNaN()
    expect(marginOf(broken, 1)).toBe(0)
    expect([...findPredicted(broken, truth, { kind: 'confidence', from: 0, to: 1 })]).toEqual([0])
  })
})
