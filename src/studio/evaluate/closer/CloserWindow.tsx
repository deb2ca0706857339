import { FileText } from 'lucide-react'
import { Suspense, useMemo, useState, type ReactNode } from 'react'
import { withoutBidiControls } from '../../../common/text'
import { useReport } from '../../../report/useReport'
import { useActions, useClassMatch, useSession } from '../../../store/hooks'
import { isTraining } from '../../../store/session/runPart'
import { UNDER_WAY } from '../../../store/session/underWay'
import { Button } from '../../../ui/Button'
import { formatAmount, formatDate } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { onDemand } from '../../../ui/onDemand'
import { ProgressBar } from '../../../ui/ProgressBar'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { TabbedWindow } from '../../../ui/TabbedWindow'
import { useImagesShown } from '../useImagesShown'
import { useSourceText } from '../useSourceText'
import { useWhyNoValidation } from '../useWhyNoValidation'
import { ClassesTab } from './ClassesTab'
import styles from './CloserWindow.module.css'
import { CurvesTab } from './CurvesTab'
import { FigureSourceContext, type FigureSource } from './figureSource'
import { useStudy } from './useStudy'

/** Each comes when it is looked at. */
const MapTab = onDemand(async () => (await import('./map/MapTab')).MapTab)
const AnatomyTab = onDemand(async () => (await import('./anatomy/AnatomyTab')).AnatomyTab)
const InsideTab = onDemand(async () => (await import('./inside/InsideTab')).InsideTab)

type ShownSplit = FigureSource['split']
type ShownTab = 'classes' | 'curves' | 'map' | 'inside' | 'anatomy'

export interface CloserWindowProps {
  /** Which is looked at first. */
  readonly split: ShownSplit
  /** The image of the data that the model is looked into with at first; absent where its figures are. */
  readonly inside?: number | undefined
  onClose(): void
}

/** The evaluation of a split, studied: class by class, and by what its probabilities are worth. */
export function CloserWindow({ split: first, inside: image, onClose }: CloserWindowProps) {
  const training = useSession(({ run }) => isTraining(run.state))
  const [tab, setTab] = useState<ShownTab>(image !== undefined ? 'inside' : training ? 'anatomy' : 'classes')
  const [chosen, setSplit] = useState(first)
  const [opened] = useState(() => Date.now())
  const ways = { validation: useImagesShown('validation', 'model'), test: useImagesShown('test', undefined) }
  const split = ways[chosen].show ? chosen : 'test'
  const { show, whyNot } = ways[split]
  const { study, trouble } = useStudy(split, show !== undefined && tab !== 'inside' && tab !== 'anatomy')
  const of = useSourceText(split)
  const lookTrouble = useSession(({ model }) => model.lookTrouble)
  const share = useSession(({ model }) => model.lookShare)
  const whyNoValidation = useWhyNoValidation()
  const match = useClassMatch()
  const isLooking = useSession(({ model }) => model.looking)
  const report = useReport()
  const { dismiss } = useActions()
  const source = useMemo(
    (): FigureSource | undefined =>
      study && {
        split,
        study,
        lines: [`${of.data}, ${formatAmount(study.images, `${split} image`)}`, of.model, formatDate(opened)],
        showImages: (query, why) => show?.(query, `${why}, of the ${split} split`),
      },
    [study, split, of.data, of.model, opened, show],
  )

  const inside = (content: ReactNode): ReactNode => {
    if (!show) return <Sentence>{whyNot ?? 'There is no model to look at, or it was trained on other data.'}</Sentence>
    if (trouble !== undefined) return <Message kind="danger">{trouble}</Message>
    if (!source)
      return (
        <Sentence>
          The model looks at the images …
          <ProgressBar label="The model looks at the images" share={share} />
          <Button size="small" onClick={onClose}>
            Cancel
          </Button>
        </Sentence>
      )
    if (source.study.images === 0)
      return (
        <Sentence>
          There are no {split} images, so there is nothing to measure. Set some aside under Splits, or look at the other
          split.
        </Sentence>
      )
    return <FigureSourceContext value={source}>{content}</FigureSourceContext>
  }

  return (
    <TabbedWindow<ShownTab>
      title="Look closer"
      label="What to look at"
      tabs={[
        { value: 'classes', label: 'Classes', content: inside(<ClassesTab />) },
        { value: 'curves', label: 'Curves', content: inside(<CurvesTab />) },
        { value: 'map', label: 'Map', content: <Suspense>{inside(<MapTab />)}</Suspense> },
        {
          value: 'inside',
          label: 'Inside',
          content: (
            <Suspense>
              <InsideTab split={split} first={image} modelWords={of.model} />
            </Suspense>
          ),
        },
        {
          value: 'anatomy',
          label: 'Training inside',
          content: (
            <Suspense>
              <AnatomyTab />
            </Suspense>
          ),
        },
      ]}
      tab={tab}
      tools={
        <>
          {tab !== 'anatomy' && (
            <SegmentedControl
              label="Split"
              value={split}
              options={[
                { value: 'validation', label: 'Validation', disabled: !ways.validation.show },
                { value: 'test', label: 'Test' },
              ]}
              onChange={setSplit}
            />
          )}
          <Button
            unavailable={training || isLooking || report.isSaving === true}
            title={training ? UNDER_WAY.training : undefined}
            onClick={() => void report.save()}
          >
            <FileText size={14} aria-hidden />
            Report
          </Button>
        </>
      }
      above={
        <>
          {lookTrouble !== undefined && (
            <Message kind="danger" onDismiss={() => dismiss('look')}>
              {lookTrouble}
            </Message>
          )}
          {report.trouble !== undefined && (
            <Message kind="danger" onDismiss={report.dismiss}>
              {report.trouble}
            </Message>
          )}
          {report.told !== undefined && (
            <Message kind="info" onDismiss={report.dismiss}>
              {report.told}
            </Message>
          )}
          {!ways.validation.show && whyNoValidation !== undefined && <p className={styles.source}>{whyNoValidation}</p>}
          {source && tab !== 'anatomy' && (
            <p className={styles.source}>
              {[
                ...source.lines.slice(0, 2),
                ...(split === 'test' && match !== undefined ? [withoutBidiControls(match)] : []),
              ].join(' · ')}
            </p>
          )}
        </>
      }
      onTab={setTab}
      onClose={onClose}
    />
  )
}

function Sentence({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className={styles.trouble}>
      {children}
    </div>
  )
}
