import { describe, expect, it } from 'vitest'
import { mergeRows, readAt } from './curveRows'

const BUCKETS = [
  { epoch: 0.5, mean: 2, min: 1.5, max: 2.5, steps: 2, lost: 0, seconds: 0 },
  { epoch: 1, mean: 1, min: 1, max: 1, steps: 1, lost: 0, seconds: 0 },
  { epoch: 1.5, mean: 0.8, min: 0.8, max: 0.8, steps: 1, lost: 0, seconds: 0 },
]
const EPOCHS = [
  { epoch: 1, train: { loss: 1.5, accuracy: 0.5 }, learningRate: 0.01, validation: { loss: 0.9, accuracy: 0.7 } },
]

describe('the rows of a curve', () => {
  it('are in order, with a band only where a position holds several steps', () => {
    expect(mergeRows('loss', BUCKETS, EPOCHS)).toEqual([
      { epoch: 0.5, training: 2, band: [1.5, 2.5] },
      { epoch: 1, training: 1 },
      { epoch: 1, validation: 0.9 },
      { epoch: 1.5, training: 0.8 },
    ])
  })

  it('say where a value is no finite number', () => {
    const [bucket] = BUCKETS
    expect(mergeRows('loss', [{ ...bucket!, mean: NaN, min: NaN, max: NaN, lost: 2 }], [])).toEqual([
      { epoch: 0.5, training: NaN, lost: 2 },
    ])
  })

  it('are of the validation images alone for hits at k, by whatever k', () => {
    const epochs = [{ ...EPOCHS[0]!, ranks: [5, 3, 1, 1] }]
    expect(mergeRows('hits', [], epochs, 2)).toEqual([{ epoch: 1, validation: 0.8 }])
    expect(mergeRows('hits', [], epochs, 3)).toEqual([{ epoch: 1, validation: 0.9 }])
    expect(mergeRows('hits', [], EPOCHS, 3)).toEqual([])
  })

  it('leave out validation that a run does not have', () => {
    expect(mergeRows('accuracy', [], [{ epoch: 1, train: { loss: 1, accuracy: 1 }, learningRate: 0.01 }])).toEqual([])
  })

  it('keep to a few hundred of a long run, its last epoch among them', () => {
    const epochs = Array.from({ length: 1000 }, (_, i) => ({
      epoch: i + 1,
      train: { loss: 1, accuracy: 1 },
      learningRate: 0.01,
      validation: { loss: i, accuracy: 1 },
    }))
    const rows = mergeRows('loss', [], epochs.slice(0, 999))
    expect(rows.length).toBeLessThanOrEqual(101)
    expect(rows.at(-1)).toEqual({ epoch: 999, validation: 998 })
  })
})

describe('a reading', () => {
  const rows = mergeRows('loss', BUCKETS, EPOCHS)

  it('says the nearest training and the latest validation', () => {
    expect(readAt(rows, 1.4)).toEqual({
      training: { epoch: 1.5, training: 0.8 },
      validation: { epoch: 1, validation: 0.9 },
    })
  })

  it('has no validation before the first epoch has ended', () => {
    expect(readAt(rows, 0.6).validation).toBeUndefined()
  })
})
