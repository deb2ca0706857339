/**
 * The trainer on the processor: WebAssembly in a pool of workers. A batch is cut into parts, each worker takes some, and the parts' gradients
 * are added up in an order that is the same for any number of workers.
 */
import { layerNames } from '../../../model/graph/names'
import { weightSpecs } from '../../../model/graph/weights'
import { initialMoments, ruleOf } from '../../../model/training/optimizers/optimizers'
import type { Processor } from '../../processor'
import type { Classified, StepMetrics, Trainer, TrainerState } from '../../trainer'
import { requireBatch } from '../requireBatch'
import { createStepRates } from '../stepRates'
import { toStepTime } from '../stepTime'
import { createCorrections } from '../plan/corrections'
import { lowerStack } from '../plan/lowerStack'
import { packMoments, unpackMoments } from '../plan/moments'
import { packWeights, unpackWeights } from '../plan/packedWeights'
import { packState } from '../plan/state'
import type { LabelledImages, Preparation, Subject } from '../trainerKind'
import { COMMON } from '../plan/buffers'
import { dealParts, imagesOfPart, partsOf } from './parts'
import { openPool } from './pool'
import { createProgram } from './program'
import { createSteps } from './steps'

export interface ProcessorTrainerOptions extends Subject, Preparation {
  readonly processor: Processor
  readonly images: LabelledImages
}

export interface ProcessorTrainer extends Trainer {
  /** Bytes of the workers' memories. */
  readonly bytes: number
}

