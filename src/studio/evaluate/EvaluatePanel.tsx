import { withoutBidiControls } from '../../common/text'
import { useMemo, useState } from 'react'
import { useOtherData, useSession } from '../../store/hooks'
import { formatAmount } from '../../ui/format'
import { Panel } from '../../ui/Panel'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { ClassTable, type ClassTableProps } from './ClassTable'
import { ConfusionFigure } from './ConfusionFigure'
import styles from './EvaluatePanel.module.css'
import { TestResults } from './TestResults'
import { useBlankEvaluation } from './useBlankEvaluation'

const EXPECTED = 'After each epoch, and on the test images at the end'

/** The room where a model is judged: by the validation images after each epoch, by the test images at the end. */
export function EvaluatePanel() {
  const validation = useSession((session) => session.run.validation)
  const test = useSession((session) => session.model.test)
  const blank = useBlankEvaluation()
  const [preferred, setPreferred] = useState<'validation' | 'test'>('test')
  const looks = { validation, test }
  const split = looks[preferred] ? preferred : test ? 'test' : 'validation'
  const look = looks[split]
  const evaluation = useShown(look ?? blank)
  const elsewhere = useOtherData()
  const moment = split === 'validation' && validation ? `, after epoch ${validation.epoch}` : ''
  const place = split === 'validation' && elsewhere !== undefined ? ` of ${withoutBidiControls(elsewhere)}` : ''

  return (
    <Panel
      id="evaluate"
      title="Evaluate"
      aside={
        <SegmentedControl
          label="Split"
          value={split}
          options={[
            { value: 'validation', label: 'Validation', disabled: !validation },
            { value: 'test', label: 'Test', disabled: !test },
          ]}
          onChange={setPreferred}
        />
      }
    >
      <TestResults />
      <p className={styles.source}>
        {look ? `From ${formatAmount(look.images, `${look.split} image`)}${place}${moment}` : EXPECTED}
      </p>
      <div className={styles.details}>
        <div className={styles.matrix}>
          <ConfusionFigure evaluation={evaluation} blank={look === undefined} />
        </div>
        <div className={styles.byClass}>
          <ClassTable evaluation={evaluation} />
        </div>
      </div>
    </Panel>
  )
}

/** The classes under the names that the page shows everywhere. */
function useShown({ classes, confusion }: ClassTableProps['evaluation']): ClassTableProps['evaluation'] {
  return useMemo(() => ({ classes: classes.map(withoutBidiControls), confusion }), [classes, confusion])
}
