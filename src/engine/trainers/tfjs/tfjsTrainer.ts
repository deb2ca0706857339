/**
 * The trainer built on TensorFlow.js: the fallback where the compiled trainer can't run, and the oracle that it is tested against.
 *
 * Losses of steps stay on the device until they are asked for. The model is built without its last softmax: the loss is taken from logits.
 */
import { weightSpecs, type Weights } from '../../../model/graph/weights'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { toTopology } from '../../../interop/keras/topology'
import { isAugmenting } from '../../../model/training/augmentation'
import { drawNumber } from '../../../model/training/augmentImage'
import { smoothedTargets } from '../../../model/training/labelSmoothing'
import { ruleOf } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import { inputShape, type DataShape } from '../../../model/graph/shapes'
import { withLogits } from '../../../model/graph/output'
import type { Stack } from '../../../model/graph/stack'
import type { StepMetrics, Trainer } from '../../trainer'
import { requireBatch } from '../requireBatch'
import { createStepRates } from '../stepRates'
import type { DeviceDataset } from './deviceDataset'
import { registerLayers } from './layers/registry'
import { OurLayer } from './layers/replaceLayer'
import { findModelWeights, readModelWeights, setModelWeights } from './modelWeights'
import { createOptimizer } from './optimizer'

export interface TfjsTrainerOptions {
  /** Trainable by `analyseStack`. */
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
  /** The weight of each class in training. Absent when all images count alike. */
  readonly classWeights?: readonly number[]
  readonly dataset: DeviceDataset
  /** For each row of the dataset, the index of its class. */
  readonly labels: Uint16Array
}

/** A step that is queued: its loss and count of right answers, as one tensor on the device. */
interface QueuedStep {
  readonly images: number
  readonly metrics: tf.Tensor1D
}

/** For each image of a batch, on the device: its loss as it counts, and its class. */
interface Outcomes {
  readonly losses: tf.Tensor1D
  readonly predicted: tf.Tensor1D
}

