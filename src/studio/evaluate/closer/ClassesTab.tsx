import { useState } from 'react'
import { classificationReport } from '../../../model/metrics/classification'
import { rowEntropies } from '../../../model/metrics/entropy'
import { topConfusions } from '../../../model/metrics/topConfusions'
import { RowBars } from '../../../ui/chart/RowBars'
import { formatAmount, formatCount, formatPercent, isolate } from '../../../ui/format'
import { FigureFrame } from '../../../ui/FigureFrame'
import { Help } from '../../../ui/Help'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { Table, type TableOrder } from '../../../ui/Table'
import { describeCell } from '../confusionCells'
import { DEFINITIONS } from './definitions'
import { useFigureSource } from './figureSource'
import { Overview } from './Overview'
import { FigureTools, StudyFigure, useFigureName } from './StudyFigure'
import { formatScore, STUDY_COLUMNS, studyRows } from './studyRows'
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

/** A class as it stands in a chart: its place in the class order, and what it is sorted by. */
interface Entry {
  readonly index: number
  readonly name: string
  readonly f1: number | null
  readonly frequency: number
}

function FrequencyFigure() {
  const { study } = useFigureSource()
  const { classes, confusion, frequencies } = study
  const show = useShowClass()
  const [by, setBy] = useState<'f1' | 'frequency'>('f1')
  const { perClass } = classificationReport(confusion, classes.length)
  const entries = classes
    .map((name, index): Entry => ({ index, name, f1: perClass[index]!.f1, frequency: frequencies[index] ?? 0 }))
    .toSorted((one, other) => (other[by] ?? -1) - (one[by] ?? -1))
  return (
    <StudyFigure
      title="F1 and frequency"
      definition={DEFINITIONS.f1}
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
            label="Classes by F1 and frequency"
            heading="Class"
            columns={[
              { title: 'F1', most: 1 },
              { title: 'Dataset images', most: Math.max(1, ...frequencies), className: styles.frequency },
            ]}
            rows={entries.map(({ name, f1, frequency }) => ({
              name,
              values: [f1, frequency],
              texts: [formatScore(f1), formatCount(frequency)],
              says: `${isolate(name)}: F1 ${formatScore(f1)}, ${formatAmount(frequency, 'image')} in the dataset`,
            }))}
            onPress={(row) => show(entries[row]!.index)}
          />
        </>
      }
      columns={['Class', 'F1', 'Images in the dataset']}
      rows={entries.map(({ name, f1, frequency }) => [name, f1, frequency])}
      written={entries.map(({ name, f1, frequency }) => [name, formatScore(f1), formatCount(frequency)])}
    />
  )
}

function EntropyFigure() {
  const { study } = useFigureSource()
  const { classes, confusion } = study
  const show = useShowClass()
  const entropies = rowEntropies(confusion, classes.length)
  const entries = classes
    .map((name, index) => ({ index, name, entropy: entropies[index] ?? null }))
    .toSorted((one, other) => (other.entropy ?? -1) - (one.entropy ?? -1))
  return (
    <StudyFigure
      title="Entropy by class"
      definition={DEFINITIONS.entropy}
      chart={
        <RowBars
          label="Classes by entropy, in nats"
          heading="Class"
          columns={[
            {
              title: 'Entropy of its row, nats',
              most: Math.max(...entropies.map((entropy) => entropy ?? 0)),
              className: styles.entropy,
            },
          ]}
          rows={entries.map(({ name, entropy }) => ({
            name,
            values: [entropy],
            texts: [formatScore(entropy)],
            says: `${isolate(name)}: entropy ${entropy === null ? 'undefined, as it has no images here' : `${formatScore(entropy)} nats`}`,
          }))}
          onPress={(row) => show(entries[row]!.index)}
        />
      }
      columns={['Class', 'Entropy, nats']}
      rows={entries.map(({ name, entropy }) => [name, entropy])}
      written={entries.map(({ name, entropy }) => [name, formatScore(entropy)])}
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

const MOST_PAIRS = 10

function Confusions() {
  const { study, showImages } = useFigureSource()
  const { classes, confusion } = study
  const pairs = topConfusions(confusion, classes.length, MOST_PAIRS)
  const title = 'Most confused'
  const name = useFigureName(title)
  const nameOf = (index: number): string => isolate(classes[index] ?? '')
  return (
    <section aria-label={name}>
      <div className={styles.header}>
        <h3 className={styles.title}>{name}</h3>
        <Help term={title} text={DEFINITIONS.confusions} />
      </div>
      {pairs.length === 0 ? (
        <p className={styles.remark}>No image is taken for another class.</p>
      ) : (
        <ol className={styles.pairs}>
          {pairs.map(({ truth, predicted, images, share }) => (
            <li key={`${truth} ${predicted}`}>
              <button
                type="button"
                className={styles.pair}
                onClick={() =>
                  showImages(
                    { kind: 'cell', truth, predicted },
                    `${describeCell({ confusion, classes }, { truth, guess: predicted })}, the surest first`,
                  )
                }
              >
                {formatAmount(images, 'image')} of class <bdi>{nameOf(truth)}</bdi> {images === 1 ? 'is' : 'are'} taken
                for <bdi>{nameOf(predicted)}</bdi>: {formatPercent(share)} of the class
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
