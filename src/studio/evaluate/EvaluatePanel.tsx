import { withoutBidiControls } from '../../common/text'
import { useMemo, useState } from 'react'
import { useActions, useOtherData, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { formatAmount, formatCount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { Panel } from '../../ui/Panel'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { ClassTable, type ClassTableProps } from './ClassTable'
import { ConfusionFigure } from './ConfusionFigure'
import type { ConfusionMatrixProps } from './ConfusionMatrix'
import styles from './EvaluatePanel.module.css'
import { EpochSlider } from './EpochSlider'
import { LookCloser } from './LookCloser'
import { TestResults } from './TestResults'
import { useBlankEvaluation } from './useBlankEvaluation'
import { useEpochShown } from './useEpochShown'
import { useImagesShown, type ImagesShown } from './useImagesShown'

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
  const byEpoch = useEpochShown()
  const epochShown = split === 'validation' && validation ? byEpoch : undefined
  const evaluation = useShown(look ?? blank, epochShown?.confusion)
  const elsewhere = useOtherData()
  const images = useImagesShown(split, epochShown?.epoch ?? validation?.epoch)
  const isLooking = useSession(({ model }) => model.looking)
  const trouble = useSession(({ model }) => model.lookTrouble)
  const { dismiss } = useActions()
  const moment =
    split === 'validation' && validation ? `, after epoch ${formatCount(epochShown?.epoch ?? validation.epoch)}` : ''
  const place = split === 'validation' && elsewhere !== undefined ? ` of ${withoutBidiControls(elsewhere)}` : ''

  return (
    <Panel
      id="evaluate"
      title="Evaluate"
      aside={
        <>
          <LookCloser split={split} />
          <SegmentedControl
            label="Split"
            value={split}
            options={[
              { value: 'validation', label: 'Validation', disabled: !validation },
              { value: 'test', label: 'Test', disabled: !test },
            ]}
            onChange={setPreferred}
          />
        </>
      }
    >
      <TestResults />
      <p className={styles.source}>
        {look ? `From ${formatAmount(look.images, `${look.split} image`)}${place}${moment}` : EXPECTED}
      </p>
      {epochShown && <EpochSlider shown={epochShown} />}
      <div className={styles.details}>
        <div className={styles.matrix}>
          <ConfusionFigure
            evaluation={evaluation}
            blank={look === undefined}
            before={epochShown?.before}
            onShow={look && images.show && showCell(images.show, split)}
          />
          {look && (
            <div className={styles.images} role="group" aria-label={`Images of the ${split} split`}>
              {images.show && (
                <>
                  <Button size="small" unavailable={isLooking} onClick={showMistakes(images.show, split)}>
                    Mistakes
                  </Button>
                  <Button size="small" unavailable={isLooking} onClick={showUnsure(images.show, split)}>
                    Least sure
                  </Button>
                </>
              )}
              <p role="status" className={styles.source}>
                {isLooking ? 'The model looks at the images …' : images.whyNot}
              </p>
            </div>
          )}
          {trouble !== undefined && (
            <Message kind="danger" onDismiss={() => dismiss('look')}>
              {trouble}
            </Message>
          )}
        </div>
        <div className={styles.byClass}>
          <ClassTable evaluation={evaluation} />
        </div>
      </div>
    </Panel>
  )
}

type Show = NonNullable<ImagesShown['show']>

function showCell(show: Show, split: string): ConfusionMatrixProps['onShow'] {
  return ({ truth, guess }, description) =>
    show({ kind: 'cell', truth, predicted: guess }, `${description}, of the ${split} split, the surest first`)
}

function showMistakes(show: Show, split: string): () => void {
  return () => show({ kind: 'mistakes' }, `Mistakes on the ${split} split, the surest first`)
}

function showUnsure(show: Show, split: string): () => void {
  return () => show({ kind: 'unsure' }, `Images of the ${split} split, those that the model is least sure of first`)
}

/** The classes under the names that the page shows everywhere. @param confusion in place of the evaluation's own. */
function useShown(
  { classes, confusion: own }: ClassTableProps['evaluation'],
  confusion = own,
): ClassTableProps['evaluation'] {
  return useMemo(() => ({ classes: classes.map(withoutBidiControls), confusion }), [classes, confusion])
}
