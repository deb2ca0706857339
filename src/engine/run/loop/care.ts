/** What has come of a run's callbacks: what they remember, the weights that they keep, and the learning rate where it was set. */
import type { Weights } from '../../../model/graph/weights'
import type { CallbackName, Memories } from '../../../model/training/callbacks/callbacks'
import { averagedWeights, ruleOf, type Optimized } from '../../../model/training/optimizers/optimizers'
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
  /** Training has ended, and the weights are those of this epoch again; the last one, too, where they would be averaged otherwise. */
  readonly restored?: number
  /**
   * Training by a recipe that averages the weights has ended, and the state's weights are those of the model: their average, or those that
   * early stopping restored. What goes on from there is a second `fit`.
   */
  readonly finalized?: true
}

export const NO_CARE: Care = { memories: {}, kept: {} }

/**
 * The weights of the model that a run leaves: ModelCheckpoint's where it is on, or else the average where the recipe asks for one, also of a run
 * that was stopped, as Keras's `fit` leaves it. The run itself goes on from those of its state.
 */
export function modelWeights(
  { state, care }: { readonly state: TrainerState; readonly care: Care },
  recipe: Optimized,
): Weights {
  return care.kept.modelCheckpoint?.weights ?? (care.finalized ? state.weights : averageOf(state, recipe))
}

/** Before the first step there is no average. */
export function averageOf({ weights, moments, counters }: TrainerState, recipe: Optimized): Weights {
  return counters['step'] === 0 ? weights : averagedWeights(ruleOf(recipe), weights, moments)
}

/**
 * The epoch that the model's weights are of, where they are not those that the run itself came to: of a run that ended with an average, the last
 * epoch's are others, too.
 */
export function epochOfModel(care: Care, { epoch: reached, step, steps }: RunPlace): number | undefined {
  const epoch = care.kept.modelCheckpoint?.epoch ?? care.restored
  return epoch === reached && step === steps && !care.finalized ? undefined : epoch
}

/**
 * After an early stop, or where weights were restored or averaged, a run that goes on is as a second `fit` in Keras: EarlyStopping and ReduceLROnPlateau
 * begin anew, and the optimizer and its learning rate stay. Otherwise it goes on as if it had not ended.
 */
export function afterFit(care: Care): Care {
  const { memories, kept, learningRate, finalized } = care
  const { modelCheckpoint } = kept
  return {
    memories: 'modelCheckpoint' in memories ? { modelCheckpoint: memories.modelCheckpoint } : {},
    kept: modelCheckpoint ? { modelCheckpoint } : {},
    ...(learningRate !== undefined && { learningRate }),
    ...(finalized && { finalized }),
  }
}
