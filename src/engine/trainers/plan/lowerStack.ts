/** Turns a stack into a plan, in pure code: layer by layer forward, then the loss, then backward to the weights' update. */
import { weightSpecs, type NamedWeightSpec } from '../../../model/graph/weights'
import { withLogits } from '../../../model/graph/output'
import { layerNames } from '../../../model/graph/names'
import { isAugmenting } from '../../../model/training/augmentation'
import { inputIdsOf, readersOf } from '../../../model/graph/inputs'
import { INPUT, sizeOf } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import { reshape } from '../../../model/layers/reshaping/reshape'
import type { Normalisation } from '../../../model/training/normalisation'
import { momentNames, ruleOf, type Optimized } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import { isSameValue } from '../../../model/sameValue'
import { inputShape, type DataShape } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { COMMON, RING_STEPS } from './buffers'
import { progressOf } from './corrections'
import { valuesOf, withBorder, type Border } from './geometry'
import { PlanBuilder, type Lowered, type LoweringInput, type Value } from './lower/builder'
import { borderForConv2d } from './lower/conv2d'
import { LOWERINGS } from './lower/registry'
import { TRANSFORM_VALUES, type GatherBatch, type PixelChunk } from './operations/batch'
import { lowerUpdate, valuesOfWeights } from './lowerUpdate'
import type { PlacedWeight, Plan, PlannedBuffer } from './plan'
import { STATE_BYTES } from './state'

export interface LowerOptions {
  /** Trainable by `analyseStack`. */
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Pick<Recipe, 'batchSize' | 'augmentation' | 'labelSmoothing' | 'clipping'> & Optimized
  readonly normalisation: Normalisation
  /** The weight of each class in training, which operations read from a buffer. Absent when all images count alike. */
  readonly classWeights?: readonly number[]
  /** How the dataset lies on the device. */
  readonly chunks: readonly PixelChunk[]
  /** Set where the recipe's batch is one of so many parts of a batch, each worked on by itself. */
  readonly parts?: number
  /** Set where the device's kernels write the codes of four pooled channels at once. It changes no result. */
  readonly packsCodes?: boolean
}

export function lowerStack(options: LowerOptions): Plan {
  const { stack, data, recipe } = options
  const { batchSize } = recipe
  const shape = inputShape(stack, data)
  const imageSize = sizeOf(shape)
  const weights = placeWeights(weightSpecs(stack, data))
  const plan = new PlanBuilder(batchSize, weights, options)

  const { layers } = withLogits(stack)
  const border = options.parts === undefined ? borderOfImages(layers, data) : undefined
  const images = plan.transient('images', batchSize * valuesOf(withBorder(data, border)))
  addBatch(plan, { images, ...(border && { border }) }, options)

  const names = layerNames(stack)
  const last = lowerLayers(layers, names, { buffer: images, shape, ...(border && { border }) }, plan)
  for (const name of names.slice(layers.length)) plan.takenIn.set(name, 'loss')
  const logits = plan.withoutActivation('logits', last)
  const weighted = options.classWeights !== undefined
  plan.addForward({
    kind: 'classificationLoss',
    layer: 'loss',
    batchSize,
    classes: data.classes,
    logits: logits.buffer,
    // Where all layers are frozen, the plan still classifies.
    gradient: logits.gradient ?? plan.transient('logits gradient', batchSize * data.classes),
    weighted,
    ...(recipe.labelSmoothing > 0 && { smoothing: recipe.labelSmoothing }),
  })

  const total = valuesOfWeights(weights)
  const rule = ruleOf(recipe)
  const moments = momentNames(rule).length
  const update = lowerUpdate(plan, rule, recipe, weights)
  return {
    batchSize,
    classes: data.classes,
    imageSize,
    weights,
    weightValues: total,
    moments,
    buffers: [
      ...plan.buffers,
      ...commonBuffers(batchSize, total, moments),
      ...(weighted ? [{ name: COMMON.classWeights, bytes: 4 * data.classes, transient: false }] : []),
    ],
    aliases: plan.aliases,
    takenIn: plan.takenIn,
    forward: plan.forward,
    backward: [
      ...plan.backward,
      ...update,
      { kind: 'finishStep', layer: 'step', batchSize, progress: progressOf(rule) },
    ],
  }
}

/**
 * The zeros that a Conv2D pads the images with, where it alone reads them: written around them once, they spare its reads their checks. The
 * parts of a batch go without, as who works in parts pads by rows.
 */
function borderOfImages(layers: readonly Layer[], { height, width, channels }: DataShape): Border | undefined {
  const shape = [height, width, channels]
  const readers = readersOf(layers)
  let id: string = INPUT
  for (;;) {
    const [reader, ...others] = readers.get(id) ?? []
    if (!reader || others.length > 0) return undefined
    if (reader.className === 'Conv2D') return borderForConv2d(reader.args, shape)
    // Images that are flat at first have their shape back behind it.
    if (reader.className !== 'Reshape' || !isSameValue(reshape.outputShape(reader.args, [shape]), shape))
      return undefined
    id = reader.id
  }
}

