import { useState } from 'react'
import { describeCell } from '../../../figures/confusion/confusionCells'
import { entropyFigure, frequencyFigure, type FrequencyOrder } from '../../../figures/study/classFigures'
import { confusedPairs, NO_CONFUSIONS } from '../../../figures/study/confusedPairs'
import { DEFINITIONS } from '../../../figures/study/definitions'
import { STUDY_COLUMNS, studyRows } from '../../../figures/study/studyRows'
import { RowBars } from '../../../ui/chart/RowBars'
import { isolate } from '../../../ui/format'
import { FigureFrame } from '../../../ui/FigureFrame'
import { Help } from '../../../ui/Help'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { Table, type TableOrder } from '../../../ui/Table'
import { useFigureSource } from './figureSource'
import { Overview } from './Overview'
import { FigureTools, StudyFigure, useFigureName } from './StudyFigure'
import styles from './tabs.module.css'

/** How each class fares. */
export function ClassesTab() {
  return (
    <div className={styles.tab}>
      <div className={styles.wide}>
        <Overview />
      </div>
      <div className={styles.wide}>
        <ScoresTable />
      </div>
      <FrequencyFigure />
      <EntropyFigure />
      <div className={styles.wide}>
        <Confusions />
      </div>
    </div>
  )
}

function ScoresTable() {
  const { study } = useFigureSource()
  const [order, setOrder] = useState<TableOrder>({ column: 0, falling: false })
  const { rows, averages, file, reasons } = studyRows(study, order)
  const title = 'Scores by class'
  const name = useFigureName(title)
  return (
    <div className={styles.scores}>
      <FigureFrame
        title={name}
        tools={<FigureTools title={title} definition={DEFINITIONS.classes} columns={STUDY_COLUMNS} rows={file} />}
      >
        <Table name={name} columns={STUDY_COLUMNS} rows={rows} footer={averages} order={order} onOrder={setOrder} />
        {reasons.map((reason) => (
          <p key={reason} className={styles.remark}>
            – {reason}
          </p>
        ))}
      </FigureFrame>
    </div>
  )
}

function FrequencyFigure() {
  const { study } = useFigureSource()
  const show = useShowClass()
  const [by, setBy] = useState<FrequencyOrder>('f1')
  const figure = frequencyFigure(study, by)
  return (
    <StudyFigure
      figure={figure}
      chart={
        <>
          <div className={styles.controls}>
            <SegmentedControl
              label="Order of the classes"
              value={by}
              options={[
                { value: 'f1', label: 'By F1' },
                { value: 'frequency', label: 'By frequency' },
              ]}
              onChange={setBy}
            />
          </div>
          <RowBars
            {...figure.drawing}
            label="Classes by F1 and frequency"
            onPress={(row) => show(figure.order[row]!)}
          />
        </>
      }
    />
  )
}

function EntropyFigure() {
  const { study } = useFigureSource()
  const show = useShowClass()
  const figure = entropyFigure(study)
  return (
    <StudyFigure
      figure={figure}
      chart={
        <RowBars {...figure.drawing} label="Classes by entropy, in nats" onPress={(row) => show(figure.order[row]!)} />
      }
    />
  )
}

/** Shows the images of a class. */
function useShowClass(): (index: number) => void {
  const { study, showImages } = useFigureSource()
  return (index) =>
    showImages(
      { kind: 'class', truth: index },
      `Class ${isolate(study.classes[index] ?? '')}, the least probable in it first`,
    )
}

function Confusions() {
  const { study, showImages } = useFigureSource()
  const { classes, confusion } = study
  const pairs = confusedPairs(study)
  const title = 'Most confused'
  const name = useFigureName(title)
  return (
    <section aria-label={name}>
      <div className={styles.header}>
        <h3 className={styles.title}>{name}</h3>
        <Help term={title} text={DEFINITIONS.confusions} />
      </div>
      {pairs.length === 0 ? (
        <p className={styles.remark}>{NO_CONFUSIONS}</p>
      ) : (
        <ol className={styles.leads}>
          {pairs.map(({ truth, predicted, says }) => (
            <li key={`${truth} ${predicted}`}>
              <button
                type="button"
                className={styles.lead}
                onClick={() =>
                  showImages(
                    { kind: 'cell', truth, predicted },
                    `${describeCell({ confusion, classes }, { truth, guess: predicted })}, the surest first`,
                  )
                }
              >
                {says}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
