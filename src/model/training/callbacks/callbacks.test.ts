import { describe, expect, it } from 'vitest'
import { readCallbackTraces, type CallbackTrace } from '../../kerasVectors.fixture'
import { DEFAULT_RECIPE } from '../recipe'
import { endEpoch, type CallbackName, type CallbackSettings, type Decisions, type Memories } from './callbacks'
import { terminatesOn } from './terminateOnNaN'

const traces = readCallbackTraces()

/** Of Keras's own defaults, which a trace has where it names no argument. */
const KERAS_DEFAULTS = {
  earlyStopping: {
    minDelta: 0,
    patience: 0,
    mode: 'auto',
    baseline: null,
    restoreBestWeights: false,
    startFromEpoch: 0,
  },
  reduceLROnPlateau: { factor: 0.1, patience: 10, mode: 'auto', minDelta: 1e-4, cooldown: 0, minLr: 0 },
  modelCheckpoint: { mode: 'auto' },
} as const

/** `restore_best_weights` as `restoreBestWeights`. */
const inCamelCase = (name: string): string => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())

function settingsOf(name: CallbackName, { monitor, arguments: own }: CallbackTrace): CallbackSettings {
  const named = Object.fromEntries(Object.entries(own).map(([key, value]) => [inCamelCase(key), value]))
  return { ...DEFAULT_RECIPE, [name]: { ...KERAS_DEFAULTS[name], ...named, monitor, on: true } }
}

/** Asks one callback epoch by epoch, as a run does. */
function follow(name: CallbackName, trace: CallbackTrace) {
  const settings = settingsOf(name, trace)
  let memories: Memories = {}
  let learningRate = Math.fround(0.001)
  let kept = 0
  const seen: number[] = []
  let decisions: Decisions | undefined
  for (const [index, value] of trace.values.entries()) {
    const logs = { epoch: index + 1, [trace.monitor]: value ?? NaN }
    decisions = endEpoch(settings, memories, logs, learningRate)
    ;({ memories } = decisions)
    learningRate = decisions.learningRate ?? learningRate
    if (decisions.keepers.includes(name)) kept = index + 1
    if (name === 'reduceLROnPlateau') seen.push(Number(learningRate.toPrecision(7)))
    else if (name === 'modelCheckpoint') seen.push(kept)
    else seen.push((memories.earlyStopping as { wait: number }).wait)
    if (decisions.stops !== undefined) break
  }
  return { seen, stopped: decisions?.stops !== undefined, weightsOf: kept || seen.length, stops: decisions?.stops }
}

const named = (all: readonly CallbackTrace[]) =>
  all.map(
    (trace) => [`${trace.monitor} ${JSON.stringify(trace.arguments)} over ${trace.values.join(' ')}`, trace] as const,
  )

describe('callbacks do as Keras does', () => {
  it.each(named(traces.earlyStopping))('EarlyStopping: %s', (_, trace) => {
    const { seen, stopped, weightsOf } = follow('earlyStopping', trace)
    expect({ seen, stopped, weightsOf }).toEqual({
      seen: trace.seen,
      stopped: trace.stopped,
      weightsOf: trace.weightsOf,
    })
  })

  it.each(named(traces.reduceLROnPlateau))('ReduceLROnPlateau: %s', (_, trace) => {
    expect(follow('reduceLROnPlateau', trace).seen).toEqual(trace.seen)
  })

  it.each(named(traces.modelCheckpoint))('ModelCheckpoint: %s', (_, trace) => {
    expect(follow('modelCheckpoint', trace).seen).toEqual(trace.seen)
  })

  it.each(traces.terminateOnNaN)('TerminateOnNaN: a loss of $loss', ({ loss, stopped }) => {
    expect(terminatesOn(Number(loss.replace('inf', 'Infinity')))).toBe(stopped)
  })

  it('reduces the rate where the Keras project’s losses stumbled, and stops where they would have ended it', () => {
    const project = traces.reduceLROnPlateau.at(-1)!
    expect(project.values.slice(0, 4)).toEqual([0.058, 0.0544, 0.0366, 0.0329])
    // By two losses above that of epoch 4, and once more behind epoch 8.
    expect(follow('reduceLROnPlateau', project).seen).toEqual([
      0.001, 0.001, 0.001, 0.001, 0.001, 0.0002, 0.0002, 0.0002, 0.0002, 0.0001,
    ])
    const stopping = follow('earlyStopping', traces.earlyStopping.at(-1)!)
    expect(stopping).toMatchObject({ weightsOf: 4, stopped: true, stops: 'val_loss did not fall for 3 epochs' })
  })
})

describe('a callback', () => {
  it('is not asked when it is off, and does nothing without its metric', () => {
    expect(endEpoch(DEFAULT_RECIPE, {}, { epoch: 1, val_loss: 1 }, 0.001)).toEqual({ memories: {}, keepers: [] })
    const on = { ...DEFAULT_RECIPE.earlyStopping, on: true, patience: 0 }
    const settings = { ...DEFAULT_RECIPE, earlyStopping: on }
    const { memories } = endEpoch(settings, {}, { epoch: 1, val_loss: 1 }, 0.001)
    expect(endEpoch(settings, memories, { epoch: 2, loss: 1 }, 0.001)).toEqual({ memories, keepers: [] })
  })

  it('changes nothing of what it was given', () => {
    const on = { ...DEFAULT_RECIPE.earlyStopping, on: true }
    const settings = { ...DEFAULT_RECIPE, earlyStopping: on }
    const { memories } = endEpoch(settings, {}, { epoch: 1, val_loss: 1 }, 0.001)
    const copy = structuredClone(memories)
    endEpoch(settings, memories, { epoch: 2, val_loss: 2 }, 0.001)
    expect(memories).toEqual(copy)
  })

  it.each([
    [{ monitor: 'val_accuracy' as const }, [0.5, 0.4], 'val_accuracy did not rise for 1 epoch'],
    [
      { monitor: 'val_loss' as const, baseline: 0.1 },
      [0.5, 0.4, 0.3, 0.3],
      'val_loss did not get below 0.1 in 4 epochs',
    ],
  ])('says why it stops: %j', (change, values, stops) => {
    const patience = 'baseline' in change ? 3 : 1
    const settings = {
      ...DEFAULT_RECIPE,
      earlyStopping: { ...DEFAULT_RECIPE.earlyStopping, on: true, patience, ...change },
    }
    let memories: Memories = {}
    let said: string | undefined
    for (const [index, value] of values.entries()) {
      const logs = { epoch: index + 1, [change.monitor]: value }
      ;({ memories, stops: said } = endEpoch(settings, memories, logs, 0.001))
    }
    expect(said).toBe(stops)
  })
})
