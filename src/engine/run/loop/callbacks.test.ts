/** Callbacks, schedules and rates set by hand, in runs on a real trainer. */
import { describe, expect, it } from 'vitest'
import { ratesFrom } from '../../../model/training/schedules/schedules'
import type { Recipe } from '../../../model/training/recipe'
import { STRIPES_RECIPE } from '../../stripes.fixture'
import type { LoopEvent, RunEnd } from './loop'
import { numbersOf, ofType, run } from './runOnStripes.fixture'

const { earlyStopping, reduceLROnPlateau, modelCheckpoint } = STRIPES_RECIPE

/** Of the 170 images that train, in batches of 16. */
const STEPS = 11
const BASE = Math.fround(STRIPES_RECIPE.learningRate)

/** Only the first look counts as an improvement, so that the first epoch is the best. */
const never = { minDelta: 100 }
const stopsInThree = { earlyStopping: { ...earlyStopping, on: true, patience: 2, ...never } }
const halves = { reduceLROnPlateau: { ...reduceLROnPlateau, on: true, patience: 1, factor: 0.5, minLr: 0, ...never } }

const logOf = (events: readonly LoopEvent[]) => ofType(events, 'callback').map(({ message }) => message)
const ratesOf = (events: readonly LoopEvent[]) => ofType(events, 'points').flatMap(({ points }) => points.learningRate)
const lossesOf = (events: readonly LoopEvent[]) => ofType(events, 'points').flatMap(({ points }) => points.loss)
const finished = (end: RunEnd) => {
  if (end.kind !== 'finished') throw new Error(`ended as ${end.kind}`)
  return end
}

