/**
 * What the run loop asks of whoever trains: the compiled trainer, or the one on TensorFlow.js. The run loop can't tell which it drives.
 *
 * A trainer holds one stack on one device with its weights and the optimizer's state, and reads its examples from a dataset that is on the
 * device already. Rows are indices into that dataset. Work is queued in order: a read that is asked for after a batch sees that batch.
 * The loss of an example is the cross-entropy of its true class in nats, computed from logits; that of a batch is the mean over it. Where the
 * recipe smooths labels, it is the cross-entropy of the smoothed ones, in training and in looking at other images alike, as Keras's loss is. The
 * weights of classes count in training alone.
 * The same weights, recipe and orders on the same device give the same results, bit for bit.
 */
import type { Weights } from '../model/graph/weights'
import type { TrainerChoice } from './protocol/device'
import type { StepTime } from './protocol/stepTime'

/** One training step, with the weights as they were before its update. */
export interface StepMetrics {
  /** Images in the batch: the last one of an epoch may be short. */
  readonly images: number
  /** Mean cross-entropy over the batch. */
  readonly loss: number
  /** How many images were classified rightly. */
  readonly correct: number
}

/** A step that was looked at: what each image of its batch came to, with the weights as they were before its update. */
export interface StepLook {
  readonly metrics: StepMetrics
  /** How many steps were done since the weights were loaded: augmentation draws by it. */
  readonly step: number
  /** The images of the batch, in its order. */
  readonly rows: Uint32Array
  /** For each image, its cross-entropy as it counts in training: times the weight of its class. */
  readonly losses: Float32Array
  /** For each image, the class with the largest output. */
  readonly predicted: Int32Array
}

/** What the model makes of some rows, without dropout and without training. */
export interface Classified {
  /** The sum of the rows' cross-entropies. */
  readonly lossSum: number
  /** For each row, the class with the largest output. Of equal ones, it is the first. */
  readonly predicted: Int32Array
  /**
   * For each row, how many classes come before the true one: those with a larger output, and those with the same that stand before it in
   * class order. So a rank is 0 where the predicted class is the true one, and nowhere else.
   */
  readonly rank: Int32Array
  /** The logits of all classes, `rows` x `classes`. Absent unless they were asked for. */
  readonly logits?: Float32Array
}

/** What a pass is asked for beside losses and classes. */
export interface Wanted {
  readonly logits: boolean
}

/**
 * All that the next step depends on, in terms of no trainer: a trainer of another kind goes on from it too. Only the same kind, on the same
 * device, then makes the same bits.
 */
export interface TrainerState {
  /** Which kind of trainer saved it. */
  readonly kind: TrainerChoice['trainer']
  readonly weights: Weights
  /** The optimizer's memory, one map a moment, by weight: of those that train, each as long as its weight. */
  readonly moments: readonly Weights[]
  /** Numbers by name. All trainers tell `step`, the steps since the weights were loaded; what else there is, its own kind alone reads. */
  readonly counters: Readonly<Record<string, number>>
  /** The epoch's rows that are still to be trained on. */
  readonly order: Uint32Array<ArrayBuffer>
}

export interface Trainer {
  /**
   * Replaces all weights and begins the optimizer anew.
   * @throws RangeError when a weight of the stack is missing or has another length.
   */
  loadWeights(weights: Weights): void
  /**
   * Starts a pass over `order`, the rows to train on in that order, in batches of the recipe's size; the last one takes what is left. All of
   * its steps have the recipe's learning rate until `setRates` says otherwise.
   */
  beginEpoch(order: Uint32Array): void
  /**
   * Sets the learning rates of the epoch's steps that are not queued yet. A state does not hold them.
   * @param rates one a step. @throws RangeError when there are more or fewer steps.
   */
  setRates(rates: Float32Array): void
  /**
   * Queues up to `atMost` batches of the epoch as one piece of work, without waiting for the device.
   * @returns how many were queued: 0 when the epoch is over.
   */
  trainBatches(atMost: number): number
  /**
   * Does the next batch of the epoch by itself, as `trainBatches(1)` does it, bit for bit, and tells of each image. Everything that was queued
   * before must have been read.
   * @throws RangeError when the epoch is over.
   */
  lookAtStep(): Promise<StepLook>
  /** The metrics of all steps queued so far that no earlier call has asked for, in order. Resolves once the device has done them. */
  readSteps(): Promise<readonly StepMetrics[]>
  /** Runs the model forward over `rows` as one batch: the caller keeps them few enough for the device. */
  classify(rows: Uint32Array, wanted?: Wanted): Promise<Classified>
  /** A copy of the weights after all steps queued so far. */
  readWeights(): Promise<Weights>
  /** After all steps queued so far. */
  saveState(): Promise<TrainerState>
  /**
   * Goes on as if it had never stopped: bit for bit where the state is of the same kind of trainer on the same device. Moments and counters
   * that the state lacks are as they would have been without a past.
   * @param state with the same stack, recipe and dataset.
   * @throws RangeError when a weight or a moment has another length.
   */
  restoreState(state: TrainerState): void
  /**
   * How long each part of a step takes. The weights stay as they are, and the epoch does not. Absent where no layer's time can be told from
   * another's.
   * @param onProgress is told the share that is done, from 0 to 1.
   * @throws the signal's reason.
   */
  measureStep?(signal: AbortSignal, onProgress: (share: number) => void): Promise<StepTime>
  /** Frees all that the trainer holds on the device; the dataset stays. */
  dispose(): void
}
