/**
 * A training run: epochs of seeded batches, a look at the validation images after each, and the test images at the end.
 *
 * An async generator that yields what happens and returns how it ended. It knows a trainer, a gate and a signal, and nothing of messages,
 * frames or timers, so it runs on in a hidden tab. Losses stay on the device until a portion of steps is read back at once.
 */
import type { RunEvent, RunProgress } from '../protocol/run'
import type { Evaluation, LossAndAccuracy } from '../../model/metrics/evaluation'
import type { Weights } from '../../model/graph/weights'
import { createRandom, STREAMS } from '../../model/random'
import type { Recipe } from '../../model/training/recipe'
import { breathe } from '../../common/breathe'
import { evaluateSplit } from './evaluate'
import type { Examples } from './examples'
import type { Gate } from './gate'
import { createMeter, createPace } from './pace'
import { createStepLog, Diverged, NOTHING_YET, type EpochSoFar } from './stepLog'
import type { Checkpoint, StepMetrics, Trainer } from '../trainer'

/** What the loop yields: what the page is told, and what the worker keeps. */
export type LoopEvent =
  | Extract<RunEvent, { type: 'progress' | 'paused' | 'resumed' | 'points' | 'epochEnd' }>
  /** The beginning of the next epoch, to go on from. */
  | { readonly type: 'saved'; readonly point: RunPoint }

export type RunEnd =
  | { readonly kind: 'finished'; readonly point: RunPoint; readonly test?: Evaluation }
  /** Without a point when it was stopped before the first step. */
  | { readonly kind: 'stopped'; readonly point?: RunPoint }
  /** The numbers went wrong. The weights are those of the last good epoch, when there was one. */
  | { readonly kind: 'failed'; readonly message: string; readonly weights?: Weights }

/** Where a run stands, and all that what comes after depends on. */
export interface RunPoint {
  /** 1-based: the epoch that it is in, or is about to begin. */
  readonly epoch: number
  readonly soFar: EpochSoFar
  readonly checkpoint: Checkpoint
}

export interface Run {
  /** With the weights loaded that the run begins with, or its point restored. */
  readonly trainer: Trainer
  /** Where the run goes on; without it, it begins. */
  readonly from?: RunPoint
  readonly examples: Examples
  readonly recipe: Recipe
  readonly gate: Gate
  /** Aborted by Stop. */
  readonly signal: AbortSignal
}

const EMIT_MILLISECONDS = 100

class Stopped extends Error {}

