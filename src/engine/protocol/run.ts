/** What the page asks of a training run, and is told of it: types only. */
import type { EpochAnatomy } from '../../model/anatomy/anatomy'
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import type { Evaluation, LossAndAccuracy } from '../../model/metrics/evaluation'
import type { Recipe } from '../../model/training/recipe'
import type { RunBeginning } from '../../runs/beginning'
import type { ModelSummary } from './model'

/** A coalesced stretch of training steps: columns of equal length, one entry a step. */
export interface TrainPoints {
  /** The position in epochs, such as 1.25 a quarter into the second. */
  readonly epoch: readonly number[]
  readonly loss: readonly number[]
  readonly accuracy: readonly number[]
  readonly learningRate: readonly number[]
  /** Of the step's time in training; NaN where it is not known. A loss is not a finite number where the run ends by it. */
  readonly imagesPerSecond: readonly number[]
}

export interface RunProgress {
  /** What the device is doing: a pass over the training images, a look inside the model, or one at the images of another split. */
  readonly phase: 'training' | 'watching' | 'validating' | 'testing'
  /** 1-based. */
  readonly epoch: number
  readonly epochs: number
  /** Steps of this epoch that are done, of how many. */
  readonly step: number
  readonly steps: number
  /** 0 until enough was measured. */
  readonly imagesPerSecond: number
  /** Absent until there is a sound estimate. */
  readonly secondsLeft?: number
}

/** A model that a run begins with. */
export interface FirstModel {
  /** The engine's id of the model. */
  readonly model: number
  /** What the page calls it. */
  readonly name: string
  /** That is the name of a file that it was opened from. */
  readonly isFile: boolean
}

export interface RunRequest {
  /** A run that goes on keeps its id. */
  readonly runId: number
  readonly stack: Stack
  readonly recipe: Recipe
  readonly data: DataChoices
  /**
   * `start` begins. `checkpoint` goes on from where the run ended. The stack, the data and the recipe must then be the same, except for the
   * number of epochs. With a model, the run begins with the model's weights where they fit (`Inheritance`), and keeps its normalisation.
   */
  readonly from: 'start' | 'checkpoint' | FirstModel
  /** It trains on one batch, shows it, and waits. */
  readonly forOneStep?: boolean
  /** Somebody watches the inside of the model: its anatomy is taken before the first step, and at the end of each epoch. */
  readonly watchInside?: boolean
  /** The model's weights are kept with the run's record. */
  readonly keepWeights?: boolean
}

/** A place in a run. */
export interface RunPlace {
  /** 1-based. */
  readonly epoch: number
  /** Steps of this epoch that are done, of how many. */
  readonly step: number
  readonly steps: number
}

/**
 * `place` is where Continue would start. Absent when it can't. `seconds` are those of training from Start to the end, without pauses and
 * without the time between an end and Continue.
 */
export type RunOutcome =
  | {
      readonly kind: 'finished'
      readonly place: RunPlace
      readonly test?: Evaluation
      readonly seconds: number
      /** Why a callback ended it before its last epoch: `val_loss did not fall for 3 epochs`. */
      readonly stoppedEarly?: string
      /** The epoch that the model's weights are of, where that is not the last. */
      readonly weightsOf?: number
      /** The epoch whose weights Continue begins with, where that is not the last. */
      readonly restored?: number
    }
  /** A stopped run is not tested. Without a place it was stopped before its first step, and the model is the one before the run. */
  | { readonly kind: 'stopped'; readonly place?: RunPlace; readonly seconds: number; readonly weightsOf?: number }
  /**
   * `trained` says that the run had good weights, from the end of an epoch or from where it went on. They are then the model. Otherwise the
   * model is the one before. `diverged` says that the numbers of the training itself became infinite, and that no device was at fault.
   */
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly trained: boolean
      readonly diverged?: true
      readonly place?: RunPlace
    }

/** An image of a batch, as the model was before the batch's update. */
export interface SeenImage {
  readonly path: string
  /** Indices of classes. */
  readonly truth: number
  readonly predicted: number
  /** Cross-entropy in nats as it counts in training: times the weight of the class. */
  readonly loss: number
  /** Its place in the batch, from 0. */
  readonly place: number
}

