import { useRunEpochs } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { formatCount } from '../../ui/format'
import { CurveFigure } from './CurveFigure'

/** Images per second over the run, folded. */
export function SpeedFigure() {
  const speed = useRunEpochs().at(-1)?.imagesPerSecond
  return (
    <Fold plain title="Images per second" fact={speed === undefined ? undefined : formatCount(speed)}>
      <CurveFigure curve="imagesPerSecond" />
    </Fold>
  )
}
