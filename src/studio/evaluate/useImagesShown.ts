/** The way from what is on show to its images. */
import type { AskedPredictions } from '../../engine/protocol/predictions'
import { useActions, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'

export interface ImagesShown {
  /** Absent where the images are not to be had: `whyNot` says why, unless it goes without saying. */
  readonly show?: (query: AskedPredictions, why: string) => void
  readonly whyNot?: string
}

/** The epoch of the run on show whose weights its model has. */
export function useEpochOfModel(): number | undefined {
  const last = useSession(({ run }) => run.validation?.epoch)
  return useSession(({ run }) => (run.state.status === 'done' ? run.state.weightsOf : undefined)) ?? last
}

/** @param epoch that is on show, of a validation split. */
export function useImagesShown(split: 'validation' | 'test', epoch: number | undefined): ImagesShown {
  const state = useSession(({ run }) => run.state)
  const isOfRun = useSession(({ run, model }) => run.model !== undefined && run.model.id === model.current?.id)
  const hasModel = useSession(({ model }) => model.current !== undefined)
  const isOfOtherData = useSession(({ run, data }) => run.data.dataset !== data.choices.dataset)
  const ofModel = useEpochOfModel()
  const { showPredicted } = useActions()
  if (isTraining(state)) return { whyNot: 'The images behind a cell can be seen when the run has ended.' }
  if (!hasModel) return {}
  if (split === 'validation') {
    if (!isOfRun) return {}
    if (isOfOtherData) return { whyNot: 'The images behind a cell can be seen when the data of the run are at hand.' }
    if (epoch !== ofModel)
      return {
        whyNot: `The images behind a cell can be seen after epoch ${ofModel ?? 0}, whose weights the model has.`,
      }
  }
  return { show: (query, why) => void showPredicted(split, query, why) }
}