describe('early stopping', () => {
  it('ends the run, and gives the model the weights of its best epoch back', async () => {
    const one = finished((await run({ epochs: 1 })).end)
    const { events, end } = await run({ epochs: 10, ...stopsInThree })
    expect(finished(end)).toMatchObject({ stoppedEarly: 'val_loss did not fall for 2 epochs', weightsOf: 1 })
    expect(ofType(events, 'epochEnd').map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    expect(logOf(events)).toEqual([
      'Epoch 3: stopped early: val_loss did not fall for 2 epochs; weights of epoch 1 restored',
    ])
    expect(numbersOf(end)).toEqual(numbersOf(one))
    // They are what is tested.
    expect(finished(end).test).toEqual(one.test)
  })

  it('goes on after that as a second fit does: from those weights, with the optimizer as it was and its patience anew', async () => {
    const first = finished((await run({ epochs: 10, ...stopsInThree })).end)
    const three = finished((await run({ epochs: 3 })).end)
    expect(first.checkpoint.state.moments).toEqual(three.checkpoint.state.moments)
    const { events, end } = await run({ epochs: 10, ...stopsInThree }, undefined, first.checkpoint)
    expect(ofType(events, 'epochEnd').map(({ epoch }) => epoch)).toEqual([4, 5, 6])
    expect(logOf(events)).toEqual([
      'Epoch 6: stopped early: val_loss did not fall for 2 epochs; weights of epoch 4 restored',
    ])
    expect(numbersOf(end)).not.toEqual(numbersOf(first))
  })

  it('gives the best weights back where the epochs ran out, and leaves the last ones where it is not asked to', async () => {
    const one = finished((await run({ epochs: 1 })).end)
    const patient = { earlyStopping: { ...stopsInThree.earlyStopping, patience: 9 } }
    const { events, end } = await run({ epochs: 3, ...patient })
    expect(logOf(events)).toEqual(['Epoch 3: weights of epoch 1 restored'])
    expect(numbersOf(end)).toEqual(numbersOf(one))
    expect(finished(end).stoppedEarly).toBeUndefined()

    const three = finished((await run({ epochs: 3 })).end)
    const unrestored = { earlyStopping: { ...stopsInThree.earlyStopping, restoreBestWeights: false } }
    const stopped = await run({ epochs: 9, ...unrestored })
    expect(logOf(stopped.events)).toEqual(['Epoch 3: stopped early: val_loss did not fall for 2 epochs'])
    expect(numbersOf(stopped.end)).toEqual(numbersOf(three))
  })

  it('is not asked again where the run was stopped before its test: it is only tested', async () => {
    const whole = await run({ epochs: 10, ...stopsInThree })
    const { end } = await run({ epochs: 10, ...stopsInThree }, (event, { stop }) => {
      if (event.type === 'callback') stop.abort()
    })
    if (end.kind !== 'stopped') throw new Error(`ended as ${end.kind}`)
    const rest = await run({ epochs: 10, ...stopsInThree }, undefined, end.checkpoint)
    expect(ofType(rest.events, 'points')).toEqual([])
    expect(rest.end).toEqual(whole.end)
  })
})

describe('keeping the best model', () => {
  const keeps = { modelCheckpoint: { ...modelCheckpoint, on: true, monitor: 'val_accuracy' } } as const

  it('leaves the run alone, and the model is that of the best epoch', async () => {
    // A rate at which it learns at first and then no more.
    const recipe = { epochs: 4, ...keeps, modelCheckpoint: { ...keeps.modelCheckpoint, mode: 'min' } } as const
    const plain = finished((await run({ epochs: 4 })).end)
    const { events, end } = await run(recipe)
    const { checkpoint, weightsOf, test } = finished(end)
    expect(checkpoint.state).toEqual(plain.checkpoint.state)
    const looks = ofType(events, 'epochEnd').map(({ validation }) => validation!.accuracy)
    const worst = looks.indexOf(Math.min(...looks)) + 1
    expect(worst).toBeLessThan(4)
    expect(weightsOf).toBe(worst)
    expect(logOf(events)).toEqual([`Epoch 4: the model is that of epoch ${worst}`])
    const short = finished((await run({ epochs: worst })).end)
    expect(checkpoint.care.kept.modelCheckpoint).toEqual({ epoch: worst, weights: short.checkpoint.state.weights })
    expect(test).toEqual(short.test)
  })
})

describe('a run that goes wrong', () => {
  it('leaves the best model that was kept', async () => {
    const sgd = { optimizer: 'sgd' } as const
    const keeps = { modelCheckpoint: { ...modelCheckpoint, on: true, monitor: 'loss' } } as const
    const { end } = await run({ epochs: 4, ...sgd, ...keeps }, (event, { gate }) => {
      if (event.type === 'epochEnd' && event.epoch === 2) gate.handRate(1e38)
    })
    if (end.kind !== 'failed') throw new Error(`ended as ${end.kind}`)
    expect(end.message).toMatch(/became infinite or not a number in epoch 3/)
    const two = await run({ epochs: 2, ...sgd })
    expect(numbersOf(end)).toEqual(numbersOf(two.end))
  })
})

describe('a plateau', () => {
  it('takes smaller steps from the next epoch on, as the points and the log say', async () => {
    const { events, end } = await run({ epochs: 4, ...halves })
    expect(end.kind).toBe('finished')
    expect(logOf(events)).toEqual([
      'Epoch 2: learning rate 0.01',
      'Epoch 3: learning rate 0.005',
      'Epoch 4: learning rate 0.0025',
    ])
    const rates = [BASE, BASE, Math.fround(BASE / 2), Math.fround(BASE / 4)]
    expect(ratesOf(events)).toEqual(rates.flatMap((rate) => new Array<number>(STEPS).fill(rate)))
    expect(ofType(events, 'epochEnd').map(({ learningRate }) => learningRate)).toEqual(rates)
    const plain = await run({ epochs: 4 })
    expect(lossesOf(events).slice(0, 2 * STEPS)).toEqual(lossesOf(plain.events).slice(0, 2 * STEPS))
    expect(lossesOf(events).slice(2 * STEPS)).not.toEqual(lossesOf(plain.events).slice(2 * STEPS))
  })

  it('trains by the rate that it says: half of it, as if the recipe had said so', async () => {
    const sgd = { optimizer: 'sgd' } as const
    const reduced = await run({ epochs: 3, ...sgd, ...halves })
    const two = ofType((await run({ epochs: 2, ...sgd })).events, 'saved').at(-1)!.checkpoint
    const anew = await run({ epochs: 3, ...sgd, learningRate: BASE / 2 }, undefined, two)
    expect(numbersOf(anew.end)).toEqual(numbersOf(reduced.end))
  })
})

describe('a schedule', () => {
  const scheduled = {
    epochs: 3,
    schedule: { kind: 'cosineDecay' },
    cosineDecay: { decaySteps: null, alpha: 0.1, warmupSteps: 5 },
  } as const
  const planned = { ofEpoch: STEPS, ofRun: 3 * STEPS }
  const recipe: Recipe = { ...STRIPES_RECIPE, ...scheduled }

  it('gives each step its rate', async () => {
    const { events } = await run(scheduled)
    expect(ratesOf(events)).toEqual([...ratesFrom(recipe, 0, 3 * STEPS, planned)])
    // A warm-up begins at 0.
    expect(ratesOf(events)[0]).toBe(0)
  })
})

describe('a run with callbacks or a schedule goes on bit for bit', () => {
  const cases: readonly (readonly [string, Partial<Recipe>])[] = [
    ['a plateau', halves],
    ['early stopping', { earlyStopping: { ...stopsInThree.earlyStopping, patience: 3 } }],
    ['the best model', { modelCheckpoint: { ...modelCheckpoint, on: true } }],
    ['one cycle', { schedule: { kind: 'oneCycle' } }],
    ['restarts', { schedule: { kind: 'cosineDecayRestarts' } }],
  ]
  it.each(cases)('after each epoch, and in the midst of one: %s', async (_, care) => {
    const changes = { epochs: 5, batchSize: 8, ...care }
    const whole = await run(changes)
    for (const { checkpoint } of ofType(whole.events, 'saved').slice(0, 3)) {
      const rest = await run(changes, undefined, checkpoint)
      expect(rest.end).toEqual(whole.end)
    }
    for (const steps of [3, 30, 47]) {
      const first = await run(changes, undefined, undefined, (begun, { stop }) => {
        if (begun >= steps) stop.abort()
      })
      if (first.end.kind !== 'stopped') throw new Error(`ended as ${first.end.kind}`)
      const rest = await run(changes, undefined, first.end.checkpoint)
      expect(rest.end).toEqual(whole.end)
      expect([...ratesOf(first.events), ...ratesOf(rest.events)]).toEqual(ratesOf(whole.events))
      expect([...lossesOf(first.events), ...lossesOf(rest.events)]).toEqual(lossesOf(whole.events))
      expect([...logOf(first.events), ...logOf(rest.events)]).toEqual(logOf(whole.events))
    }
  })
})

describe('a learning rate that is set by hand', () => {
  /** Pauses at a step of the second epoch, sets the rate, and goes on, or stops. */
  const setAt = (wanted: number, thenStops = false, changes: Partial<Recipe> = {}) => {
    let paused = false
    return run(
      { epochs: 3, batchSize: 4, ...changes },
      (event, { gate, stop }) => {
        if (event.type === 'paused')
          setTimeout(() => {
            gate.handRate(Math.fround(0.0005))
            if (!thenStops) setTimeout(() => gate.open())
          })
        if (event.type === 'callback' && thenStops) stop.abort()
      },
      undefined,
      (begun, { gate }) => {
        if (begun < wanted || paused) return
        paused = true
        gate.close()
      },
    )
  }
  /** Steps of 4 of 170 images. */
  const MANY = 43

  it('counts from the next step on, for good, and is in the log', async () => {
    const { events, end } = await setAt(MANY + 10)
    expect(end.kind).toBe('finished')
    const rates = ratesOf(events)
    const changed = rates.indexOf(Math.fround(0.0005))
    expect(changed).toBeGreaterThanOrEqual(MANY + 10)
    expect(rates.slice(0, changed).every((rate) => rate === BASE)).toBe(true)
    expect(rates.slice(changed).every((rate) => rate === Math.fround(0.0005))).toBe(true)
    // How many steps are queued by then follows the clock.
    const [epoch, step] = [Math.ceil(changed / MANY), ((changed - 1) % MANY) + 1]
    const said = step === MANY ? `Epoch ${epoch}` : `Step ${step} of epoch ${epoch}`
    expect(logOf(events)).toEqual([`${said}: learning rate set to 0.0005 by hand`])
    expect(ofType(events, 'callback')[0]!.place).toEqual({ epoch, step, steps: MANY })
  })

  it('is kept when the run is stopped, though no step was trained by it', async () => {
    const first = await setAt(MANY + 10, true)
    if (first.end.kind !== 'stopped') throw new Error(`ended as ${first.end.kind}`)
    expect(ratesOf(first.events)).not.toContain(Math.fround(0.0005))
    const rest = await run({ epochs: 3, batchSize: 4 }, undefined, first.end.checkpoint)
    expect(new Set(ratesOf(rest.events))).toEqual(new Set([Math.fround(0.0005)]))
  })

  it('takes the place of a schedule', async () => {
    const { events } = await setAt(MANY + 10, false, { schedule: { kind: 'stepDecay' } })
    expect(logOf(events)[0]).toMatch(/: learning rate set to 0\.0005 by hand, instead of the schedule$/)
    expect(ratesOf(events).at(-1)).toBe(Math.fround(0.0005))
  })
})
