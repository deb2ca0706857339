import { CURVE_DEFINITIONS } from '../../figures/run/definitions'
import { hitsAt, ksOf } from '../../model/metrics/hits'
import { useActions, useDataShape, useHitsAt, useRunEpochs, useSession } from '../../store/hooks'
import { Fold } from '../../ui/Fold'
import { formatPercent } from '../../ui/format'
import { Help } from '../../ui/Help'
import { InlineSelect } from '../../ui/InlineSelect'
import { CurveFigure } from './CurveFigure'
import styles from './HitsFigure.module.css'

/** Hits at k over the run, folded; nothing where there are so few classes that every k says little. */
export function HitsFigure() {
  const { chooseHitsAt } = useActions()
  const ofData = useDataShape().classes
  const classes = useSession(({ run }) => run.model?.classes.length) ?? ofData
  const k = useHitsAt(classes)
  const ranks = useRunEpochs().findLast((epoch) => epoch.ranks)?.ranks
  if (k === undefined) return null
  return (
    <Fold plain title="Hits at k" fact={ranks && `${formatPercent(hitsAt(ranks, k))} at ${k}`}>
      <CurveFigure
        curve="hits"
        k={k}
        aside={
          <div className={styles.aside}>
            <Help term="hits at k" text={CURVE_DEFINITIONS.hits} />
            <InlineSelect
              label="k"
              name="k of hits at k"
              value={String(k)}
              options={ksOf(classes).map((each) => ({ value: String(each), label: String(each) }))}
              onChange={(chosen) => chooseHitsAt(Number(chosen))}
            />
          </div>
        }
      />
    </Fold>
  )
}