export async function createTfjsTrainer(options: TfjsTrainerOptions): Promise<Trainer> {
  const { stack, data, recipe, classWeights, dataset, labels } = options
  const { augmentation, seed } = recipe
  const augments = isAugmenting(augmentation)
  registerLayers()
  // Split-K, which TensorFlow.js picks for some products, adds with atomics: in any order, so with another result each time.
  if (tf.getBackend() === 'webgpu') tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_MATMUL)

  const topology: unknown = toTopology(withLogits(stack), data)
  const model = await tfl.models.modelFromJSON(topology as Parameters<typeof tfl.models.modelFromJSON>[0])
  const specs = weightSpecs(stack, data)
  const shape = inputShape(stack, data)
  const drawing = model.layers.filter((layer) => layer instanceof OurLayer).filter(({ draws }) => draws)
  const trained = specs.filter(({ trainable }) => trainable)
  const variables = findModelWeights(model, trained).map((weight) => weight.read() as tf.Variable)
  const penalised = trained.flatMap(({ regularizer }, i) =>
    regularizer ? [{ variable: variables[i]!, ...regularizer }] : [],
  )
  let optimizer = createOptimizer(ruleOf(recipe), variables, recipe.clipping)
  let order = new Uint32Array()
  let at = 0
  let step = 0
  let queued: QueuedStep[] = []
  const rates = createStepRates()

  const truthOf = (rows: Uint32Array): Int32Array => Int32Array.from(rows, (row) => labels[row] ?? 0)

  /** @returns logits, and true classes as one-hot rows. */
  const forward = (
    images: tf.Tensor,
    rows: Uint32Array,
    training: boolean,
  ): { logits: tf.Tensor2D; truth: tf.Tensor2D } => ({
    logits: model.apply(images, { training }) as tf.Tensor2D,
    truth: tf.oneHot(tf.tensor1d(truthOf(rows), 'int32'), data.classes, 1, 0, 'float32') as tf.Tensor2D,
  })
  const { right, wrong } = smoothedTargets(recipe.labelSmoothing, data.classes)
  const smoothed = (truth: tf.Tensor2D): tf.Tensor2D =>
    recipe.labelSmoothing > 0 ? tf.add(tf.mul(truth, right - wrong), wrong) : truth
  const lossesOf = (logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Tensor1D =>
    tf.neg(tf.sum(tf.mul(smoothed(truth), tf.logSoftmax(logits)), 1))
  /** As `Classified` ranks: classes with a larger output, and those before the true one with the same. */
  const ranksOf = (logits: tf.Tensor2D, rows: Uint32Array): tf.Tensor1D => {
    const truth = tf.tensor2d(truthOf(rows), [rows.length, 1], 'int32')
    const classes = tf.range(0, data.classes, 1, 'int32')
    // Taken out, and not added up by a product with zeros: an infinite output would make that no number.
    const own = tf.gather(logits, truth, 1, 1)
    const before = tf.logicalAnd(tf.equal(logits, own), tf.less(classes, truth))
    return tf.sum(tf.cast(tf.logicalOr(tf.greater(logits, own), before), 'int32'), 1)
  }
  const weighted = (losses: tf.Tensor1D, rows: Uint32Array): tf.Tensor1D =>
    classWeights ? tf.mul(losses, tf.tensor1d(Array.from(truthOf(rows), (label) => classWeights[label] ?? 0))) : losses

  /** What the regularisers add to the loss that is trained on; the loss that is told is the images' alone. */
  const penalties = (): readonly tf.Scalar[] =>
    penalised.map(({ variable, l1, l2 }) =>
      tf.add<tf.Scalar>(tf.mul(tf.sum(tf.abs(variable)), l1), tf.mul(tf.sum(tf.square(variable)), l2)),
    )

  /** @param onOutcomes gets tensors that it disposes of. */
  const trainBatch = (rows: Uint32Array, onOutcomes?: (outcomes: Outcomes) => void): QueuedStep => {
    drawing.forEach((layer, index) => (layer.seeds = [seed, index, step]))
    const now = step++
    const metrics = tf.tidy(() => {
      const images = augments
        ? dataset.augmentedBatch(rows, shape, augmentation, (place) => drawNumber(seed, now, place))
        : dataset.batch(rows, shape)
      let correct: tf.Scalar | undefined
      let loss: tf.Scalar | undefined
      const { grads } = tf.variableGrads(() => {
        const { logits, truth } = forward(images, rows, true)
        const predicted = tf.argMax(logits, 1) as tf.Tensor1D
        const losses = weighted(lossesOf(logits, truth), rows)
        onOutcomes?.({ losses: tf.keep(losses), predicted: tf.keep(predicted) })
        correct = tf.keep(tf.sum(tf.equal(predicted, tf.argMax(truth, 1))))
        loss = tf.keep(tf.mean<tf.Scalar>(losses))
        return penalties().reduce((sum, penalty) => tf.add<tf.Scalar>(sum, penalty), loss)
      }, variables)
      const gradients = variables.map(({ name }) => grads[name]!)
      optimizer.apply(gradients, rates.take())
      const both = tf.stack([loss!, tf.cast(correct!, 'float32')]) as tf.Tensor1D
      tf.dispose([loss!, correct!])
      return both
    })
    return { images: rows.length, metrics }
  }

  const beginEpoch = (rows: Uint32Array): void => {
    order = Uint32Array.from(rows)
    at = 0
    rates.begin(Math.ceil(order.length / recipe.batchSize), recipe.learningRate)
  }
  /** A moment of all variables end to end, by weight, and the other way. */
  const byKey = (values: Float32Array): Weights => {
    let end = 0
    return new Map(trained.map(({ key }, i) => [key, values.slice(end, (end += variables[i]!.size))] as const))
  }
  const endToEnd = (moment: Weights): Float32Array => {
    const parts = trained.map(({ key }, i) => moment.get(key) ?? new Float32Array(variables[i]!.size))
    const misfit = parts.findIndex((part, i) => part.length !== variables[i]!.size)
    if (misfit >= 0) throw new RangeError(`The moments of ${trained[misfit]!.key} have another length`)
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let end = 0
    for (const part of parts) {
      all.set(part, end)
      end += part.length
    }
    return all
  }
  const setWeights = (weights: Weights): void => setModelWeights(model, specs, weights)
  const readWeights = (): Promise<Weights> => readModelWeights(model, specs)

  const readMetrics = async (steps: readonly QueuedStep[]): Promise<readonly StepMetrics[]> => {
    if (steps.length === 0) return []
    const all = tf.stack(steps.map(({ metrics }) => metrics))
    tf.dispose(steps.map(({ metrics }) => metrics))
    const values = await all.data<'float32'>()
    all.dispose()
    return steps.map(({ images }, i) => ({ images, loss: values[2 * i] ?? NaN, correct: values[2 * i + 1] ?? 0 }))
  }

  return {
    loadWeights(weights) {
      setWeights(weights)
      optimizer.dispose()
      optimizer = createOptimizer(ruleOf(recipe), variables, recipe.clipping)
      step = 0
    },
    beginEpoch,
    setRates: rates.set,
    trainBatches(atMost) {
      let count = 0
      for (; count < atMost && at < order.length; count++) {
        queued.push(trainBatch(order.subarray(at, at + recipe.batchSize)))
        at += recipe.batchSize
      }
      return count
    },
    async lookAtStep() {
      requireBatch(order.length - at)
      const rows = order.slice(at, at + recipe.batchSize)
      at += recipe.batchSize
      const now = step
      let outcomes: Outcomes | undefined
      const trained = trainBatch(rows, (each) => (outcomes = each))
      const { losses, predicted } = outcomes!
      const [metrics, values, classes] = await Promise.all([
        readMetrics([trained]),
        losses.data<'float32'>(),
        predicted.data<'int32'>(),
      ])
      tf.dispose([losses, predicted])
      return {
        metrics: metrics[0]!,
        step: now,
        rows,
        losses: Float32Array.from(values),
        predicted: Int32Array.from(classes),
      }
    },
    readSteps() {
      const steps = queued
      queued = []
      return readMetrics(steps)
    },
    async classify(rows, wanted) {
      const all = tf.tidy(() => {
        const { logits, truth } = forward(dataset.batch(rows, shape), rows, false)
        return [tf.sum(lossesOf(logits, truth)), tf.argMax(logits, 1), ranksOf(logits, rows), logits]
      }) as [tf.Scalar, tf.Tensor1D, tf.Tensor1D, tf.Tensor2D]
      const [sums, predicted, rank, logits] = await Promise.all([
        all[0].data<'float32'>(),
        all[1].data<'int32'>(),
        all[2].data<'int32'>(),
        wanted?.logits ? all[3].data<'float32'>() : undefined,
      ])
      tf.dispose(all)
      return {
        lossSum: sums[0] ?? NaN,
        predicted: Int32Array.from(predicted),
        rank: Int32Array.from(rank),
        ...(logits && { logits: Float32Array.from(logits) }),
      }
    },
    readWeights,
    async saveState() {
      const counters = { step }
      const left = order.slice(at)
      const [weights, moments] = await Promise.all([readWeights(), optimizer.saveMoments()])
      return { kind: 'tfjs', weights, moments: moments.map(byKey), counters, order: left }
    },
    restoreState(saved) {
      const { step: steps = 0 } = saved.counters
      setWeights(saved.weights)
      optimizer.restoreMoments(saved.moments.map(endToEnd), steps)
      step = steps
      beginEpoch(saved.order)
    },
    dispose() {
      tf.dispose(queued.map(({ metrics }) => metrics))
      queued = []
      optimizer.dispose()
      model.dispose()
    },
  }
}

/** `MatMulProgramType.MatMulPackedProgram` of the WebGPU backend. */
const PACKED_MATMUL = 3
