import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMetricsBuffer, type MetricsBuffer } from './metrics'

/** A buffer whose frames come when the test says so. */
function createWithFrames(): { readonly metrics: MetricsBuffer; nextFrame(): void } {
  let waiting: (() => void)[] = []
  const metrics = createMetricsBuffer((callback) => waiting.push(callback))
  return {
    metrics,
    nextFrame() {
      const due = waiting
      waiting = []
      for (const callback of due) callback()
    },
  }
}

function points(losses: readonly number[], from = 0) {
  return {
    epoch: losses.map((_, i) => (from + i + 1) / 100),
    loss: losses,
    accuracy: losses.map((loss) => 1 / (1 + loss)),
  }
}

const losses = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 3000 })

describe('the buckets of a curve', () => {
  it('cover every step once, in order, and are no more than asked for', () => {
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 200 }), (all, limit) => {
        const { metrics } = createWithFrames()
        metrics.addPoints(points(all))
        const buckets = metrics.buckets('loss', limit)
        expect(buckets.length).toBeLessThanOrEqual(limit)
        expect(buckets.reduce((sum, bucket) => sum + bucket.steps, 0)).toBe(all.length)
        const sum = buckets.reduce((total, bucket) => total + bucket.mean * bucket.steps, 0)
        expect(sum).toBeCloseTo(
          all.reduce((total, loss) => total + loss, 0),
          6,
        )
        expect(Math.min(...buckets.map((bucket) => bucket.min))).toBe(Math.min(...all))
        expect(Math.max(...buckets.map((bucket) => bucket.max))).toBe(Math.max(...all))
        const epochs = buckets.map((bucket) => bucket.epoch)
        expect(epochs).toEqual(epochs.toSorted((one, other) => one - other))
      }),
      { numRuns: 40 },
    )
  })

  it('stay where they are while steps come in, but for the last', () => {
    const { metrics } = createWithFrames()
    metrics.addPoints(points(Array.from({ length: 130 }, (_, i) => i)))
    const before = metrics.buckets('loss', 100)
    metrics.addPoints(points([130, 131, 132], 130))
    expect(metrics.buckets('loss', 100).slice(0, before.length)).toEqual(before)
  })

  it('hold the same whether steps come one by one or all at once', () => {
    const all = Array.from({ length: 2500 }, (_, i) => Math.sin(i))
    const { metrics: once } = createWithFrames()
    const { metrics: singly } = createWithFrames()
    once.addPoints(points(all))
    for (const [i, loss] of all.entries()) singly.addPoints(points([loss], i))
    expect(singly.buckets('accuracy', 64)).toEqual(once.buckets('accuracy', 64))
  })
})

describe('the latest figures', () => {
  it('are means over the last steps', () => {
    const { metrics } = createWithFrames()
    expect(metrics.recent('loss', 20)).toBeUndefined()
    metrics.addPoints(points([4]))
    expect(metrics.recent('loss', 20)).toBe(4)
    metrics.addPoints(points([1, 3], 1))
    expect(metrics.recent('loss', 2)).toBe(2)
  })

  it('are gone when a new run clears them', () => {
    const { metrics } = createWithFrames()
    metrics.addPoints(points([4]))
    metrics.addEpoch({ epoch: 1, train: { loss: 4, accuracy: 0.2 } })
    metrics.clear()
    expect(metrics.recent('loss', 20)).toBeUndefined()
    expect(metrics.epochs()).toEqual([])
    expect(metrics.buckets('loss', 10)).toEqual([])
  })
})

describe('listeners', () => {
  it('hear of many changes at once, each in a frame of its own', () => {
    const { metrics, nextFrame } = createWithFrames()
    const heard: string[] = []
    metrics.subscribe(() => heard.push('first'))
    metrics.subscribe(() => heard.push('second'))
    for (let i = 0; i < 50; i++) metrics.addPoints(points([i], i))
    expect(heard).toEqual([])
    nextFrame()
    expect(heard).toEqual(['first'])
    expect(metrics.version()).toBe(1)
    nextFrame()
    expect(heard).toEqual(['first', 'second'])
    nextFrame()
    expect(heard).toHaveLength(2)
  })

  it('hear no more once they have left', () => {
    const { metrics, nextFrame } = createWithFrames()
    let heard = 0
    const leave = metrics.subscribe(() => heard++)
    metrics.addPoints(points([1]))
    leave()
    nextFrame()
    expect(heard).toBe(0)
  })
})
