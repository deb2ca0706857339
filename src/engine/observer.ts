/**
 * Whoever looks into a model: what each layer makes of an image, and how a class's score depends on it. Each kind of trainer has one, which
 * computes with the trainer's own kernels. It holds a model with its weights and some images on a device, and trains nothing: dropout and
 * noise do nothing, and BatchNormalization goes by its moving statistics.
 */
import type { Weights } from '../model/graph/weights'
import type { DataShape } from '../model/graph/shapes'
import type { Stack } from '../model/graph/stack'
import type { Normalisation } from '../model/training/normalisation'

/** What is looked at. */
export interface ObservedSubject {
  /** Trainable by `analyseStack`. */
  readonly stack: Stack
  readonly data: DataShape
  readonly normalisation: Normalisation
  readonly weights: Weights
  /** The layers whose outputs are wanted, by their indices in `withLogits(stack)`. */
  readonly layers: readonly number[]
  /** Whether gradients will be asked for. They take as much memory again. */
  readonly gradients: boolean
  /** Images that are looked at at once, at most. */
  readonly batchSize: number
}

export interface Observed {
  /** Of the last layer before its softmax: rows x classes. */
  readonly logits: Float32Array
  /** By layer, what it makes of each row: rows x its shape. */
  readonly outputs: ReadonlyMap<number, Float32Array>
  /** By layer, the gradient of the row's score with respect to that, of the same length. Empty unless classes were told. */
  readonly gradients: ReadonlyMap<number, Float32Array>
}

export interface Observer {
  /**
   * @param rows of the images that it was opened on: at most `batchSize`.
   * @param classes for each row, the class whose logit is the score. Absent where no gradients are wanted.
   * @throws RangeError when there are more rows, or when gradients are wanted of an observer that was opened without.
   */
  observe(rows: Uint32Array, classes?: ArrayLike<number>): Promise<Observed>
  /** Frees all that it holds on the device. */
  dispose(): void
}
