/**
 * Turns a trained stack into a plan that only looks: every layer by operations of its own, as it is when nothing is trained, and the outputs
 * of some layers in buffers that stay. On request, backward from a score of the last layer to those outputs.
 */
import { withLogits } from '../../../model/graph/output'
import { layerNames } from '../../../model/graph/names'
import { inputShape, type DataShape } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { weightSpecs } from '../../../model/graph/weights'
import { sizeOf, type Shape } from '../../../model/layers/define'
import type { Normalisation } from '../../../model/training/normalisation'
import { PlanBuilder } from './lower/builder'
import { commonBuffers, gatherImages, lowerLayers, placeWeights } from './lowerStack'
import { valuesOfWeights } from './lowerUpdate'
import { meantBy } from './memory'
import { factsOf, type Operation } from './operation'
import type { PixelChunk } from './operations/batch'
import type { Plan } from './plan'

export interface ObserveOptions {
  /** Trainable by `analyseStack`. */
  readonly stack: Stack
  readonly data: DataShape
  readonly normalisation: Normalisation
  /** How the images lie on the device. */
  readonly chunks: readonly PixelChunk[]
  /** Images that are looked at at once, at most. */
  readonly batchSize: number
  /** The layers whose outputs are wanted, by their indices in `withLogits(stack)`. */
  readonly layers: readonly number[]
  /** Whether their gradients are wanted, too. */
  readonly gradients: boolean
  readonly parts?: number
  readonly packsCodes?: boolean
}

export interface ObservedLayer {
  readonly layer: number
  /** Of one image. */
  readonly shape: Shape
  /** The buffer: images x shape. */
  readonly output: string
  /** Buffers, each as long as the output: the sum of all is its gradient. Empty where none is wanted. */
  readonly gradients: readonly string[]
}

export interface ObservedPlan {
  /** Its backward pass begins with a gradient of the logits that someone else has written. */
  readonly plan: Plan
  readonly observed: readonly ObservedLayer[]
  readonly logits: { readonly buffer: string; readonly gradient: string }
}

export function lowerObserved(options: ObserveOptions): ObservedPlan {
  const { stack, data, batchSize, layers: wanted, gradients: derives } = options
  const shape = inputShape(stack, data)
  const weights = placeWeights(weightSpecs(stack, data))
  const plan = new PlanBuilder(batchSize, weights, { ...options, trains: false })
  const images = plan.transient('images', batchSize * sizeOf(shape))
  gatherImages(plan, { images }, options)

  const { layers } = withLogits(stack)
  const observed: ObservedLayer[] = []
  const first = {
    buffer: images,
    shape,
    ...(derives && { gradient: plan.transient('images gradient', batchSize * sizeOf(shape)) }),
  }
  const last = lowerLayers(layers, layerNames(stack), first, plan, (layer, views) => {
    if (!wanted.includes(layer)) return
    const output = views[0]!
    const gradients = derives ? views.flatMap(({ gradient }) => gradient ?? []) : []
    observed.push({ layer, shape: output.shape, output: output.buffer, gradients })
  })
  const logits = { buffer: last.buffer, gradient: last.gradient ?? '' }

  const { aliases } = plan
  const kept = new Set(
    [logits.buffer, logits.gradient, ...observed.flatMap(({ output, gradients }) => [output, ...gradients])].map(
      (name) => meantBy(name, aliases),
    ),
  )
  const backward = derives ? operationsBehind(plan.backward, kept, aliases) : []
  const total = valuesOfWeights(weights)
  return {
    plan: {
      batchSize,
      classes: data.classes,
      imageSize: sizeOf(shape),
      weights,
      weightValues: total,
      moments: 0,
      buffers: [
        ...plan.buffers.map((buffer) => (kept.has(buffer.name) ? { ...buffer, transient: false } : buffer)),
        ...commonBuffers(batchSize, total, 0),
      ],
      aliases,
      takenIn: new Map(),
      forward: plan.forward,
      backward,
    },
    observed,
    logits,
  }
}

/** The operations without which what is wanted would not be there: the gradients of weights are not among them. */
function operationsBehind(
  operations: readonly Operation[],
  wanted: ReadonlySet<string>,
  aliases: ReadonlyMap<string, string>,
): readonly Operation[] {
  const needed = new Set(wanted)
  return operations
    .toReversed()
    .filter((operation) => {
      const { reads, writes } = factsOf(operation)
      const isNeeded = writes.some((name) => needed.has(meantBy(name, aliases)))
      if (isNeeded) for (const name of reads) needed.add(meantBy(name, aliases))
      return isNeeded
    })
    .toReversed()
}
