import { useIsOfRun, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'

/** Why the validation split can't be chosen: a sentence, or nothing where it can, or where that goes without saying. */
export function useWhyNoValidation(): string | undefined {
  const hasModel = useSession(({ model }) => model.current !== undefined)
  const training = useSession(({ run }) => isTraining(run.state))
  const isOfRun = useIsOfRun()
  const isOfOtherData = useSession(({ run, data }) => run.data.dataset !== data.choices.dataset)
  const hasLook = useSession(({ run }) => run.validation !== undefined)
  if (!hasModel || training) return undefined
  if (!isOfRun)
    return 'Validation images are those of a run on show: this model was opened or restored without its run.'
  if (!hasLook) return 'The run looked at no validation images.'
  return isOfOtherData ? 'The validation images of the run are not among the data at hand.' : undefined
}
