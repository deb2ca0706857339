/**
 * The few numbers that change from step to step. They live in a buffer of the device and are advanced there, so that a step uploads
 * nothing. Training and classifying have a state each.
 */
import { RING_STEPS } from './buffers'
import { PLACE_BYTES } from './plan'

/** The fields in the order in which they lie; each takes four bytes. */
export const FIELDS = [
  /** Images in the current batch. */
  ['count', 'u32'],
  /** The current batch's place in `order`. */
  ['offset', 'u32'],
  /** Rows in `order` this epoch. */
  ['length', 'u32'],
  /** Steps since the weights were loaded. */
  ['step', 'u32'],
  /** Steps since the trainer was made: where in the ring the metrics go. */
  ['written', 'u32'],
  /** 1 in training, where dropout drops, images are augmented and classes weigh; 0 in classifying. */
  ['training', 'u32'],
  ['seed', 'u32'],
  ['learningRate', 'f32'],
  /** Those of `corrections.ts`, of the step at hand. */
  ['correction1', 'f32'],
  ['correction2', 'f32'],
  ['momentumDecay', 'f32'],
  ['momentumProduct', 'f32'],
  /**
   * Keras's `_iterations`: the steps before the one whose update is made, where the update asks for it. `step` moves on beside the update, and
   * this does not.
   */
  ['iteration', 'u32'],
] as const

type FieldName = (typeof FIELDS)[number][0]

export const STATE_BYTES = 4 * FIELDS.length

type State = Readonly<Record<FieldName, number>>

/** Of a pass over the first `count` rows in which nothing is trained. */
export function stateOfLook(count: number): State {
  return {
    count,
    offset: 0,
    length: count,
    step: 0,
    written: 0,
    training: 0,
    seed: 0,
    learningRate: 0,
    correction1: 1,
    correction2: 1,
    momentumDecay: 1,
    momentumProduct: 1,
    iteration: 0,
  }
}

/** Where the metrics of a fused plan begin in the state's buffer, in bytes: the ring, then the outcomes of the batch's images. */
export const RING_OFFSET = PLACE_BYTES
export const OUTCOMES_OFFSET = RING_OFFSET + 8 * RING_STEPS

/** The bytes of a state. */
export function packState(values: State): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(STATE_BYTES))
  for (const [index, [name, type]] of FIELDS.entries()) {
    if (type === 'f32') view.setFloat32(4 * index, values[name], true)
    else view.setUint32(4 * index, values[name], true)
  }
  return view.buffer
}

/** The fields of a state, by name. */
export function unpackState(bytes: ArrayBuffer): State {
  const view = new DataView(bytes)
  return Object.fromEntries(
    FIELDS.map(([name, type], index) => [
      name,
      type === 'f32' ? view.getFloat32(4 * index, true) : view.getUint32(4 * index, true),
    ]),
  ) as Record<FieldName, number>
}

/** Where a field lies, in bytes. */
export function stateOffset(name: FieldName): number {
  return 4 * FIELDS.findIndex(([field]) => field === name)
}
