/** The learning rate of each step: the recipe's, until a callback or a person sets it. */
import { findSchedule, ratesFrom } from '../../../model/training/schedules/schedules'
import { sayRate } from '../../../model/training/sayRate'
import type { Loop, LoopEvent } from './loop'
import { passOn } from './standStill'

/** Gives the trainer the rates of the epoch's steps from `loop.queued` on. */
export function setRates(loop: Loop): void {
  const { run, epoch, steps, queued, care } = loop
  const { trainer, gate } = run
  const rates = new Float32Array(steps)
  if (care.learningRate === undefined) rates.set(scheduled(loop, queued, steps - queued), queued)
  else rates.fill(care.learningRate, queued)
  // Set by hand before the device was lost: they count from the same steps on.
  for (const { place, learningRate } of gate.ratesSet) {
    if (place.epoch === epoch && place.step >= queued) rates.fill(learningRate, place.step)
  }
  loop.rates = rates
  trainer.setRates(rates.subarray(queued))
}

/** Of the epoch's last step. */
export function rateOfEpoch(loop: Loop): number {
  const last = loop.steps - 1
  // A run that goes on behind the last step of an epoch has no rates of it.
  return loop.rates?.[last] ?? loop.care.learningRate ?? scheduled(loop, last, 1)[0]!
}

/** Of the steps that come next, at the end of an epoch, before the schedule goes on. */
export function rateNow(loop: Loop): number {
  return loop.care.learningRate ?? rateOfEpoch(loop)
}

function scheduled({ run, epoch, steps }: Loop, step: number, count: number): Float32Array {
  const { recipe } = run
  return ratesFrom(recipe, (epoch - 1) * steps + step, count, { ofEpoch: steps, ofRun: recipe.epochs * steps })
}

/** Takes the rate that a person has entered, if one has, for all steps that are not queued yet. */
export function* takeRate(loop: Loop): Generator<LoopEvent, void> {
  const { gate, trainer, recipe } = loop.run
  const learningRate = gate.takeRate()
  if (learningRate === undefined) return
  const place = { epoch: loop.epoch, step: loop.queued, steps: loop.steps }
  const replaces = loop.care.learningRate === undefined && findSchedule(recipe) !== undefined
  const message = `${sayPlace(place)}: learning rate set to ${sayRate(learningRate)} by hand${replaces ? ', instead of the schedule' : ''}`
  loop.care = { ...loop.care, learningRate }
  gate.ratesSet.push({ place, learningRate, message, isSaved: false })
  if (loop.rates && loop.queued < loop.steps) {
    loop.rates.fill(learningRate, loop.queued)
    trainer.setRates(loop.rates.subarray(loop.queued))
  }
  const isSaved = loop.checkpoint !== undefined && !loop.moved
  if (isSaved) loop.checkpoint = { ...loop.checkpoint!, care: loop.care }
  // What a person decided is not to be lost: the next checkpoint is due now.
  else loop.saved = Number.NEGATIVE_INFINITY
  yield { type: 'callback', place, did: 'rate', message }
  if (isSaved) yield* passOn(loop)
}

/** Tells again of the rates that were set by hand in an epoch that is trained again. */
export function* tellRatesAgain({ run, epoch, queued }: Loop): Generator<LoopEvent, void> {
  for (const { place, message, isSaved } of run.gate.ratesSet) {
    if (!isSaved && place.epoch === epoch && place.step >= queued)
      yield { type: 'callback', place, did: 'rate', message }
  }
}

function sayPlace({
  epoch,
  step,
  steps,
}: {
  readonly epoch: number
  readonly step: number
  readonly steps: number
}): string {
  if (step === steps) return `Epoch ${epoch}`
  if (step > 0) return `Step ${step} of epoch ${epoch}`
  return epoch === 1 ? 'Before the first step' : `Epoch ${epoch - 1}`
}
