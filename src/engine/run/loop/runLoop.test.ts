import type { RunEnd, LoopEvent } from './loop'
import { initialWeights } from '../../../model/graph/initialise'
import type { Weights } from '../../../model/graph/weights'
import { describe, expect, it } from 'vitest'
import { createGate } from './gate'
import { runTraining } from './runLoop'
import { epochsOf, numbersOf, ofType, run, type Started } from './runOnStripes.fixture'
import { STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import type { Trainer } from '../../trainer'

/** Waits for so many turns of the event loop. Whatever can go on by itself has then gone on. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve))
}

describe('a training run', () => {
  it('learns, and tells what it did', async () => {
    const { events, end } = await run({ epochs: 8 })
    expect(end.kind).toBe('finished')
    const test = end.kind === 'finished' ? end.test : undefined
    expect(test?.accuracy).toBeGreaterThan(0.95)
    expect(test?.images).toBe(60)
    expect(test?.confusion.reduce((sum, count) => sum + count)).toBe(60)

    const ends = ofType(events, 'epochEnd')
    expect(ends.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(ends.every(({ validation }) => validation?.images === 30)).toBe(true)
    expect(ends.at(-1)!.train.loss).toBeLessThan(ends[0]!.train.loss)

    // 170 images in batches of 16: ten whole ones and one of ten.
    const points = ofType(events, 'points').map((event) => event.points)
    const epochs = points.flatMap(({ epoch }) => epoch)
    expect(epochs).toHaveLength(8 * 11)
    expect(epochs[0]).toBeCloseTo(1 / 11)
    expect(epochs.at(-1)).toBe(8)
    expect(epochs.toSorted((a, b) => a - b)).toEqual(epochs)
  })

  it('reports the mean over all images of an epoch, the short last batch by its size', async () => {
    const { events } = await run({ epochs: 1 })
    const [points] = ofType(events, 'points').reduce<{ loss: number[]; accuracy: number[] }[]>(
      ([all], { points: more }) => [
        { loss: [...all!.loss, ...more.loss], accuracy: [...all!.accuracy, ...more.accuracy] },
      ],
      [{ loss: [], accuracy: [] }],
    )
    const sizes = [...new Array<number>(10).fill(16), 10]
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value, i) => sum + value * sizes[i]!, 0) / 170
    const [end] = ofType(events, 'epochEnd')
    expect(end!.train.loss).toBeCloseTo(mean(points!.loss), 10)
    expect(end!.train.accuracy).toBeCloseTo(mean(points!.accuracy), 10)
  })

  it('gives the same weights for the same seed, and others for another', async () => {
    const [first, second, other] = [await run(), await run(), await run({ seed: 43 })]
    expect(numbersOf(second.end)).toEqual(numbersOf(first.end))
    expect(numbersOf(other.end)).not.toEqual(numbersOf(first.end))
  })

  it.each(['adam', 'rmsprop', 'sgd'] as const)(
    'goes on after an epoch as if it had never stopped, under %s',
    async (optimizer) => {
      const whole = await run({ optimizer })
      const saved = ofType(whole.events, 'saved')[1]!.checkpoint
      const rest = await run({ optimizer }, undefined, saved)
      expect(epochsOf(rest.events)).toEqual(epochsOf(whole.events).slice(2))
      expect(numbersOf(rest.end)).toEqual(numbersOf(whole.end))
      expect(rest.end).toMatchObject({ test: whole.end.kind === 'finished' && whole.end.test })
    },
  )

  it('only tests when all epochs had ended', async () => {
    const whole = await run()
    const { events, end } = await run({}, undefined, ofType(whole.events, 'saved')[2]!.checkpoint)
    expect(ofType(events, 'points')).toEqual([])
    expect(end).toEqual(whole.end)
  })

  it('has no weights of its own when it is stopped before the first step', async () => {
    const stop = new AbortController()
    stop.abort()
    const trainer = scriptedTrainer([1], new Map())
    const rows = Uint32Array.of(0)
    const examples = { labels: Uint16Array.of(0), classes: ['a'], train: rows, validation: rows, test: rows }
    const loop = runTraining({ trainer, examples, recipe: STRIPES_RECIPE, gate: createGate(), signal: stop.signal })
    expect((await loop.next()).value).toEqual({ kind: 'stopped' })
  })

  it('does not depend on when it was paused', async () => {
    const straight = await run({ epochs: 2 })
    const paused = await run({ epochs: 2 }, (event, { gate }) => {
      if (event.type === 'points') gate.close()
      if (event.type === 'paused') void turns(3).then(() => gate.open())
    })
    expect(ofType(paused.events, 'paused').length).toBeGreaterThan(0)
    expect(ofType(paused.events, 'resumed')).toHaveLength(ofType(paused.events, 'paused').length)
    expect(numbersOf(paused.end)).toEqual(numbersOf(straight.end))
  })

  it('does nothing while paused', async () => {
    let during = 0
    let paused = false
    const count = (): void => void (during += Number(paused))
    const hear = (event: LoopEvent, { gate }: Started): void => {
      if (event.type !== 'resumed') count()
      if (event.type === 'points' && !paused) gate.close()
      if (event.type === 'paused') {
        paused = true
        void turns(20).then(() => {
          paused = false
          gate.open()
        })
      }
    }
    const { events } = await run({ epochs: 1, batchSize: 8 }, hear, undefined, count)
    expect(ofType(events, 'resumed').length).toBeGreaterThan(0)
    expect(during).toBe(0)
  })

  it('stops while it trains and keeps the weights so far', async () => {
    const { events, end } = await run({ epochs: 1000 }, (event, { stop }) => {
      if (event.type === 'points') stop.abort()
    })
    if (end.kind !== 'stopped') throw new Error(`ended as ${end.kind}`)
    expect(end.checkpoint!.epoch).toBe(1)
    expect(end.checkpoint!.soFar.steps).toBeLessThanOrEqual(11)
    expect(ofType(events, 'epochEnd').length).toBeLessThanOrEqual(1)
    const initial = initialWeights(STRIPES_STACK, STRIPES_SHAPE, STRIPES_RECIPE.seed)
    expect(numbersOf(end)).not.toEqual([...initial].map(([key, values]) => [key, [...values]]))
  })

  it.each([
    ['after some steps of an epoch', 0, 2],
    ['while it validates', 2, undefined],
    ['before it is tested', 3, undefined],
  ] as const)('goes on bit for bit when it was stopped %s', async (_, epochs, steps) => {
    const changes = { batchSize: 4, optimizer: 'adam' } as const
    const whole = await run(changes)
    const first = await run(
      changes,
      (event, { stop }) => {
        if (event.type === 'points' && event.points.epoch.at(-1) === epochs) stop.abort()
      },
      undefined,
      (begun, { stop }) => {
        if (steps !== undefined && begun >= steps) stop.abort()
      },
    )
    if (first.end.kind !== 'stopped') throw new Error(`ended as ${first.end.kind}`)
    expect(Math.floor(ofType(first.events, 'points').at(-1)!.points.epoch.at(-1)!)).toBe(epochs)
    const rest = await run(changes, undefined, first.end.checkpoint)
    expect(numbersOf(rest.end)).toEqual(numbersOf(whole.end))
    expect(rest.end).toEqual(whole.end)
    const stepsOf = ({ events }: typeof whole) => ofType(events, 'points').flatMap(({ points }) => points.loss)
    expect([...stepsOf(first), ...stepsOf(rest)]).toEqual(stepsOf(whole))
    const told = ({ events }: typeof whole) => epochsOf(events)
    expect([...told(first), ...told(rest)]).toEqual(told(whole))
  })

  it('stops while it is paused', async () => {
    const { end } = await run({}, (event, { gate, stop }) => {
      if (event.type === 'points') gate.close()
      if (event.type === 'paused') setTimeout(() => stop.abort())
    })
    expect(end.kind).toBe('stopped')
  })

  it('fails in words when the loss is no number any more, and keeps the last good weights', async () => {
    const { end } = await run({ optimizer: 'sgd', learningRate: 1e38, epochs: 2 })
    if (end.kind !== 'failed') throw new Error(`ended as ${end.kind}`)
    expect(end.message).toMatch(
      /^The loss became infinite or not a number in epoch 1, step \d+: try a smaller learning rate\.$/,
    )
    expect(end.weights).toBeUndefined()
  })
})

/** A trainer that answers from a list: for what the real one can't be brought to do at will. */
function scriptedTrainer(losses: readonly number[], weights: Weights): Trainer {
  let queued = 0
  let read = 0
  return {
    loadWeights: () => undefined,
    beginEpoch: () => undefined,
    setRates: () => undefined,
    trainBatches: (atMost) => {
      queued += atMost
      return atMost
    },
    readSteps: () => {
      const steps = losses.slice(read, queued).map((loss) => ({ images: 1, loss, correct: 0 }))
      read = queued
      return Promise.resolve(steps)
    },
    lookAtStep: () => Promise.reject(new Error('Nobody looks at its steps')),
    classify: (rows) =>
      Promise.resolve({
        lossSum: rows.length,
        predicted: new Int32Array(rows.length),
        rank: new Int32Array(rows.length),
      }),
    readWeights: () => Promise.resolve(weights),
    saveState: () =>
      Promise.resolve({
        kind: 'tfjs',
        weights,
        moments: [],
        counters: { step: 0 },
        order: new Uint32Array(),
      }),
    restoreState: () => undefined,
    dispose: () => undefined,
  }
}

describe('a run that goes wrong later', () => {
  const rows = Uint32Array.of(0, 1)
  const examples = { labels: Uint16Array.of(0, 1), classes: ['a', 'b'], train: rows, validation: rows, test: rows }
  const recipe = { ...STRIPES_RECIPE, batchSize: 1, epochs: 3 }

  const endOf = async (trainer: Trainer): Promise<RunEnd> => {
    const signal = new AbortController().signal
    const loop = runTraining({ trainer, examples, recipe, gate: createGate(), signal, saveEvery: 0 })
    for (;;) {
      const { done, value } = await loop.next()
      if (done) return value
    }
  }

  it('names the epoch and the step, and keeps the weights of the epoch before', async () => {
    const weights = new Map([['dense/kernel', Float32Array.of(1)]])
    const end = await endOf(scriptedTrainer([1, 1, 1, Number.NaN, 1, 1], weights))
    expect(end).toEqual({
      kind: 'failed',
      message: 'The loss became infinite or not a number in epoch 2, step 2: try a smaller learning rate.',
      weights,
    })
  })

  it('does not go round for ever when the trainer has fewer rows than the epoch', async () => {
    const trainer = { ...scriptedTrainer([1, 1], new Map()), trainBatches: () => 0 }
    await expect(endOf(trainer)).rejects.toThrow('The trainer has no rows for 2 steps of epoch 1')
  })

  it('does not keep weights that are no numbers', async () => {
    const weights = new Map([['dense/kernel', Float32Array.of(Number.NaN)]])
    expect(await endOf(scriptedTrainer([1, 1], weights))).toEqual({
      kind: 'failed',
      message: 'The weights became infinite or not a number in epoch 1: try a smaller learning rate.',
    })
  })
})
