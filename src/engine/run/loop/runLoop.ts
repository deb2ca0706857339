/**
 * A training run: epochs of seeded batches, a look at the validation images and a question to the callbacks after each, and the test images at
 * the end.
 *
 * An async generator that yields what happens and returns how it ended. It knows a trainer, a gate and a signal, and nothing of messages,
 * frames or timers, so it runs on in a hidden tab. Losses stay on the device until a portion of steps is read back at once.
 */
import { afterFit, averageOf, epochOfModel, modelWeights } from './care'
import { askForCare } from './endEpoch'
import { lookAt } from './lookAt'
import { createLoop, type LoopEvent, type Loop, type Run, type RunEnd, type Checkpoint } from './loop'
import { passOn, standStill } from './standStill'
import { Stopped } from './passGate'
import { rateOfEpoch } from './rates'
import { Diverged, NOTHING_YET } from './stepLog'
import { trainEpoch } from './trainEpoch'
import { watchBeginning, watchEpoch } from './watchInside'

/** Reading a checkpoint back takes some milliseconds: less than a hundredth of the time from one to the next. */
const SAVE_MILLISECONDS = 1000

export async function* runTraining(run: Run): AsyncGenerator<LoopEvent, RunEnd> {
  const loop = createLoop(run)
  try {
    return yield* trainToTheEnd(loop)
  } catch (error) {
    try {
      if (!(error instanceof Stopped)) throw error
      if (loop.moved) loop.checkpoint = await standStill(loop)
      return { kind: 'stopped', ...(loop.checkpoint ? { checkpoint: loop.checkpoint } : {}) }
    } catch (cause) {
      if (!(cause instanceof Diverged)) throw cause
      const weights = loop.checkpoint && modelWeights(loop.checkpoint, run.recipe)
      return { kind: 'failed', message: cause.message, ...(weights ? { weights } : {}) }
    }
  }
}

async function* trainToTheEnd(loop: Loop): AsyncGenerator<LoopEvent, RunEnd> {
  yield* watchBeginning(loop)
  while (loop.epoch <= loop.run.recipe.epochs && loop.care.stopped === undefined) yield* runEpoch(loop)
  const { checkpoint } = loop
  if (!checkpoint) throw new RangeError('A run has at least one epoch')
  return yield* finish(loop, checkpoint)
}

async function* runEpoch(loop: Loop): AsyncGenerator<LoopEvent, void> {
  const { recipe, gate, examples, saveEvery = SAVE_MILLISECONDS } = loop.run
  const { epoch } = loop
  const { finalized: _, ...care } = loop.care
  loop.care = care
  const { means: train, imagesPerSecond } = yield* trainEpoch(loop)
  yield* watchEpoch(loop)
  let saved: Checkpoint | undefined
  const save = async (): Promise<Checkpoint> => {
    saved ??= await standStill(loop)
    loop.checkpoint = saved
    return saved
  }
  const mustSave = epoch === loop.firstEpoch || epoch === recipe.epochs
  if (mustSave || performance.now() - loop.saved >= saveEvery) await save()
  const looked = examples.validation.length > 0 ? { validation: yield* lookAt(loop, 'validation') } : {}
  const byHand = gate.ratesSet.findLast(({ place }) => place.epoch === epoch)
  if (byHand) loop.care = { ...loop.care, learningRate: byHand.learningRate }
  const learningRate = rateOfEpoch(loop)
  // Weights that are kept are part of the checkpoint, and must be numbers.
  const weightsNow = async () => (await save()).state.weights
  const { told, isOver } = await askForCare(loop, train, looked.validation, weightsNow)
  if (isOver) await save()
  loop.soFar = NOTHING_YET
  loop.queued = 0
  loop.rates = undefined
  loop.epoch = epoch + 1
  if (saved) {
    const { state } = saved
    const weights = loop.restores ?? (loop.care.finalized ? averageOf(state, recipe) : state.weights)
    loop.checkpoint = { epoch: loop.epoch, soFar: NOTHING_YET, state: { ...state, weights }, care: loop.care }
  }
  const speed = imagesPerSecond === undefined ? {} : { imagesPerSecond }
  yield { type: 'epochEnd', epoch, train, learningRate, ...speed, ...looked }
  yield* told
  if (saved) yield* passOn(loop)
}

/** The test, by the weights of the model that the run leaves. */
async function* finish(loop: Loop, checkpoint: Checkpoint): AsyncGenerator<LoopEvent, RunEnd> {
  const { trainer, examples, recipe } = loop.run
  const { care } = checkpoint
  const last = checkpoint.epoch - 1
  const place = { epoch: last, step: loop.steps, steps: loop.steps }
  const weightsOf = epochOfModel(care, place)
  if (care.kept.modelCheckpoint && (weightsOf !== undefined || care.finalized)) {
    const which = `epoch ${weightsOf ?? last}${care.finalized ? ', which is not averaged' : ''}`
    yield { type: 'callback', place, did: 'restore', message: `Epoch ${last}: the model is that of ${which}` }
  }
  // The state of the trainer is in the checkpoint.
  if (weightsOf !== undefined || care.finalized) trainer.loadWeights(modelWeights(checkpoint, recipe))
  const tested = examples.test.length > 0 ? { test: yield* lookAt(loop, 'test') } : {}
  const { stopped, restored } = loop.care
  const goesOn = stopped === undefined && restored === undefined ? loop.care : afterFit(loop.care)
  return {
    kind: 'finished',
    checkpoint: { ...checkpoint, care: goesOn },
    ...tested,
    ...(stopped !== undefined && { stoppedEarly: stopped }),
    ...(weightsOf !== undefined && { weightsOf }),
    ...(restored !== undefined && { restored }),
  }
}
