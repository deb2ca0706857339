/**
 * The trainer on compiled WebGPU kernels. The dataset, the epoch's order and all state are on the device: a step uploads nothing, makes
 * nothing and waits for nothing; its metrics go to a ring that is read from time to time.
 */
import { layerNames } from '../../../model/graph/names'
import { weightSpecs, type Weights } from '../../../model/graph/weights'
import { initialMoments, ruleOf } from '../../../model/training/optimizers/optimizers'
import type { Classified, StepLook, StepMetrics, Trainer, Wanted } from '../../trainer'
import { dealPairs } from '../dealPairs'
import { requireBatch } from '../requireBatch'
import { toStepTime } from '../stepTime'
import type { Preparation, Subject } from '../trainerKind'
import type { DeviceImages } from './deviceImages'
import { createDeviceRates } from './deviceRates'
import { COMMON, RING_STEPS } from '../plan/buffers'
import { createCorrections } from '../plan/corrections'
import { fuse } from '../plan/fuse'
import { keepTransposes } from '../plan/fusions/keptTransposes'
import { logitsOf } from '../plan/logitsOf'
import { lowerStack } from '../plan/lowerStack'
import type { FusedPlan, Fusion } from '../plan/plan'
import { packMoments, unpackMoments } from '../plan/moments'
import { packWeights, unpackWeights } from '../plan/packedWeights'
import { packState, STATE_BYTES, stateOffset, unpackState } from '../plan/state'
import { measureStep, type OperationTimes } from './measureStep'
import { createProgram, type Recorder } from './program'
import { createStagingPool } from './stagingPool'
import { createTuner, type TrialOptions, type Tuner } from './tune/tuner'
import { tuningOf, type Tuning } from './tuning'

export interface CompiledTrainerOptions extends Subject, Preparation {
  readonly device: GPUDevice
  readonly images: DeviceImages
  /** How kernels are cut. Absent for what the device's class asks for. */
  readonly tuning?: Tuning
  /** What makes fewer operations of the plan's. Absent for what the tuning says. */
  readonly fusions?: readonly Fusion[]
  /** Whether variants of kernels are tried in training, to choose the fastest. Absent for no trials. */
  readonly trials?: TrialOptions
}

export interface CompiledTrainer extends Trainer {
  /** Bytes that the trainer holds on the device, the dataset apart. */
  readonly bytes: number
  /** What a step does. */
  readonly plan: FusedPlan
  /**
   * How long each operation of the plan takes, forward and backward. As with `measureStep`, the weights stay as they are, and the epoch
   * does not.
   * @throws the signal's reason.
   */
  measureOperations(signal: AbortSignal, onProgress: (share: number) => void): Promise<OperationTimes>
  /** Absent without trials. */
  readonly tuner: Tuner | undefined
}

const BYTES_PER_STEP = 8

/**
 * Call it only when `whyNotTrain` gives no reason.
 * @throws ProgramError when the device fails; the signal's reason.
 */
