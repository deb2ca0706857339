import { useState } from 'react'
import type { ChosenCurve } from '../../../figures/study/curveSeries'
import { studyRows } from '../../../figures/study/studyRows'
import { InlineSelect } from '../../../ui/InlineSelect'
import { AbstainFigure } from './AbstainFigure'
import { ConfidenceFigure, ReliabilityFigure } from './CalibrationFigures'
import { CurvesFigure } from './CurvesFigure'
import { useFigureSource } from './figureSource'
import styles from './tabs.module.css'

/** What the model's probabilities are worth. */
export function CurvesTab() {
  const { study } = useFigureSource()
  const [wanted, setChosen] = useState<ChosenCurve>('all')
  const { classes, probabilities } = study
  if (!probabilities) {
    return (
      <div className={styles.tab}>
        {studyRows(study, { column: 0, falling: false }).reasons.map((reason) => (
          <p key={reason} className={styles.remark}>
            {reason}
          </p>
        ))}
      </div>
    )
  }
  const chosen = Number(wanted) >= classes.length ? 'all' : wanted
  return (
    <div className={styles.tab}>
      <div className={styles.wide}>
        <InlineSelect
          label="ROC and precision of"
          value={chosen}
          options={[
            { value: 'all', label: 'All classes and their mean' },
            { value: 'macro', label: 'Macro average' },
            { value: 'micro', label: 'Micro average' },
            ...classes.map((label, index) => ({ value: String(index), label })),
          ]}
          onChange={setChosen}
        />
      </div>
      <CurvesFigure kind="roc" chosen={chosen} />
      <CurvesFigure kind="precision" chosen={chosen} />
      <ReliabilityFigure />
      <ConfidenceFigure />
      <div className={styles.wide}>
        <AbstainFigure />
      </div>
    </div>
  )
}
