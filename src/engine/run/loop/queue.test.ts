/** The run loop keeps a device at work, whatever its steps take and however late its readings come. */
import { createRandom } from '../../../model/random'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Recipe } from '../../../model/training/recipe'
import { STRIPES_RECIPE } from '../../stripes.fixture'
import { createGate } from './gate'
import type { LoopEvent, RunEnd } from './loop'
import { after, atPolls, queueDevice, type DeviceOnPaper, type QueuedDevice } from './queuedDevice.fixture'
import { runTraining } from './runLoop'

afterEach(() => vi.restoreAllMocks())

interface Task extends Partial<Recipe> {
  readonly steps: number
  readonly tests?: number
}

async function train(
  device: QueuedDevice,
  { steps, tests = 0, ...recipe }: Task,
): Promise<{ readonly events: readonly LoopEvent[]; readonly end: RunEnd }> {
  const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row)
  const count = Math.max(steps, tests)
  const examples = { labels: new Uint16Array(count), classes: ['a', 'b'] }
  const loop = runTraining({
    trainer: device.trainer,
    examples: { ...examples, train: rows(steps), validation: rows(0), test: rows(tests) },
    recipe: { ...STRIPES_RECIPE, epochs: 1, batchSize: 1, ...recipe },
    gate: createGate(),
    signal: new AbortController().signal,
  })
  const events: LoopEvent[] = []
  const follow = async (): Promise<RunEnd> => {
    for (;;) {
      const { done, value } = await loop.next()
      if (done) return value
      events.push(value)
    }
  }
  const end = await device.drive(follow())
  return { events, end }
}

/** Steps a second, from one time to another. */
function rateBetween(from: number, to: number, { reads }: QueuedDevice): number {
  const within = reads.filter(({ at }) => at > from && at <= to)
  return (1000 * within.reduce((sum, { steps }) => sum + steps, 0)) / (to - from)
}

const onPaper = (step: number, readAt: DeviceOnPaper['readAt']): QueuedDevice =>
  queueDevice({ step, classification: step / 3, readAt })

