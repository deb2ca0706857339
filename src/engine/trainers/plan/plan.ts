/**
 * What a stack is lowered to: a static list of operations on named buffers. It knows no device, and is plain data: a trainer makes the
 * buffers and carries out the operations, `planMemory` decides which buffers share memory, and `describePlan` prints it all.
 */
import type { Regularizer } from '../../../model/layers/define'
import type { AnyOperation, Operation } from './operation'

export interface PlannedBuffer {
  readonly name: string
  readonly bytes: number
  /** Lives only from its first write to its last read within one step, so that it may share memory with others. */
  readonly transient: boolean
}

/** Where one weight lies in the flat buffers of weights and optimizer moments. */
export interface PlacedWeight {
  /** Its key in `Weights`. */
  readonly key: string
  /** In values. */
  readonly offset: number
  readonly length: number
  readonly regularizer?: Regularizer
}

/** What does the work of a layer that has no operations of its own. */
export type TakenIn = { readonly layer: string } | 'loss'

export interface Plan<Each extends AnyOperation = Operation> {
  /** Images that one step takes at most. */
  readonly batchSize: number
  readonly classes: number
  /** Values of one image. */
  readonly imageSize: number
  readonly weights: readonly PlacedWeight[]
  /** Values of all weights as they lie, with the few between them that belong to none. */
  readonly weightValues: number
  /** Floats that the optimizer keeps a weight. */
  readonly moments: number
  readonly buffers: readonly PlannedBuffer[]
  /** Buffers that are another one under a second name, by that name. They are among `buffers` too. */
  readonly aliases: ReadonlyMap<string, string>
  /** Layers whose work the operations of another layer do, or that of the loss, by their names. */
  readonly takenIn: ReadonlyMap<string, TakenIn>
  /** From the images to losses and predictions: all that classifying needs. */
  readonly forward: readonly Each[]
  /** From the losses to the updated weights: with `forward`, one step. */
  readonly backward: readonly Each[]
}

/** A buffer of a fused plan. It may be a part of another one that lasts. */
export interface PlacedBuffer extends PlannedBuffer {
  readonly within?: {
    readonly buffer: string
    /** In bytes: a multiple of `PLACE_BYTES`. */
    readonly offset: number
  }
}

/** A part of a buffer begins at a multiple of so many bytes: every device can bind it from there on. */
export const PLACE_BYTES = 256

/**
 * A plan for a trainer that waits for each operation's launch: fewer operations, each of which does more. It is another type than `Plan`, so
 * that a trainer that doesn't know the fused kinds can't be given it.
 */
export interface FusedPlan extends Plan<AnyOperation> {
  readonly buffers: readonly PlacedBuffer[]
  /** From the images to losses and predictions, for classifying: what a step has fused into its backward pass is by itself here. */
  readonly classification: readonly AnyOperation[]
}

/** Makes fewer operations of a plan's. A plan without what it looks for stays as it is. */
export type Fusion = (plan: FusedPlan) => FusedPlan
