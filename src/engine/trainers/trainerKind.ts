/** A kind of trainer: what it says of itself before it is opened, and how it is opened. */
import type { Dataset } from '../../data/dataset'
import { breathe } from '../../common/breathe'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { Normalisation } from '../../model/training/normalisation'
import type { Recipe } from '../../model/training/recipe'
import type { Backend } from '../backend'
import type { ObservedSubject, Observer } from '../observer'
import type { TrainerChoice } from '../protocol/device'
import type { Trainer } from '../trainer'

/** What is to be trained. */
export interface Subject {
  /** Trainable by `analyseStack`. */
  readonly stack: Stack
  readonly data: DataShape
  readonly recipe: Recipe
  readonly normalisation: Normalisation
  /** The weight of each class in training. Absent when all images count alike. */
  readonly classWeights?: readonly number[]
}

/** All that a trainer needs of a dataset. */
export type LabelledImages = Pick<Dataset, 'pixels' | 'count' | 'labels'>

export interface Preparation {
  /** Aborted when what is prepared is no longer wanted. */
  readonly signal?: AbortSignal
  /** Told how many kernels are compiled from now on. */
  readonly onCompile?: (kernels: number) => void
}

export interface Opened {
  /** Disposed of by `close`. */
  readonly trainer: Trainer
  /** Bytes held on the device: the trainer's, the dataset's, and those that TensorFlow.js keeps. */
  allocatedBytes(): number
  /** Frees the trainer and the dataset on the device. */
  close(): void
}

export interface OpenedObserver {
  /** Disposed of by `close`. */
  readonly observer: Observer
  /** Frees the observer and the images on the device. */
  close(): void
}

export interface TrainerKind {
  readonly kind: TrainerChoice['trainer']
  /** Whether it computes on such a backend at all. When it doesn't, the report on the device has said why. */
  runsOn(backend: Backend): boolean
  /** Why it can't train this subject on a backend that it runs on: one sentence for the person. */
  whyNot(backend: Backend, subject: Subject): Promise<string | undefined>
  /**
   * Loads the trainer's code, and sends the dataset to the device. Call it only when `runsOn` is true and `whyNot` gives no reason.
   *
   * @param preparation its signal is looked at after every step on the way.
   * @throws CallFailure with code `device` when the device has no memory for it, or can't compile it; the signal's reason.
   */
  open(backend: Backend, examples: LabelledImages, subject: Subject, preparation: Preparation): Promise<Opened>
  /** Like `whyNot`, for looking into a model. */
  whyNotObserve(backend: Backend, subject: ObservedSubject): Promise<string | undefined>
  /** Like `open`, for looking into a model. @throws RangeError when a weight is missing. */
  observe(
    backend: Backend,
    examples: LabelledImages,
    subject: ObservedSubject,
    preparation: Preparation,
  ): Promise<OpenedObserver>
}

/** Lets messages in, one of which may be Stop. */
export async function look(signal: AbortSignal | undefined): Promise<void> {
  await breathe()
  signal?.throwIfAborted()
}
