/**
 * What a stack is lowered to: a static list of operations on named buffers. Nothing here knows a device: the executor makes the buffers and
 * pipelines, `planMemory` decides which buffers share memory, and `describePlan` prints it all.
 */

/** A storage buffer as one operation sees it. */
export interface Binding {
  /** Its variable in the operation's WGSL. */
  readonly as: string
  /** Its name in the plan. */
  readonly buffer: string
  /** Its WGSL type, such as `array<f32>`. */
  readonly type: string
  readonly access: 'read' | 'write'
}

/** One dispatch of one compute kernel, with all sizes written into its WGSL as constants. */
export interface Operation {
  /** What it does, such as `input gradient`. */
  readonly name: string
  /** The Keras name of the layer that it belongs to, or of the step's own part, such as `optimizer`. */
  readonly layer: string
  readonly bindings: readonly Binding[]
  /** The module's text behind the declarations of its bindings; its entry point is `main`. */
  readonly code: string
  readonly workgroups: readonly [number, number]
  /** At a whole batch; a multiply and an add count 2. */
  readonly flops: number
}

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
}

export interface Plan {
  /** Images that one step takes at most. */
  readonly batchSize: number
  readonly classes: number
  /** Values of one image. */
  readonly imageSize: number
  readonly weights: readonly PlacedWeight[]
  /** Floats that the optimizer keeps a weight. */
  readonly moments: number
  readonly buffers: readonly PlannedBuffer[]
  /** From the images to losses and predictions: all that classifying needs. */
  readonly forward: readonly Operation[]
  /** From the losses to the updated weights: with `forward`, one step. */
  readonly backward: readonly Operation[]
}

/** Buffers that every plan has, by name. */
export const COMMON = {
  /** Bytes of the dataset's images, four to a word. */
  pixels: 'pixels',
  /** The class of each row of the dataset. */
  labels: 'labels',
  /** How much the images of each class count in training; only there when they don't count alike. */
  classWeights: 'classWeights',
  /** Rows of the dataset in the order in which they are taken. */
  order: 'order',
  state: 'state',
  weights: 'weights',
  moments: 'moments',
  /** For each image of the batch: its loss, and the predicted class. */
  losses: 'losses',
  predictions: 'predictions',
  /** The metrics of the latest steps, in turn. */
  ring: 'ring',
} as const

/** Steps whose metrics are kept until they are read. */
export const RING_STEPS = 1024

/** The stack can't run on the compiled trainer. The message is one sentence for the person that names the layer and the reason. */
export class CannotLower extends Error {
  override readonly name = 'CannotLower'
}

/** The complete WGSL module of an operation. */
export function moduleOf({ bindings, code }: Operation): string {
  const declarations = bindings.map(
    ({ as, type, access }, index) =>
      `@group(0) @binding(${index}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${as}: ${type};`,
  )
  return `${declarations.join('\n')}\n${code}`
}
