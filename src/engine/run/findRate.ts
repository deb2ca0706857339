/** A sweep of learning rates over a model of its own, within a minute. */
import { breathe } from '../../common/breathe'
import { unlessAborted } from '../../common/unlessAborted'
import type { Dataset } from '../../data/dataset'
import { createRandom, STREAMS } from '../../model/random'
import {
  createSweepLog,
  planSweep,
  SWEEP,
  sweepRates,
  type SweepEnding,
  type SweepPoints,
} from '../../model/training/rateFinder'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import type { OpenDevice } from '../device/heldDevice'
import { CallFailure } from '../failures'
import type { DeviceEvent } from '../protocol/device'
import type { FindRateRequest, RateProgress, RateSweep } from '../protocol/rateFinder'
import type { StepMetrics, Trainer } from '../trainer'
import { requireRecipe, requireTrainable } from './checks'
import { firstWeightsOf, type FirstWeights } from './firstWeights'
import { examplesOf, type Examples } from './loop/examples'
import { classWeightsOf, normalisationOf } from './measureTrainImages'
import { shapeOf } from './summariseModel'
import { withTrainer } from './withTrainer'

/** Milliseconds from the call on: no step begins later. */
const TIME = 55_000
/** Steps are timed for so long, or so many of them, after a first one. */
const TRIAL_MILLISECONDS = 400
const TRIAL_STEPS = 10
/** What is queued at once takes about so long, so that Stop is heard. */
const PORTION_MILLISECONDS = 100

export interface FindRateParts {
  readonly dataset: Dataset
  /** A model to begin with. */
  readonly first?: FirstWeights
  readonly openDevice: OpenDevice
  readonly emit: (event: DeviceEvent | RateProgress) => void
  /** Milliseconds that it may take, 55 seconds unless told otherwise. */
  readonly time?: number
}