/** @throws TooLarge; CallFailure when a worker fails; the signal's reason. */
export async function createProcessorTrainer(options: ProcessorTrainerOptions): Promise<ProcessorTrainer> {
  const { processor, images, recipe, classWeights, signal } = options
  const { batchSize } = recipe
  const ofPart = imagesOfPart(batchSize)
  const parts = Math.max(2, partsOf(batchSize, ofPart))
  const plan = lowerStack({
    ...options,
    recipe: { ...recipe, batchSize: ofPart },
    chunks: [{ buffer: COMMON.pixels, firstRow: 0, rows: images.count }],
    parts,
  })
  options.onCompile?.(plan.forward.length + plan.backward.length)
  const workers = Math.max(1, Math.min(processor.threads, parts))
  const shares = dealParts(parts, workers).map(({ from, to }) => to - from)
  const { relaxed } = processor
  const program = await createProgram({ plan, parts, partsOfWorker: Math.max(...shares), relaxed })
  signal?.throwIfAborted()
  const pool = await openPool(processor, program, shares, signal)
  const { train, classify, measure } = createSteps(pool, program, images)
  const rule = ruleOf(recipe)
  const correctionsAt = createCorrections(rule)

  const trained = new Set(
    weightSpecs(options.stack, options.data).flatMap(({ key, trainable }) => (trainable ? [key] : [])),
  )
  let order = new Uint32Array()
  let at = 0
  /** Steps since the weights were loaded. */
  let step = 0
  const rates = createStepRates()
  let unread: Promise<StepMetrics>[] = []
  /** Settles when all that was queued is done. */
  let queued: Promise<unknown> = Promise.resolve()

  /** Does something when all that was queued before is done. */
  const queue = <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
    const done = queued.then(work)
    queued = done
    // Whoever reads the result hears of it.
    done.catch(() => undefined)
    return done
  }

  const stateOf = (count: number, training: boolean, steps: number, learningRate: number): ArrayBuffer =>
    packState({
      count,
      offset: 0,
      length: count,
      step: steps,
      written: 0,
      training: Number(training),
      seed: recipe.seed,
      learningRate,
      iteration: steps,
      ...correctionsAt(steps),
    })

  /** Without moments, they are 0. */
  const load = (values: Float32Array<ArrayBuffer>, moments?: Float32Array<ArrayBuffer>): void => {
    void queue(() => {
      for (let worker = 0; worker < pool.size; worker++) {
        pool.tell(worker, {
          kind: 'load',
          weights: values,
          ...(moments && { moments }),
          ...(classWeights && { classWeights: Float32Array.from(classWeights) }),
        })
      }
    })
  }

  const read = () =>
    queue(async () => {
      const reply = await pool.ask(0, { kind: 'read' })
      if (reply.kind !== 'weights') throw new Error('The worker answered something else')
      return reply
    })

  const beginEpoch = (rows: Uint32Array): void => {
    order = Uint32Array.from(rows)
    at = 0
    rates.begin(Math.ceil(order.length / batchSize), recipe.learningRate)
  }

  /** Queues the next batch of the epoch. */
  const trainNext = () => {
    const rows = order.slice(at, at + batchSize)
    const now = step++
    const state = stateOf(rows.length, true, now, rates.take())
    at += rows.length
    return { rows, step: now, trained: queue(() => train(rows, state)) }
  }

  return {
    bytes: pool.bytes,

    loadWeights(weights) {
      const initial = initialMoments(rule)
      load(
        packWeights(plan, weights),
        initial.every((value) => value === 0) ? undefined : packMoments(plan, [], initial),
      )
      order = new Uint32Array()
      at = 0
      step = 0
    },

    beginEpoch,
    setRates: rates.set,

    trainBatches(atMost) {
      const count = Math.min(atMost, Math.ceil((order.length - at) / batchSize))
      for (let i = 0; i < count; i++) {
        const read = trainNext().trained.then(({ metrics }) => metrics)
        // Whoever reads it hears of a failure.
        read.catch(() => undefined)
        unread.push(read)
      }
      return Math.max(0, count)
    },

    async lookAtStep() {
      requireBatch(order.length - at)
      const { rows, step: now, trained } = trainNext()
      const { metrics, losses, predicted } = await trained
      return { metrics, step: now, rows, losses, predicted }
    },

    readSteps() {
      const steps = unread
      unread = []
      return Promise.all(steps)
    },

    async classify(rows, wanted = { logits: false }) {
      // All at once, so that nothing is done between them.
      const queuedParts: Promise<Classified>[] = []
      for (let first = 0; first < rows.length; first += batchSize) {
        const part = rows.slice(first, first + batchSize)
        const state = stateOf(part.length, false, 0, 0)
        queuedParts.push(queue(() => classify(part, state, wanted)))
      }
      const predicted = new Int32Array(rows.length)
      const rank = new Int32Array(rows.length)
      const all = wanted.logits ? new Float32Array(rows.length * plan.classes) : undefined
      let lossSum = 0
      for (const [index, classified] of (await Promise.all(queuedParts)).entries()) {
        lossSum += classified.lossSum
        predicted.set(classified.predicted, index * batchSize)
        rank.set(classified.rank, index * batchSize)
        if (classified.logits) all?.set(classified.logits, index * batchSize * plan.classes)
      }
      return { lossSum, predicted, rank, ...(all && { logits: all }) }
    },

    async readWeights() {
      return unpackWeights(plan, (await read()).weights)
    },

    async saveState(): Promise<TrainerState> {
      const left = order.slice(at)
      const counters = { step }
      const { weights, moments } = await read()
      return {
        kind: 'processor',
        weights: unpackWeights(plan, weights),
        moments: unpackMoments(plan, moments, trained),
        counters,
        order: left,
      }
    },

    restoreState(saved) {
      load(packWeights(plan, saved.weights), packMoments(plan, saved.moments, initialMoments(rule)))
      step = saved.counters['step'] ?? 0
      beginEpoch(saved.order)
    },

    async measureStep(signal, onProgress) {
      const rows = Uint32Array.from({ length: Math.min(batchSize, images.count) }, (_, row) => row)
      // The weights stay as they are, but moving statistics and the optimizer's moments don't: weights are loaded anew for training.
      const state = stateOf(rows.length, true, step, 0)
      const before = rule.average && (await read()).weights
      // One that is stopped is no step that failed: training goes on behind it.
      const [measured] = await queue(() => Promise.allSettled([measure(rows, state, signal, onProgress)]))
      // An average may have overwritten them.
      if (before) load(before)
      if (measured.status === 'rejected') throw measured.reason
      const times = measured.value
      const each = program.names.map((name) => times.get(name) ?? 0)
      return toStepTime(plan, layerNames(options.stack), each, 'device')
    },

    dispose() {
      pool.close()
    },
  }
}