describe('training', () => {
  it.each([
    [0.4, '1 ms', after(1)],
    [0.4, '17 ms', after(17)],
    [0.4, '20 ms', after(20)],
    [0.4, '60 ms', after(60)],
    [0.4, 'a poll every 16.7 ms', atPolls(16.7)],
    [0.4, 'a poll every 100 ms', atPolls(100)],
    [2.3, 'a poll every 100 ms', atPolls(100)],
    [15, 'a poll every 100 ms', atPolls(100)],
    [0.05, '20 ms', after(20)],
    [5, '0.1 ms', after(0.1)],
    [90, '2 ms', after(2)],
    [400, '2 ms', after(2)],
  ])('by steps of %d ms that are read after %s does nine of ten possible ones', async (step, _, readAt) => {
    const device = onPaper(step, readAt)
    const seconds = step < 10 ? 8 : 40
    await train(device, { steps: Math.ceil((seconds * 1000) / step) })
    const settled = 3000
    expect(rateBetween(settled, seconds * 1000, device)).toBeGreaterThanOrEqual(0.9 * (1000 / step))
    expect(device.longestQueue).toBeLessThanOrEqual(Math.max(300, step))
  })

  it('finds the rate within three seconds even where readings come at polls of 100 ms', async () => {
    const device = onPaper(0.4, atPolls(100))
    await train(device, { steps: 10_000 })
    expect(rateBetween(0, 3000, device)).toBeGreaterThan(0.3 * 2500)
    expect(rateBetween(3000, 4000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
  })

  it('keeps its pace from epoch to epoch', async () => {
    const device = onPaper(0.4, after(20))
    await train(device, { steps: 250, epochs: 50 })
    // An epoch is 100 ms of work. What is left at its end is read before the next begins.
    expect(rateBetween(1000, device.clock, device)).toBeGreaterThan(0.75 * 2500)
  })

  it('finds back to its rate when readings begin to come late', async () => {
    const device = onPaper(0.4, (done) => done + (done < 5000 ? 1 : 80))
    await train(device, { steps: 50_000 })
    expect(rateBetween(1000, 5000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
    expect(rateBetween(12_000, 19_000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
  })
})

describe('training on a device that is hard to measure', () => {
  it.each([
    [1, 0.4, 20],
    [16.7, 0.4, 20],
    [100, 0.05, 1],
    [100, 0.4, 20],
    [100, 2.3, 1],
    [100, 15, 20],
  ])(
    'does nine of ten possible steps by a clock of %d ms: steps of %d ms, read %d ms later',
    async (resolution, step, latency) => {
      const device = queueDevice({ step, classification: step / 3, readAt: after(latency), resolution })
      await train(device, { steps: Math.ceil(8000 / step) })
      expect(rateBetween(3000, 8000, device)).toBeGreaterThanOrEqual(0.9 * (1000 / step))
      expect(device.longestQueue).toBeLessThanOrEqual(300)
    },
  )

  it('comes to an end where no time passes at all', async () => {
    const device = queueDevice({ step: 0, classification: 0, readAt: after(0) })
    const { end } = await train(device, { steps: 1000, epochs: 3, tests: 1000 })
    expect(end).toMatchObject({ kind: 'finished', test: { images: 1000 } })
    expect(device.mostReads).toBeLessThanOrEqual(256)
  })

  it.each([1, 2, 3])('does nine of ten possible steps where none is like another, draw %i', async (seed) => {
    const random = createRandom(seed)
    const device = queueDevice({ step: () => 0.8 * random.next(), classification: 0.1, readAt: after(20) })
    await train(device, { steps: 20_000 })
    expect(rateBetween(3000, 8000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
  })

  it.each([1, 2, 3, 4])('finds its rate where each reading comes late by another time, draw %i', async (seed) => {
    const random = createRandom(seed)
    const device = onPaper(0.4, (done) => done + 100 * random.next())
    await train(device, { steps: 50_000 })
    expect(rateBetween(10_000, 19_000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
  })

  it.each([
    ['twice', 0.8],
    ['ten times', 4],
  ])('follows one that becomes %s as fast', async (_, before) => {
    const device = queueDevice({ step: (at) => (at < 4000 ? before : 0.4), classification: 0.1, readAt: after(60) })
    await train(device, { steps: 40_000 })
    expect(rateBetween(11_000, 16_000, device)).toBeGreaterThanOrEqual(0.9 * 2500)
  })

  it.each([1, 2, 3, 6, 20])('takes one round trip an epoch of %i steps', async (steps) => {
    const device = onPaper(0.4, after(60))
    await train(device, { steps, epochs: 150 })
    const epoch = 60 + 0.4 * steps
    // A checkpoint a second is one round trip more.
    const possible = (1000 * steps) / (epoch * (1 + 60 / 1000))
    expect(rateBetween(3000, device.clock, device)).toBeGreaterThanOrEqual(0.9 * possible)
  })
})

describe('looking at images', () => {
  it.each([after(100), atPolls(100)])(
    'never has more than 64 batches in flight, however fast they are',
    async (readAt) => {
      const device = queueDevice({ step: 0.4, classification: 0.01, readAt })
      const { end } = await train(device, { steps: 1, tests: 100_000 })
      expect(end).toMatchObject({ kind: 'finished', test: { images: 100_000 } })
      expect(device.mostReads).toBeLessThanOrEqual(64)
      // 400 batches one by one would take 40 seconds.
      expect(device.clock).toBeLessThan(3000)
    },
  )

  it('keeps several batches in flight: 10,000 images are no forty round trips', async () => {
    const device = queueDevice({ step: 0.4, classification: 0.1, readAt: atPolls(100) })
    const { end } = await train(device, { steps: 10, tests: 10_000 })
    expect(end).toMatchObject({ kind: 'finished', test: { images: 10_000, accuracy: 1, loss: 1 } })
    expect(device.waits).toBeLessThan(15)
  })
})

describe('checkpoints', () => {
  it('are read about once a second, and at the end, where epochs are short', async () => {
    const device = onPaper(0.4, after(2))
    const { events, end } = await train(device, { steps: 100, epochs: 100 })
    const saved = events.filter(({ type }) => type === 'saved')
    const seconds = device.clock / 1000
    expect(seconds).toBeGreaterThan(4)
    expect(saved.length).toBeGreaterThan(seconds / 2)
    expect(saved.length).toBeLessThanOrEqual(seconds + 2)
    expect(events.filter(({ type }) => type === 'epochEnd')).toHaveLength(100)
    expect(end).toMatchObject({ kind: 'finished', checkpoint: { epoch: 101 } })
  })
})