export async function* runTraining(run: Run): AsyncGenerator<LoopEvent, RunEnd> {
  const { trainer, examples, recipe, gate, signal, from } = run
  const { train, validation, test } = examples
  const { epochs, batchSize, seed } = recipe
  const steps = Math.ceil(train.length / batchSize)
  const pace = createPace(() => performance.now())
  const evaluationPace = createMeter()
  const evaluated = new Set<string>()
  let emitted = performance.now()
  const firstEpoch = from?.epoch ?? 1
  let epoch = firstEpoch
  let soFar = from?.soFar ?? NOTHING_YET
  let point = from
  /** Whether steps were done since the point. */
  let moved = false

  const progress = (phase: RunProgress['phase']): LoopEvent => {
    const current = Math.min(epoch, epochs)
    const step = epoch > epochs ? steps : soFar.steps
    const trainingLeft = (epochs - current) * train.length + Math.max(0, train.length - step * batchSize)
    const passesLeft = epochs - current + (phase === 'training' ? 1 : 0)
    const evaluationsLeft = passesLeft * validation.length + test.length
    const perImage = pace.imageMilliseconds
    const place = { type: 'progress', phase, epoch: current, epochs, step, steps } as const
    if (perImage === undefined) return { ...place, imagesPerSecond: 0 }
    // Training takes the forward pass that an evaluation is, and a backward pass of about two of them.
    const milliseconds = trainingLeft * perImage + evaluationsLeft * (evaluationPace.each ?? perImage / 3)
    return { ...place, imagesPerSecond: 1000 / perImage, secondsLeft: milliseconds / 1000 }
  }

  const isStopped = (): boolean => signal.aborted
  const hasMoved = (): boolean => moved

  /** Before every portion of batches: lets messages in, waits while paused, and ends the run when it was stopped. */
  async function* passGate(): AsyncGenerator<LoopEvent, void> {
    await breathe()
    if (gate.closed && !isStopped()) {
      yield { type: 'paused' }
      await gate.passable(signal)
      if (!isStopped()) yield { type: 'resumed' }
      pace.restart()
    }
    if (isStopped()) throw new Stopped()
  }

  async function* evaluate(split: 'validation' | 'test'): AsyncGenerator<LoopEvent, Evaluation> {
    const phase = split === 'test' ? 'testing' : 'validating'
    const pass = evaluateSplit(trainer, examples, split)
    let done = 0
    for (;;) {
      yield* passGate()
      const began = performance.now()
      const { done: over, value } = await pass.next()
      if (over) {
        evaluated.add(split)
        if (!Number.isFinite(value.loss)) throw new Diverged(`${split} loss`, Math.min(epoch, epochs))
        return value
      }
      // The first batch compiles the device's programs, and so may the last, which can be short.
      const isWarm = evaluated.has(split) || (done > 0 && value < examples[split].length)
      if (isWarm) evaluationPace.add(value - done, performance.now() - began)
      done = value
      if (performance.now() - emitted >= EMIT_MILLISECONDS) {
        emitted = performance.now()
        yield progress(phase)
      }
    }
  }

  async function* trainEpoch(): AsyncGenerator<LoopEvent, LossAndAccuracy> {
    const log = createStepLog(epoch, steps, soFar)
    const reads: Promise<readonly StepMetrics[]>[] = []
    let left = steps - soFar.steps
    const read = async (): Promise<void> => {
      const metrics = (await reads.shift()) ?? []
      const images = log.add(metrics)
      soFar = log.soFar
      // The last batch of an epoch can be short, and then compiles programs of its own the first time.
      if (epoch === firstEpoch && soFar.steps === steps) pace.restart()
      else pace.did(metrics.length, images)
    }
    function* report(): Generator<LoopEvent, void> {
      emitted = performance.now()
      const points = log.takePoints()
      if (points.loss.length > 0) yield { type: 'points', points }
      yield progress('training')
    }

    if (soFar.steps === 0) trainer.beginEpoch(createRandom(STREAMS.shuffle, seed, epoch).shuffle(train.slice()))
    pace.restart()
    try {
      while (left > 0) {
        if (gate.closed) {
          while (reads.length > 0) await read()
          yield* report()
        }
        yield* passGate()
        left -= trainer.trainBatches(Math.min(left, pace.portion))
        moved = true
        const reading = trainer.readSteps()
        // That it fails is heard when it is its turn; a lost device fails those behind it too.
        reading.catch(() => undefined)
        reads.push(reading)
        while (reads.length >= pace.depth) await read()
        if (performance.now() - emitted >= EMIT_MILLISECONDS) yield* report()
      }
      while (reads.length > 0) await read()
    } catch (error) {
      if (error instanceof Stopped) {
        while (reads.length > 0) await read()
        if (hasMoved()) yield* report()
      }
      throw error
    } finally {
      await Promise.allSettled(reads)
    }
    yield* report()
    return log.means()
  }

  const standStill = async (): Promise<RunPoint> => {
    const saved = { epoch, soFar, checkpoint: await trainer.saveCheckpoint() }
    requireFinite(saved.checkpoint.weights, epoch)
    moved = false
    return saved
  }

  try {
    for (; epoch <= epochs; epoch++) {
      const means = yield* trainEpoch()
      point = await standStill()
      const evaluation = validation.length > 0 ? { validation: yield* evaluate('validation') } : {}
      soFar = NOTHING_YET
      point = { epoch: epoch + 1, soFar, checkpoint: point.checkpoint }
      yield { type: 'saved', point }
      yield { type: 'epochEnd', epoch, train: means, ...evaluation }
    }
    if (!point) throw new RangeError('A run has at least one epoch')
    return { kind: 'finished', point, ...(test.length > 0 ? { test: yield* evaluate('test') } : {}) }
  } catch (error) {
    try {
      if (!(error instanceof Stopped)) throw error
      if (hasMoved()) point = await standStill()
      return { kind: 'stopped', ...(point ? { point } : {}) }
    } catch (cause) {
      if (!(cause instanceof Diverged)) throw cause
      return { kind: 'failed', message: cause.message, ...(point ? { weights: point.checkpoint.weights } : {}) }
    }
  }
}

/** @throws Diverged */
function requireFinite(weights: Weights, epoch: number): void {
  for (const values of weights.values()) {
    if (!values.every(Number.isFinite)) throw new Diverged('weights', epoch)
  }
}
