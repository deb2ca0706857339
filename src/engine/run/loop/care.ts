/** What has come of a run's callbacks: what they remember, the weights that they keep, and the learning rate where it was set. */
import type { Weights } from '../../../model/graph/weights'
import type { CallbackName, Memories } from '../../../model/training/callbacks/callbacks'
import type { RunPlace } from '../../protocol/run'
import type { TrainerState } from '../../trainer'

interface KeptWeights {
  /** The epoch that they are of, 1-based. */
  readonly epoch: number
  readonly weights: Weights
}

export interface Care {
  readonly memories: Memories
  readonly kept: { readonly [Name in CallbackName]?: KeptWeights }
  /** Of the next step and all behind it, since a callback or a person set it. Absent while the recipe's schedule says it. */
  readonly learningRate?: number
  /** Training has ended early, and why: only the test is left. */
  readonly stopped?: string
  /** Training has ended, and the weights are those of this epoch again. */
  readonly restored?: number
}

export const NO_CARE: Care = { memories: {}, kept: {} }

/**
 * The weights of the model that a run leaves: ModelCheckpoint's where it is on. The run itself goes on from those of its state.
 */
export function modelWeights({ state, care }: { readonly state: TrainerState; readonly care: Care }): Weights {
  return care.kept.modelCheckpoint?.weights ?? state.weights
}

/** The epoch that the model's weights are of, where they are not those of the place that the run has come to. */
export function epochOfModel(care: Care, { epoch: reached, step, steps }: RunPlace): number | undefined {
  const epoch = care.kept.modelCheckpoint?.epoch ?? care.restored
  return epoch === reached && step === steps ? undefined : epoch
}

/**
 * After an early stop, or where weights were restored, a run that goes on is as a second `fit` in Keras: EarlyStopping and ReduceLROnPlateau
 * begin anew, and the optimizer and its learning rate stay. Otherwise it goes on as if it had not ended.
 */
export function afterFit(care: Care): Care {
  const { memories, kept, learningRate } = care
  const { modelCheckpoint } = kept
  return {
    memories: 'modelCheckpoint' in memories ? { modelCheckpoint: memories.modelCheckpoint } : {},
    kept: modelCheckpoint ? { modelCheckpoint } : {},
    ...(learningRate !== undefined && { learningRate }),
  }
}
