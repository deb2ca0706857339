import { withoutBidiControls } from '../../common/text'
import { Suspense, useMemo, useState } from 'react'
import { useIsTestOutdated, useOtherData, useSession } from '../../store/hooks'
import { formatAmount, formatCount } from '../../ui/format'
import { onDemand } from '../../ui/onDemand'
import { Panel } from '../../ui/Panel'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { ClassTable, type ClassTableProps } from './ClassTable'
import { ConfusionFigure } from './ConfusionFigure'
import type { ConfusionMatrixProps } from './ConfusionMatrix'
import styles from './EvaluatePanel.module.css'
import { ImagesOfSplit } from './ImagesOfSplit'
import { LookCloser } from './LookCloser'
import { TestResults } from './TestResults'
import { useBlankEvaluation } from './useBlankEvaluation'
import { useEpochShown } from './useEpochShown'
import { useImagesShown, type ImagesShown } from './useImagesShown'
import { useSourceText } from './useSourceText'
import { useWhyNoValidation } from './useWhyNoValidation'

const EpochSlider = onDemand(async () => (await import('./EpochSlider')).EpochSlider)

const EXPECTED = 'After each epoch, and on the test images at the end'
const OUTDATED = 'The results before were of other test images or labels.'

/** The room where a model is judged: by the validation images after each epoch, by the test images at the end. */
export function EvaluatePanel() {
  const validation = useSession((session) => session.run.validation)
  const test = useSession((session) => session.model.test)
  const blank = useBlankEvaluation()
  const [preferred, setPreferred] = useState<'validation' | 'test'>('test')
  const looks = { validation, test }
  const isOutdated = useIsTestOutdated()
  const whyNoValidation = useWhyNoValidation()
  const hasTest = test !== undefined || isOutdated
  const split = (preferred === 'test' ? hasTest : validation) ? preferred : hasTest ? 'test' : 'validation'
  const look = looks[split]
  const byEpoch = useEpochShown()
  const epochShown = split === 'validation' && validation ? byEpoch : undefined
  const evaluation = useShown(look ?? blank, epochShown?.confusion)
  const elsewhere = useOtherData()
  const images = useImagesShown(split, epochShown?.epoch ?? validation?.epoch)
  const of = useSourceText(split)
  const moment =
    split === 'validation' && validation ? `, after epoch ${formatCount(epochShown?.epoch ?? validation.epoch)}` : ''
  const place = split === 'validation' && elsewhere !== undefined ? ` of ${withoutBidiControls(elsewhere)}` : ''
  const origin = useMemo(
    () =>
      look && {
        split,
        lines: [`${of.data}, ${formatAmount(look.images, `${look.split} image`)}${moment}`, of.model],
      },
    [look, split, of.data, of.model, moment],
  )

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
              { value: 'test', label: 'Test', disabled: !hasTest },
            ]}
            onChange={setPreferred}
          />
        </>
      }
    >
      <TestResults />
      <p className={styles.source}>
        {look
          ? `From ${formatAmount(look.images, `${look.split} image`)}${place}${moment}`
          : isOutdated
            ? OUTDATED
            : EXPECTED}
      </p>
      {!validation && whyNoValidation !== undefined && <p className={styles.source}>{whyNoValidation}</p>}
      {epochShown && (
        <Suspense>
          <EpochSlider shown={epochShown} />
        </Suspense>
      )}
      <div className={styles.details}>
        <div className={styles.matrix}>
          <ConfusionFigure
            evaluation={evaluation}
            origin={origin}
            before={epochShown?.before}
            onShow={look && images.show && showCell(images.show, split)}
          />
          {look && <ImagesOfSplit split={split} images={images} />}
        </div>
        <div className={styles.byClass}>
          <ClassTable evaluation={evaluation} origin={origin} />
        </div>
      </div>
    </Panel>
  )
}

/** Shows the images of a cell. */
function showCell(show: NonNullable<ImagesShown['show']>, split: string): ConfusionMatrixProps['onShow'] {
  return ({ truth, guess }, description) =>
    show({ kind: 'cell', truth, predicted: guess }, `${description}, of the ${split} split, the surest first`)
}

/** The classes under the names that the page shows everywhere. @param confusion in place of the evaluation's own. */
function useShown(
  { classes, confusion: own }: ClassTableProps['evaluation'],
  confusion = own,
): ClassTableProps['evaluation'] {
  return useMemo(() => ({ classes: classes.map(withoutBidiControls), confusion }), [classes, confusion])
}