/** Gathers the batch's images from all chunks of the dataset, as they are. */
export function gatherImages(
  plan: PlanBuilder,
  to: Pick<GatherBatch, 'images' | 'border'>,
  { data, chunks, normalisation }: Pick<LowerOptions, 'data' | 'chunks' | 'normalisation'>,
): void {
  const { height, width, channels } = data
  const gathered = {
    layer: 'batch',
    batchSize: plan.batchSize,
    shape: { height, width, channels },
    normalisation,
    ...to,
  }
  plan.addForward(...chunks.map((chunk) => ({ kind: 'gatherBatch', ...gathered, chunk }) as const))
}

/** Gathers the batch's images as training sees them. */
function addBatch(plan: PlanBuilder, to: Pick<GatherBatch, 'images' | 'border'>, options: LowerOptions): void {
  const { data, recipe, chunks, normalisation } = options
  const { batchSize, augmentation } = recipe
  if (!isAugmenting(augmentation)) return gatherImages(plan, to, options)
  const { height, width, channels } = data
  const common = { layer: 'batch', batchSize, shape: { height, width, channels } }
  const gathered = { ...common, normalisation, ...to }
  const transforms = plan.transient('transforms', TRANSFORM_VALUES * batchSize)
  const { noise } = augmentation
  plan.addForward(
    { kind: 'drawTransforms', ...common, augmentation, transforms },
    ...chunks.map((chunk) => ({ kind: 'gatherAugmented', ...gathered, chunk, transforms, noise }) as const),
  )
}

/**
 * @param onOutput told each layer's output, as each of its readers sees it. Each layer has operations of its own then, and the gradients that
 *   readers leave are of the output itself.
 * @returns the output of the last layer.
 */
export function lowerLayers(
  layers: readonly Layer[],
  names: readonly string[],
  images: Value,
  plan: PlanBuilder,
  onOutput?: (index: number, views: readonly Value[]) => void,
): Value {
  const reads = inputIdsOf(layers)
  const readers = readersOf(layers)
  /** For each layer by its id, its output as each of its readers sees it, in their order. Each takes its own out. */
  const values = new Map<string, Value[]>()
  const hold = (id: string, name: string, value: Value): void => {
    const count = readers.get(id)?.length ?? 1
    values.set(id, [...(onOutput ? plan.views(name, value, count) : plan.share(name, value, count))])
  }
  const take = (id: string): Value => {
    const value = values.get(id)?.shift()
    if (!value) throw new Error(`The plan has no output of ${id}`)
    return value
  }
  hold(INPUT, 'images', images)
  for (const [index, layer] of layers.entries()) {
    // Another layer took it in.
    if (values.has(layer.id)) continue
    const inputs = (reads.get(layer.id) ?? []).map(take)
    const next = onOutput ? undefined : onlyReaderOf(layer.id, readers, reads)
    const afterNext = next && onlyReaderOf(next.id, readers, reads)
    const lowered = lowerLayer(layer, { name: names[index]!, index, inputs, input: inputs[0]!, next, afterNext, plan })
    const made = (lowered.tookAfterNext && afterNext) || (lowered.tookNext && next) || layer
    if (made === afterNext && next) values.set(next.id, [])
    hold(made.id, names[layers.indexOf(made)]!, lowered.output)
    onOutput?.(index, values.get(layer.id)!)
    for (const taken of [next, afterNext]) {
      if (taken && values.has(taken.id)) plan.takenIn.set(names[layers.indexOf(taken)]!, { layer: names[index]! })
    }
  }
  return take(layers.at(-1)?.id ?? INPUT)
}

/** The one layer that reads this one's output, and reads nothing else. */
function onlyReaderOf(
  id: string,
  readers: ReadonlyMap<string, readonly Layer[]>,
  reads: ReadonlyMap<string, readonly string[]>,
): Layer | undefined {
  const [reader, ...others] = readers.get(id) ?? []
  return reader && others.length === 0 && reads.get(reader.id)?.length === 1 ? reader : undefined
}

export function lowerLayer(layer: Layer, rest: Omit<LoweringInput<'Conv2D'>, 'args' | 'frozen'>): Lowered {
  // The registry pairs each class name with the lowering for its arguments.
  const lower = LOWERINGS[layer.className] as (
    input: Omit<LoweringInput<'Conv2D'>, 'args'> & { args: Layer['args'] },
  ) => Lowered
  return lower({ ...rest, args: layer.args, frozen: layer.frozen === true })
}

/** Where weights lie: those of a layer side by side, from a place on where they can be read four at a time. */
export function placeWeights(specs: readonly NamedWeightSpec[]): readonly PlacedWeight[] {
  let offset = 0
  let layer: string | undefined
  return specs.map(({ key, shape, regularizer }) => {
    const length = sizeOf(shape)
    const [own] = key.split('/')
    if (own !== layer) offset = 4 * Math.ceil(offset / 4)
    layer = own
    const placed = { key, offset, length, ...(regularizer && { regularizer }) }
    offset += length
    return placed
  })
}

export function commonBuffers(batchSize: number, weights: number, moments: number): readonly PlannedBuffer[] {
  const lasting = (name: string, bytes: number): PlannedBuffer => ({ name, bytes, transient: false })
  return [
    lasting(COMMON.state, STATE_BYTES),
    lasting(COMMON.weights, 4 * weights),
    ...(moments > 0 ? [lasting(COMMON.moments, 4 * weights * moments)] : []),
    lasting(COMMON.losses, 4 * batchSize),
    lasting(COMMON.predictions, 8 * batchSize),
    lasting(COMMON.ring, 8 * RING_STEPS),
  ]
}
