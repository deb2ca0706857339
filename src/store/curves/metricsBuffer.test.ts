import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMetricsBuffer, type MetricsBuffer } from './metricsBuffer'

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
    learningRate: losses.map(() => 0.01),
    imagesPerSecond: losses.map(() => 100),
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

describe('the figures of the current epoch', () => {
  const STEPS = {
    epoch: [0.5, 1, 1.5],
    loss: [4, 2, 1],
    accuracy: [0.25, 0.75, 0.5],
    learningRate: [0.01, 0.01, 0.01],
    imagesPerSecond: [100, 100, 100],
  }

  it('are means over its steps so far, and over no step of the epoch before', () => {
    const { metrics } = createWithFrames()
    expect(metrics.current()).toBeUndefined()
    metrics.addPoints(STEPS)
    expect(metrics.current()).toEqual({ epoch: 2, ended: false, loss: 1, accuracy: 0.5 })
    metrics.addPoints({ epoch: [2], loss: [3], accuracy: [1], learningRate: [0.01], imagesPerSecond: [100] })
    expect(metrics.current()).toEqual({ epoch: 2, ended: false, loss: 2, accuracy: 0.75 })
  })

  it('are its own means once it has ended, in which a short last batch counts for its images', () => {
    const { metrics } = createWithFrames()
    metrics.addPoints({
      epoch: [0.5, 1],
      loss: [4, 2],
      accuracy: [0.25, 0.75],
      learningRate: [0.01, 0.01],
      imagesPerSecond: [100, 100],
    })
    expect(metrics.current()).toEqual({ epoch: 1, ended: false, loss: 3, accuracy: 0.5 })
    metrics.addEpoch({ epoch: 1, train: { loss: 3.6, accuracy: 0.4 }, learningRate: 0.01 })
    expect(metrics.current()).toEqual({ epoch: 1, ended: true, loss: 3.6, accuracy: 0.4 })
    metrics.addPoints({ epoch: [1.5], loss: [1], accuracy: [1], learningRate: [0.01], imagesPerSecond: [100] })
    expect(metrics.current()).toEqual({ epoch: 2, ended: false, loss: 1, accuracy: 1 })
  })

  it('are the same whether steps come one by one or all at once', () => {
    const { metrics } = createWithFrames()
    for (const [i, epoch] of STEPS.epoch.entries()) {
      metrics.addPoints({
        epoch: [epoch],
        loss: [STEPS.loss[i] ?? 0],
        accuracy: [STEPS.accuracy[i] ?? 0],
        learningRate: [0.01],
        imagesPerSecond: [100],
      })
    }
    expect(metrics.current()).toEqual({ epoch: 2, ended: false, loss: 1, accuracy: 0.5 })
  })

  it('are gone when a run begins again', () => {
    const { metrics } = createWithFrames()
    metrics.addPoints(STEPS)
    metrics.addEpoch({ epoch: 2, train: { loss: 4, accuracy: 0.2 }, learningRate: 0.01 })
    metrics.truncate(0)
    expect(metrics.current()).toBeUndefined()
    expect(metrics.epochs()).toEqual([])
    expect(metrics.buckets('loss', 10)).toEqual([])
  })
})

describe('a run that goes on from an earlier epoch', () => {
  it('drops what came after it, and draws it anew', () => {
    const { metrics } = createWithFrames()
    const epochOf = (epoch: number) => ({
      epoch: [epoch - 0.5, epoch],
      loss: [epoch + 0.5, epoch],
      accuracy: [0.5, 0.5],
      learningRate: [0.01, 0.01],
      imagesPerSecond: [100, 100],
    })
    for (const epoch of [1, 2]) {
      metrics.addPoints(epochOf(epoch))
      metrics.addEpoch({ epoch, train: { loss: epoch, accuracy: 0.5 }, learningRate: 0.01 })
    }
    metrics.addPoints({ epoch: [2.5], loss: [9], accuracy: [0], learningRate: [0.01], imagesPerSecond: [100] })
    metrics.truncate(1)
    expect(metrics.epochs().map(({ epoch }) => epoch)).toEqual([1])
    expect(metrics.current()).toMatchObject({ epoch: 1, ended: true })
    metrics.addPoints(epochOf(2))
    expect(metrics.buckets('loss', 10).map(({ epoch, mean }) => [epoch, mean])).toEqual([
      [0.5, 1.5],
      [1, 1],
      [1.5, 2.5],
      [2, 2],
    ])
    metrics.truncate(1.5)
    expect(metrics.current()).toEqual({ epoch: 2, ended: false, loss: 2.5, accuracy: 0.5 })
    metrics.truncate(0)
    expect([metrics.epochs(), metrics.buckets('loss', 10), metrics.current()]).toEqual([[], [], undefined])
  })
})

describe('the log of a run', () => {
  const said = (epoch: number, step: number, did: 'rate' | 'stop' = 'rate') => ({
    place: { epoch, step, steps: 10 },
    did,
    message: `epoch ${epoch}, step ${step}`,
  })

  it('is in order, and drops what came behind the place from which the run goes on', () => {
    const { metrics } = createWithFrames()
    expect(metrics.log()).toEqual([])
    for (const event of [said(1, 10), said(2, 4), said(2, 10, 'stop')]) metrics.addToLog(event)
    expect(metrics.log()).toEqual([
      { position: 1, did: 'rate', message: 'epoch 1, step 10' },
      { position: 1.4, did: 'rate', message: 'epoch 2, step 4' },
      { position: 2, did: 'stop', message: 'epoch 2, step 10' },
    ])
    // Who reads it sees the same list until it changes.
    expect(metrics.log()).toBe(metrics.log())
    metrics.truncate(1.4)
    expect(metrics.log().map(({ position }) => position)).toEqual([1, 1.4])
  })

  it('knows the rate of the latest step', () => {
    const { metrics } = createWithFrames()
    expect(metrics.lastRate()).toBeUndefined()
    metrics.addPoints({
      epoch: [0.5, 1],
      loss: [1, 1],
      accuracy: [0, 0],
      learningRate: [0.01, 0.002],
      imagesPerSecond: [100, 100],
    })
    expect(metrics.lastRate()).toBe(0.002)
    expect(metrics.buckets('learningRate', 8).map(({ mean }) => mean)).toEqual([0.01, 0.002])
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