/** What one update did to the trainable weights of a layer. */
export interface LayerUpdate {
  readonly layer: string
  /** Euclidean norms over all of them: before the update, and of what it changed. */
  readonly weights: number
  readonly update: number
}

/** A batch that was trained on by itself. */
export interface SeenBatch {
  /** After it. */
  readonly place: RunPlace
  /** Of all its images. */
  readonly images: number
  readonly loss: number
  readonly correct: number
  readonly learningRate: number
  /** Those that are shown, in the order of the batch: all of them, or those of the largest losses. */
  readonly shown: readonly SeenImage[]
  /** As the model saw them, but for the normalisation: RGBA, one behind the other, made smaller where they are large. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
  readonly augmented: boolean
  readonly weighted: boolean
  /** Where gradients are accumulated: which of the steps of an update it was, from 1. The last of them makes it. */
  readonly ofUpdate?: { readonly step: number; readonly steps: number }
  /** In the order of the stack: layers that have weights to train. */
  readonly layers: readonly LayerUpdate[]
}

/** Something that a callback did, or a person in its stead. */
export interface CallbackEvent {
  readonly place: RunPlace
  /** The learning rate changed, the run ended early, or weights of an earlier epoch were taken. */
  readonly did: 'rate' | 'stop' | 'restore'
  /** A line of the run's log: `Epoch 7: learning rate 0.0002`. */
  readonly message: string
}

/** What happens to a run from Start to its outcome, in the one vocabulary of run loop, worker and page. */
export type RunEvent =
  /** The run waits until this many programs of its model are compiled. */
  | { readonly type: 'compiling'; readonly kernels: number }
  | {
      readonly type: 'prepared'
      readonly trainImages: number
      readonly validationImages: number
      /** The model that it begins from; absent where its first weights are drawn, and where it goes on. */
      readonly beginning?: RunBeginning
      /** The model that it makes: it has weights once the run has ended. */
      readonly model: ModelSummary
    }
  | ({ readonly type: 'progress' } & RunProgress)
  | { readonly type: 'paused' }
  /** With `forOneStep`, it pauses again after one batch. */
  | { readonly type: 'resumed'; readonly forOneStep?: true }
  /** One batch was trained on by itself. */
  | { readonly type: 'batch'; readonly batch: SeenBatch }
  | { readonly type: 'points'; readonly points: TrainPoints }
  | {
      readonly type: 'epochEnd'
      /** 1-based. */
      readonly epoch: number
      /** Means over the epoch while the weights move, as Keras reports them. */
      readonly train: LossAndAccuracy
      /** Of its last step. */
      readonly learningRate: number
      /** Of its training, without pauses and without the look at the validation images. */
      readonly imagesPerSecond?: number
      readonly validation?: Evaluation
    }
  /** Before the epoch ends. It comes twice of an epoch whose end was reached twice, and then may lack the ratios of the first. */
  | { readonly type: 'anatomy'; readonly anatomy: EpochAnatomy }
  /** The device has no room for it, or can't compile it: nobody watches any more, and the run goes on. */
  | { readonly type: 'anatomyFailed'; readonly message: string }
  | ({ readonly type: 'callback' } & CallbackEvent)
  /**
   * The device was lost, or another trainer took over. The run goes on from `place`, and what was reported of later steps is void. Without
   * `place`, it begins again. The message says which, and what is lost by it.
   */
  | { readonly type: 'recovered'; readonly place?: RunPlace; readonly message: string }

export interface RunCalls {
  /** Trains; answered when the run has ended, one way or another. Sends the events of the run. */
  train(request: RunRequest): RunOutcome
  pause(request: { readonly runId: number }): void
  resume(request: { readonly runId: number }): void
  /** Pauses the run, trains on one batch, and shows it: sends `batch`. */
  step(request: { readonly runId: number }): void
  stop(request: { readonly runId: number }): void
  /** Begins to take the anatomy of the model at the end of each epoch, or does so no more. */
  watchInside(request: { readonly runId: number; readonly watches: boolean }): void
  /** Sets the learning rate of all steps that are still to come, of a run that is paused. */
  setLearningRate(request: { readonly runId: number; readonly learningRate: number }): void
}
