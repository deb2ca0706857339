import { useMemo, useState } from 'react'
import { withoutBidiControls } from '../../../common/text'
import { subtract } from '../../../runs/compare'
import { describeKept, matrixOf, type EpochMatrices } from '../../../runs/matrices'
import { formatCount, formatPercent } from '../../../ui/format'
import { PlaySlider } from '../../../ui/PlaySlider'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import styles from './Comparison.module.css'
import { MatricesSettings } from './MatricesSettings'
import { MatrixFigure } from './MatrixFigure'
import type { DrawnRun } from './series'
import { describeSizes } from './sizes'
import { useCellUnit } from './useCellUnit'

export interface MatricesByEpochProps {
  readonly runs: readonly [DrawnRun, DrawnRun]
}

type Since = 'none' | 'previous' | 'first'

/** The validation matrices of two runs, epoch by epoch; nothing where neither has kept two. */
export function MatricesByEpoch({ runs }: MatricesByEpochProps) {
  const epochs = useMemo(
    () =>
      [...new Set(runs.flatMap(({ details }) => details.matrices?.epochs ?? []))].toSorted((one, other) => one - other),
    [runs],
  )
  return epochs.length < 2 ? null : <Matrices runs={runs} epochs={epochs} />
}

function Matrices({ runs, epochs }: MatricesByEpochProps & { readonly epochs: readonly number[] }) {
  const [wanted, setWanted] = useState<number>()
  const [since, setSince] = useState<Since>('none')
  const at =
    wanted === undefined
      ? epochs.length - 1
      : Math.max(
          0,
          epochs.findLastIndex((epoch) => epoch <= wanted),
        )
  const epoch = epochs[at]!
  const shown = runs.flatMap((drawn) => {
    const { matrices } = drawn.details
    const place = matrices ? matrices.epochs.findLastIndex((each) => each <= epoch) : -1
    if (!matrices || place < 0) return []
    const before = since === 'none' || place === 0 ? undefined : matrices.epochs[since === 'first' ? 0 : place - 1]
    return [{ drawn, matrices, own: matrices.epochs[place]!, before }]
  })
  const [one, other] = shown
  const classes = runs[0].details.dataset.classes.map(withoutBidiControls)
  const [first, second] = [one, other].map((each) => each && lookAt(each.drawn, each.matrices, each.own))
  const { unit, ofDifference, choose } = useCellUnit(first, second)
  const difference = first && second && subtract(first, second, ofDifference)
  const sizes = first && second && describeSizes(first, second, 'validation image')
  // A shorter run stands at its end.
  const moment =
    one && other && one.own !== other.own
      ? `epochs ${formatCount(one.own)} and ${formatCount(other.own)}`
      : `epoch ${formatCount(epoch)}`
  const notes = runs.flatMap(({ title, details: { matrices } }) => {
    const kept = matrices && describeKept(matrices)
    return kept === undefined ? [] : [`${title}: ${kept}`]
  })
  return (
    <section aria-label="Validation matrices by epoch" className={styles.byEpoch}>
      <h4 className={styles.heading}>Validation, epoch by epoch</h4>
      <PlaySlider
        label="Epoch of both runs"
        count={epochs.length}
        at={at}
        text={[
          `Epoch ${formatCount(epoch)} of ${formatCount(epochs.at(-1)!)}`,
          ...shown.map(({ drawn, own }) => `${drawn.title}: accuracy ${formatPercent(accuracyAt(drawn, own))}`),
        ].join(', ')}
        onMove={(to) => setWanted(to >= epochs.length - 1 ? undefined : epochs[to])}
      />
      <MatricesSettings label="Cells show, epoch by epoch" unit={unit} onUnit={choose}>
        <span aria-hidden className={styles.remark}>
          Mark changes since
        </span>
        <SegmentedControl
          label="Mark changes since, in both runs"
          value={since}
          options={[
            { value: 'none', label: 'Off' },
            { value: 'previous', label: 'The one before' },
            { value: 'first', label: 'The first' },
          ]}
          onChange={setSince}
        />
      </MatricesSettings>
      {sizes !== undefined && <p className={styles.remark}>{sizes}</p>}
      <div className={styles.matrices}>
        {shown.map(({ drawn, matrices, own, before }) => (
          <MatrixFigure
            key={drawn.run.number}
            title={`${drawn.title} after epoch ${formatCount(own)}${drawn.run.summary.weightsOf === own ? ', the model’s' : ''}`}
            of={[sayImages(drawn)]}
            classes={drawn.details.dataset.classes.map(withoutBidiControls)}
            cells={matrixOf(matrices, own) ?? []}
            unit={unit}
            before={before === undefined ? undefined : { epoch: before, cells: matrixOf(matrices, before) ?? [] }}
          />
        ))}
        {difference && (
          <MatrixFigure
            title={`Difference after ${moment}${ofDifference === 'shares' ? ', in percentage points' : ''}`}
            of={runs.map((drawn) => `${drawn.title}: ${sayImages(drawn)}`)}
            classes={classes}
            cells={difference}
            unit={ofDifference}
            isDifference
          />
        )}
      </div>
      {notes.map((note) => (
        <p key={note} className={styles.remark}>
          {note}
        </p>
      ))}
    </section>
  )
}

function lookAt({ title, details }: DrawnRun, matrices: EpochMatrices, epoch: number) {
  return { title, classes: details.dataset.classes, confusion: matrixOf(matrices, epoch) ?? [] }
}

function sayImages({ details: { dataset } }: DrawnRun): string {
  return `${withoutBidiControls(dataset.name)}, validation images`
}

function accuracyAt({ details }: DrawnRun, epoch: number): number | undefined {
  return details.epochs.find((each) => each.epoch === epoch)?.validation?.accuracy
}
