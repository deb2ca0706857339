import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../store/curves/metricsBuffer'
import { marksOf } from './curveMarks'

const lowered = (epoch: number): LogEntry => ({ position: epoch, did: 'rate', message: `Epoch ${epoch}: lowered` })

describe('marksOf', () => {
  it('has one mark a position', () => {
    const stopped: LogEntry = { position: 3, did: 'stop', message: 'Epoch 3: stopped' }
    expect(marksOf([lowered(2), lowered(3), stopped], 9)).toEqual([
      lowered(2),
      { ...stopped, message: 'Epoch 3: lowered. Epoch 3: stopped' },
    ])
  })

  it('joins marks that would lie on one another, and says how many', () => {
    const marks = marksOf(
      Array.from({ length: 200 }, (_, at) => lowered(at + 1)),
      200,
    )
    expect(marks.length).toBeLessThanOrEqual(41)
    expect(marks[1]).toEqual({ ...lowered(5), message: 'Epoch 5: lowered, and 4 more until epoch 9' })
    // The last stands by itself until it has neighbours.
    expect(marks.at(-1)).toEqual(lowered(200))
  })
})
