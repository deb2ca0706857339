import { findSchedule } from '../../model/training/schedules/schedules'
import { useDocument, useRunLog } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { CurveFigure } from './CurveFigure'

/** The learning rate over the run: folded, unless something sets it. */
export function RateFigure() {
  const recipe = useDocument((document) => document.recipe)
  const log = useRunLog()
  const isSet =
    findSchedule(recipe) !== undefined || recipe.reduceLROnPlateau.on || log.some(({ did }) => did === 'rate')
  return (
    // Anew, so that it opens when that changes, and a person may close it again.
    <Fold
      key={String(isSet)}
      plain
      title="Learning rate over the run"
      startsOpen={isSet}
      fact={isSet ? undefined : 'constant'}
    >
      <CurveFigure curve="learningRate" />
    </Fold>
  )
}
