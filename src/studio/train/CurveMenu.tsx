import { withoutBidiControls } from '../../common/text'
import { curveColumns, epochRows } from '../../figures/run/curveTable'
import type { Curve } from '../../figures/run/curveText'
import { useRunLog, useRunMetrics, useSession } from '../../store/hooks'
import { FigureMenu } from '../../ui/figure/FigureMenu'
import { nameFile } from '../../ui/figure/nameFile'
import { formatCount } from '../../ui/format'

export interface CurveMenuProps {
  readonly curve: Curve
  readonly title: string
  readonly k: number
}

/** The files of a curve; nothing before the first run. Its epochs are asked for when a file is. */
export function CurveMenu({ curve, title, k }: CurveMenuProps) {
  const metrics = useRunMetrics()
  const hasLog = useRunLog().length > 0
  const hasRun = useSession(({ run }) => run.state.status !== 'idle')
  const number = useSession(({ run }) => run.number)
  const dataName = useSession(({ run }) => run.dataName)
  if (!hasRun) return null
  const run = number === undefined ? 'This run' : `Run ${formatCount(number)}`
  return (
    <FigureMenu
      title={title}
      lines={[[withoutBidiControls(dataName), run].filter((word) => word !== '').join(', ')]}
      fileName={nameFile(`${title} ${run}`)}
      columns={curveColumns(curve, hasLog)}
      rows={() =>
        epochRows(curve, metrics.epochs(), metrics.log(), k).map(({ epoch, values, log }) => [
          epoch,
          ...values,
          ...(log === undefined ? [] : [log]),
        ])
      }
    />
  )
}
