/** What there is to say of the run on show, out of what the page knows of it. */
import type { EpochAnatomy } from '../../model/anatomy/anatomy'
import { adviseOnAnatomy } from '../../model/training/anatomyAdvice'
import { adviseOnDivergence, adviseOnRun, type RunAdvice } from '../../model/training/advice'
import { leavesAverage } from '../../runs/modelFigures'
import type { EpochMetrics } from '../curves/metricsBuffer'
import type { Session } from '../session/session'
import { isOfRun } from './isOfRun'

/**
 * @param inside the newest look inside the model, where it was watched.
 * @returns undefined where there is nothing to say, or where the classes' sizes aren't known any more, as on other data.
 */
export function adviceOnRun(
  { run, data, model }: Pick<Session, 'run' | 'data' | 'model'>,
  epochs: readonly EpochMetrics[],
  inside?: EpochAnatomy,
): RunAdvice | undefined {
  const { images, validation, state } = run
  const recipe = run.model?.recipe
  if (recipe && state.status === 'failed' && state.diverged) return adviseOnDivergence(recipe)
  if (!run.model || !recipe || !images || !data.dataset || run.data.dataset !== data.choices.dataset) return undefined
  if (state.status === 'idle' || state.status === 'failed') return undefined
  // Its figures are of weights that the model no longer has.
  if (state.status === 'done' && leavesAverage(recipe, state.weightsOf)) return undefined
  // Whoever stopped watching knows no more how the model is now.
  const isNewest = inside !== undefined && inside.epoch >= (epochs.at(-1)?.epoch ?? 0)
  const blocked = isNewest && adviseOnAnatomy(inside, recipe)
  if (blocked) return blocked
  const look = validation ?? (isOfRun({ run, model }) ? model.test : undefined)
  return adviseOnRun({
    recipe,
    epochs,
    trainPerClass: data.dataset.perClass.train,
    trainImages: images.train,
    ...(look && { look }),
    hasMovingMeans: run.model.stack.layers.some(({ className }) => className === 'BatchNormalization'),
    keepsNormalisation: run.beginning?.keepsNormalisation === true,
    hasEnded: state.status === 'done',
  })
}