export async function createCompiledTrainer(options: CompiledTrainerOptions): Promise<CompiledTrainer> {
  const { device, recipe, classWeights, images } = options
  const { queue } = device
  const { batchSize } = recipe
  const rule = ruleOf(recipe)
  const correctionsAt = createCorrections(rule)
  const tuning = options.tuning ?? tuningOf(device.adapterInfo)
  const lowered = lowerStack({ ...options, chunks: images.chunks, packsCodes: tuning.byFours })
  const plan = fuse(lowered, options.fusions ?? tuning.fusions)
  const program = await createProgram(device, plan, images, Math.max(images.count, batchSize), { ...options, tuning })
  const tuner = options.trials && createTuner({ ...options.trials, device, plan, program, tuning })
  const staging = createStagingPool(device)
  const { windows } = images
  // While one half of a window is trained on, the other is filled.
  const most = windows ? Math.floor(windows.training.batches / 2) : Infinity
  const state = program.buffer(COMMON.state)
  const rates = createDeviceRates(device, state)
  const ring = program.place(COMMON.ring)
  if (classWeights) queue.writeBuffer(program.buffer(COMMON.classWeights), 0, Float32Array.from(classWeights))
  const weightBytes = 4 * plan.weightValues
  const logits = program.place(logitsOf(plan.classification))
  const trained = new Set(
    weightSpecs(options.stack, options.data).flatMap(({ key, trainable }) => (trainable ? [key] : [])),
  )
  /** Who moves on what the update reads of the state: the end of a step, or the beginning of the next. */
  const movesAtEnd = [...plan.forward, ...plan.backward].some(({ kind }) => kind === 'finishStep')

  /** These mirror the state on the device. */
  let order = new Uint32Array()
  let at = 0
  let written = 0
  /** The sizes of the batches whose metrics were not read yet. */
  let unread: number[] = []

  const recordPass = (encoder: GPUCommandEncoder, record: Recorder): void => {
    const pass = encoder.beginComputePass()
    record(pass)
    pass.end()
  }

  const submit = (record: (encoder: GPUCommandEncoder) => void): void => {
    const encoder = device.createCommandEncoder()
    record(encoder)
    queue.submit([encoder.finish()])
  }

  const writeWeights = (weights: Weights): void => {
    const all = packWeights(plan, weights, Math.floor(program.buffer(COMMON.weights).size / 4))
    keepTransposes(plan, all)
    queue.writeBuffer(program.buffer(COMMON.weights), 0, all)
  }

  /** As they are before the first step. */
  const clearMoments = (): void => {
    if (plan.moments === 0) return
    const initial = initialMoments(rule)
    if (initial.every((value) => value === 0))
      return submit((encoder) => encoder.clearBuffer(program.buffer(COMMON.moments)))
    queue.writeBuffer(program.buffer(COMMON.moments), 0, packMoments(plan, [], initial))
  }

  /** How many steps come before the one that the corrections are for, when so many are done. */
  const correctedFor = (steps: number): number => (movesAtEnd ? steps : Math.max(0, steps - 1))

  const read = (name: string, bytes: number): Promise<ArrayBuffer> =>
    staging.read(bytes, (encoder, target) => encoder.copyBufferToBuffer(program.buffer(name), 0, target, 0, bytes))

  const readWeights = async (): Promise<Weights> => {
    return unpackWeights(plan, new Float32Array(await read(COMMON.weights, weightBytes)))
  }

  const beginEpoch = (rows: Uint32Array): void => {
    if (4 * rows.length > program.buffer(COMMON.order).size) {
      throw new RangeError(`An epoch takes at most ${images.count} rows, and this one has ${rows.length}`)
    }
    order = Uint32Array.from(rows)
    queue.writeBuffer(program.buffer(COMMON.order), 0, windows?.training.slots(order.length) ?? order)
    queue.writeBuffer(state, stateOffset('count'), Uint32Array.of(Math.min(batchSize, order.length), 0, order.length))
    at = 0
    rates.begin(Math.ceil(order.length / batchSize), recipe.learningRate)
  }

  const measureOperations: CompiledTrainer['measureOperations'] = async (signal, onProgress) => {
    // It updates weights again and again, by nothing, unless an average overwrites them.
    const before = rule.average && (await readWeights())
    queue.writeBuffer(state, stateOffset('learningRate'), Float32Array.of(0))
    rates.forget()
    const rows = Uint32Array.from({ length: Math.min(batchSize, images.count) }, (_, row) => row)
    windows?.training.write(rows, 0)
    try {
      return await measureStep({ device, program, signal, onProgress, rewind: () => beginEpoch(rows) })
    } finally {
      if (before) writeWeights(before)
    }
  }

  const trainBatches: CompiledTrainer['trainBatches'] = (atMost) => {
    const left = Math.ceil((order.length - at) / batchSize)
    const full = Math.floor((order.length - at) / batchSize)
    // A short batch at the end would stand in the way of every trial of a run with short epochs, and so would rates of one step each.
    const wanted = tuner?.waits && full > 0 ? rates.alike(full) : left
    const count = Math.min(atMost, wanted, RING_STEPS - unread.length, most)
    if (count === 0) return 0
    for (let i = 0; i < count; i++) {
      const rows = order.subarray(at, at + batchSize)
      windows?.training.write(rows, at / batchSize)
      unread.push(rows.length)
      at += rows.length
    }
    submit((encoder) => {
      const isOrdinary = count <= full && rates.alike(count) === count
      if (tuner?.record(encoder, count, isOrdinary)) rates.pass(count)
      else rates.record(encoder, count, program.step.record)
    })
    tuner?.submitted()
    written += count
    return count
  }

  const readSteps = async (): Promise<readonly StepMetrics[]> => {
    const batches = unread
    unread = []
    if (batches.length === 0) return []
    const first = (written - batches.length) % RING_STEPS
    const untilEnd = Math.min(batches.length, RING_STEPS - first)
    const values = new Float32Array(
      await staging.read(BYTES_PER_STEP * batches.length, (encoder, target) => {
        encoder.copyBufferToBuffer(
          ring.buffer,
          ring.offset + BYTES_PER_STEP * first,
          target,
          0,
          BYTES_PER_STEP * untilEnd,
        )
        const rest = BYTES_PER_STEP * (batches.length - untilEnd)
        if (rest > 0) encoder.copyBufferToBuffer(ring.buffer, ring.offset, target, BYTES_PER_STEP * untilEnd, rest)
      }),
    )
    return batches.map((count, i) => ({ images: count, loss: values[2 * i] ?? NaN, correct: values[2 * i + 1] ?? 0 }))
  }

  /** What the last forward pass of classifying left for each of so many images. */
  const readOutcomes = async (
    count: number,
    wanted: Wanted = { logits: false },
  ): Promise<Pick<StepLook, 'losses' | 'predicted'> & Pick<Classified, 'rank' | 'logits'>> => {
    const logitBytes = wanted.logits ? 4 * count * plan.classes : 0
    const bytes = await staging.read(12 * count + logitBytes, (encoder, target) => {
      encoder.copyBufferToBuffer(program.buffer(COMMON.losses), 0, target, 0, 4 * count)
      encoder.copyBufferToBuffer(program.buffer(COMMON.predictions), 0, target, 4 * count, 8 * count)
      if (wanted.logits) encoder.copyBufferToBuffer(logits.buffer, logits.offset, target, 12 * count, logitBytes)
    })
    const [predicted, rank] = [new Int32Array(count), new Int32Array(count)]
    dealPairs(new Int32Array(bytes, 4 * count, 2 * count), 0, predicted, rank)
    return {
      losses: new Float32Array(bytes, 0, count),
      predicted,
      rank,
      ...(wanted.logits && { logits: new Float32Array(bytes, 12 * count) }),
    }
  }

  return {
    tuner,

    get bytes() {
      return program.bytes + staging.bytes + rates.bytes
    },

    loadWeights(weights) {
      writeWeights(weights)
      clearMoments()
      const initial = {
        count: 0,
        offset: 0,
        length: 0,
        step: 0,
        written,
        training: 1,
        seed: recipe.seed,
        learningRate: recipe.learningRate,
        iteration: 0,
        ...correctionsAt(0),
      }
      queue.writeBuffer(state, 0, packState(initial))
      rates.forget()
      order = new Uint32Array()
      at = 0
    },

    beginEpoch,
    setRates: rates.set,

    trainBatches,
    readSteps,

    async lookAtStep() {
      requireBatch(order.length - at)
      const rows = order.slice(at, at + batchSize)
      const [weights, packed] = await Promise.all([readWeights(), read(COMMON.state, STATE_BYTES)])
      // A fused step keeps no classes: its forward pass is done once more, before it, on the same state. What that moves is put back.
      windows?.training.write(rows, at / batchSize)
      submit((encoder) => recordPass(encoder, (pass) => program.look().record(pass)))
      const outcomes = readOutcomes(rows.length)
      writeWeights(weights)
      trainBatches(1)
      const [metrics] = await readSteps()
      const step = new DataView(packed).getUint32(stateOffset('step'), true)
      const { losses, predicted } = await outcomes
      return { metrics: metrics!, step, rows, losses, predicted }
    },

    async classify(rows, wanted) {
      const reads: ReturnType<typeof readOutcomes>[] = []
      for (let first = 0; first < rows.length; first += batchSize) {
        const part = Uint32Array.from(rows.subarray(first, first + batchSize))
        windows?.classification.write(part, 0)
        queue.writeBuffer(program.classificationOrder, 0, windows?.classification.slots(part.length) ?? part)
        queue.writeBuffer(
          program.classificationState,
          stateOffset('count'),
          Uint32Array.of(part.length, 0, part.length),
        )
        submit((encoder) => recordPass(encoder, (pass) => program.classification.record(pass)))
        reads.push(readOutcomes(part.length, wanted))
      }
      const predicted = new Int32Array(rows.length)
      const rank = new Int32Array(rows.length)
      const all = wanted?.logits ? new Float32Array(rows.length * plan.classes) : undefined
      let lossSum = 0
      for (const [index, outcomes] of (await Promise.all(reads)).entries()) {
        for (const loss of outcomes.losses) lossSum += loss
        predicted.set(outcomes.predicted, index * batchSize)
        rank.set(outcomes.rank, index * batchSize)
        if (outcomes.logits) all?.set(outcomes.logits, index * batchSize * plan.classes)
      }
      return { lossSum, predicted, rank, ...(all && { logits: all }) }
    },

    readWeights,

    async saveState() {
      const left = order.slice(at)
      const [weights, moments, packed] = await Promise.all([
        readWeights(),
        plan.moments > 0 ? read(COMMON.moments, plan.moments * weightBytes) : new ArrayBuffer(),
        read(COMMON.state, STATE_BYTES),
      ])
      const { step, correction1, correction2, momentumDecay, momentumProduct } = unpackState(packed)
      return {
        kind: 'compiled',
        weights,
        moments: unpackMoments(plan, new Float32Array(moments), trained),
        counters: {
          step,
          correctedFor: correctedFor(step),
          ...{ correction1, correction2, momentumDecay, momentumProduct },
        },
        order: left,
      }
    },

    restoreState({ weights, moments, counters, order: rows }) {
      writeWeights(weights)
      if (plan.moments > 0)
        queue.writeBuffer(program.buffer(COMMON.moments), 0, packMoments(plan, moments, initialMoments(rule)))
      const { step = 0 } = counters
      const due = correctedFor(step)
      const computed = correctionsAt(due)
      // As they were rounded on the device, where they were.
      const saved = counters['correctedFor'] === due ? counters : {}
      const { correction1, correction2, momentumDecay, momentumProduct } = { ...computed, ...saved }
      const going = {
        count: 0,
        offset: 0,
        length: 0,
        step,
        // The ring is this trainer's own.
        written,
        training: 1,
        seed: recipe.seed,
        learningRate: recipe.learningRate,
        iteration: step,
        ...{ correction1, correction2, momentumDecay, momentumProduct },
      }
      queue.writeBuffer(state, 0, packState(going))
      rates.forget()
      beginEpoch(rows)
    },

    plan,

    measureOperations,

    async measureStep(signal, onProgress) {
      const { milliseconds, clock } = await measureOperations(signal, onProgress)
      return toStepTime(plan, layerNames(options.stack), milliseconds, clock)
    },

    dispose() {
      tuner?.dispose()
      program.dispose()
      staging.dispose()
      rates.dispose()
    },
  }
}
