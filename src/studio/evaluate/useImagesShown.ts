/** The way from what is on show to its images. */
import type { AskedPredictions, PredictedRun } from '../../engine/protocol/predictions'
import type { Recipe } from '../../model/training/recipe'
import { leavesAverage } from '../../runs/modelFigures'
import { useActions, useSession } from '../../store/hooks'
import { isTraining, type RunState } from '../../store/session/runPart'
import { formatCount } from '../../ui/format'

export interface ImagesShown {
  /** Absent where the images are not to be had: `whyNot` says why, unless it goes without saying. */
  readonly show?: (query: AskedPredictions, why: string, since?: PredictedRun) => void
  readonly whyNot?: string
}

/** Which weights the model of the run on show has, in a few words; nothing where that goes without saying. */
export function useWeightsInWords(): string | undefined {
  const epoch = useSession(({ run }) => epochOfModel(run.state))
  const isAveraged = useSession(
    ({ run: { model, state } }) => model?.recipe !== undefined && leavesAverage(model.recipe, weightsOf(state)),
  )
  if (isAveraged) return 'with the moving average of its weights'
  return epoch === undefined ? undefined : `after epoch ${formatCount(epoch)}`
}

/** @param epoch of the matrix that is on show, of a validation split; `model` where what is on show is of the model itself. */
export function useImagesShown(split: 'validation' | 'test', epoch: number | 'model' | undefined): ImagesShown {
  const state = useSession(({ run }) => run.state)
  const isOfRun = useSession(({ run, model }) => run.model !== undefined && run.model.id === model.current?.id)
  const hasModel = useSession(({ model }) => model.current !== undefined)
  const isOfOtherData = useSession(({ run, data }) => run.data.dataset !== data.choices.dataset)
  const recipe = useSession(({ run }) => run.model?.recipe)
  const { showPredicted } = useActions()
  if (isTraining(state)) return { whyNot: 'The images behind a cell can be seen when the run has ended.' }
  if (!hasModel) return {}
  if (split === 'validation') {
    if (!isOfRun) return { whyNot: 'The images behind a cell can be seen while the model of the run is at hand.' }
    if (isOfOtherData) return { whyNot: 'The images behind a cell can be seen when the data of the run are at hand.' }
    const whyNot = epoch === 'model' ? undefined : whyNoImages(state, recipe, epoch)
    if (whyNot !== undefined) return { whyNot }
  }
  return { show: (query, why, since) => void showPredicted(split, query, why, since) }
}

/**
 * Why the model would not find the images that a matrix of the run's validation split counts. A matrix is of the weights that its epoch ended
 * with: the model need not have them.
 * @param epoch of the matrix.
 */
export function whyNoImages(
  state: RunState,
  recipe: Pick<Recipe, 'movingAverage' | 'modelCheckpoint'> | undefined,
  epoch: number | undefined,
): string | undefined {
  if (recipe && leavesAverage(recipe, weightsOf(state)))
    return 'The matrix is of the weights before they were averaged, and the model has their moving average: it may take other images for a class.'
  const ofModel = epochOfModel(state)
  if (ofModel === undefined)
    return 'The run ended within an epoch, and the matrix is of the weights before: the model may take other images for a class.'
  return epoch === ofModel
    ? undefined
    : `The images behind a cell can be seen after epoch ${formatCount(ofModel)}, whose weights the model has.`
}

function weightsOf(state: RunState): number | undefined {
  return state.status === 'done' ? state.weightsOf : undefined
}

/** The epoch that ended with the weights of the model; none where the run ended within one. */
function epochOfModel(state: RunState): number | undefined {
  const place = state.status === 'done' ? state.place : undefined
  return weightsOf(state) ?? (place && place.step === place.steps ? place.epoch : undefined)
}