/** @throws CallFailure as `RateFinderCalls` says; DeviceFailure; the signal's reason. */
export async function findRate(
  { stack, recipe }: Pick<FindRateRequest, 'stack' | 'recipe'>,
  { dataset, first, openDevice, emit, time = TIME }: FindRateParts,
  signal: AbortSignal,
): Promise<RateSweep> {
  const began = performance.now()
  const data = shapeOf(dataset)
  requireTrainable(stack, data)
  // Neither the learning rate nor what changes it counts.
  const { learningRate, schedule } = DEFAULT_RECIPE
  requireRecipe({ ...recipe, learningRate, schedule }, dataset)
  const examples = examplesOf(dataset, recipe.validationSplit, recipe.seed)
  requireTwoClasses(examples)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new CallFailure('device', TOO_LATE)), time)
  try {
    const inTime = AbortSignal.any([signal, late.signal])
    const normalisation = first?.normalisation ?? (await normalisationOf(recipe, dataset, examples.train, inTime))
    const subject = { stack, data, recipe, normalisation, ...classWeightsOf(recipe, examples) }
    const device = await unlessAborted(openDevice(), inTime)
    return await withTrainer(device, dataset, subject, inTime, async ({ trainer, kind, reason }, failed) => {
      emit({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
      const sweep = {
        trainer,
        examples,
        recipe,
        begin: () => trainer.loadWeights(firstWeightsOf(first, { stack, data, recipe, classes: dataset.classes })),
      }
      const each = await timeSteps(sweep, AbortSignal.any([inTime, failed]))
      const prepared = performance.now() - began
      const planned = planSweep(time - prepared, each)
      if (planned === undefined) throw new CallFailure('device', sayTooSlow(prepared, each))
      const swept = await sweepThrough(sweep, planned, {
        signal: AbortSignal.any([signal, failed]),
        portion: Math.max(1, Math.floor(PORTION_MILLISECONDS / each)),
        isLate: () => late.signal.aborted,
        onPoints: (points) => emit({ type: 'rateProgress', planned, points }),
      })
      return { ...swept, planned, seconds: (performance.now() - began) / 1000 }
    })
  } finally {
    clearTimeout(timer)
  }
}

/** What is trained. */
interface Sweep {
  readonly trainer: Trainer
  readonly examples: Examples
  readonly recipe: Recipe
  /** Loads the first weights. */
  begin(): void
}

interface SweepOptions {
  readonly signal: AbortSignal
  /** How many steps are queued at once. */
  readonly portion: number
  isLate(): boolean
  onPoints(points: SweepPoints): void
}

async function sweepThrough(
  sweep: Sweep,
  planned: number,
  { signal, portion, isLate, onPoints }: SweepOptions,
): Promise<Pick<RateSweep, 'points' | 'ended'>> {
  const rates = sweepRates(planned)
  const log = createSweepLog()
  let at = 0
  sweep.begin()
  for await (const steps of trainSteps(sweep, { rates, portion, signal })) {
    let ended: SweepEnding | undefined
    for (const { loss } of steps) ended ??= log.add(rates[at++]!, loss)
    if (at < planned && isLate()) ended ??= 'time'
    const points = copy(log.points)
    onPoints(points)
    if (ended) return { points, ended }
  }
  return { points: copy(log.points), ended: 'done' }
}

/** The time of a step in milliseconds, once what a first one compiles is there. */
async function timeSteps(sweep: Sweep, signal: AbortSignal): Promise<number> {
  const rates = new Float32Array(1 + TRIAL_STEPS).fill(SWEEP.from)
  let since: number | undefined
  let done = 0
  sweep.begin()
  for await (const steps of trainSteps(sweep, { rates, portion: 1, signal })) {
    if (since === undefined) since = performance.now()
    else done += steps.length
    if (done > 0 && performance.now() - since > TRIAL_MILLISECONDS) break
  }
  return (performance.now() - (since ?? 0)) / done
}

interface StepsToTrain {
  /** One a step. */
  readonly rates: Float32Array
  /** How many are queued at once. */
  readonly portion: number
  readonly signal: AbortSignal
}

/** So many steps through as many epochs as they take, shuffled as a run's are. @throws the signal's reason. */
async function* trainSteps(
  { trainer, examples, recipe }: Sweep,
  { rates, portion, signal }: StepsToTrain,
): AsyncGenerator<readonly StepMetrics[], void> {
  const { train } = examples
  const { batchSize, seed } = recipe
  const ofEpoch = Math.ceil(train.length / batchSize)
  let at = 0
  for (let epoch = 1; at < rates.length; epoch++) {
    trainer.beginEpoch(createRandom(STREAMS.shuffle, seed, epoch).shuffle(train.slice()))
    const wanted = Math.min(ofEpoch, rates.length - at)
    // Every step of the epoch has a rate, also those that are not done any more.
    const ofSteps = new Float32Array(ofEpoch).fill(rates.at(-1)!)
    ofSteps.set(rates.subarray(at, at + wanted))
    trainer.setRates(ofSteps)
    for (let left = wanted; left > 0;) {
      await breathe()
      signal.throwIfAborted()
      const queued = trainer.trainBatches(Math.min(left, portion))
      if (queued === 0) throw new RangeError(`The trainer has no rows for ${left} steps`)
      left -= queued
      at += queued
      yield await trainer.readSteps()
    }
  }
}

/** @throws CallFailure */
function requireTwoClasses({ train, labels }: Examples): void {
  const first = labels[train[0]!]
  if (train.some((row) => labels[row] !== first)) return
  throw new CallFailure(
    'badInput',
    'All images to train on are of one class, so the loss says nothing of the learning rate: load data with two classes or more.',
  )
}

const TOO_LATE =
  'This device is too slow for a sweep: the model was not ready within a minute. Choose a smaller batch size, or a smaller model.'

function sayTooSlow(prepared: number, step: number): string {
  const seconds = (milliseconds: number): string => `${Number((milliseconds / 1000).toPrecision(2))} s`
  return `This device is too slow for a sweep: after ${seconds(prepared)} of preparation, at ${seconds(step)} a step, fewer than ${SWEEP.fewestSteps} steps fit in a minute. Choose a smaller batch size, or a smaller model.`
}

function copy({ rates, losses, smoothed }: SweepPoints): SweepPoints {
  return { rates: [...rates], losses: [...losses], smoothed: [...smoothed] }
}
