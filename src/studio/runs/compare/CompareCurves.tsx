import { Suspense, useMemo, useState } from 'react'
import { ksOf } from '../../../model/metrics/hits'
import { useActions, useHitsAt } from '../../../store/hooks'
import { FigureMenu } from '../../../ui/figure/FigureMenu'
import { nameFile } from '../../../ui/figure/nameFile'
import { ChartFrame } from '../../../ui/ChartFrame'
import { CheckField } from '../../../ui/CheckField'
import { InlineSelect } from '../../../ui/InlineSelect'
import { onDemand } from '../../../ui/onDemand'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import { Table } from '../../../ui/Table'
import styles from './Comparison.module.css'
import { CurvesLegend } from './CurvesLegend'
import { METRICS, titleOf, type Metric } from './metrics'
import { changesRate, epochRows, sourceOf, type Along, type DrawnRun, type Source } from './series'

/** The chart comes when it is needed. */
const CompareChart = onDemand(async () => (await import('./CompareChart')).CompareChart)

const WHOLE_HELP =
  'Accuracy and hits are drawn from a round number below the lowest value after the first epoch, so that good runs are told apart. With this they go from 0 to 100 %.'

export interface CompareCurvesProps {
  /** All that are compared. */
  readonly runs: readonly DrawnRun[]
  /** Runs whose curves are not drawn. */
  readonly hidden: ReadonlySet<number>
  /** Hides the curves of a run, or shows them. */
  onToggle(run: number): void
}

/** Loss, accuracy, hits at k and speed of all runs, one over the other, and their learning rates where one of them changes. */
export function CompareCurves({ runs, hidden, onToggle }: CompareCurvesProps) {
  const isValidated = runs.some(({ details }) => details.epochs.some(({ validation }) => validation))
  const [source, setSource] = useState<Source>(isValidated ? 'validation' : 'training')
  const [along, setAlong] = useState<Along>('epoch')
  const [weight, setWeight] = useState(0)
  const [isLog, setLog] = useState(false)
  const [isWhole, setWhole] = useState(false)
  const { chooseHitsAt } = useActions()
  const classes = Math.max(...runs.map(({ details }) => details.dataset.classes.length))
  const k = useHitsAt(classes)
  const isRanked = runs.some(({ details }) => details.epochs.some(({ ranks }) => ranks))
  const metrics: readonly Metric[] = [
    'loss',
    'accuracy',
    ...(k !== undefined && isRanked ? (['hits'] as const) : []),
    ...(runs.some(({ details }) => details.curve.imagesPerSecond) ? (['imagesPerSecond'] as const) : []),
    ...(runs.some(changesRate) ? (['learningRate'] as const) : []),
  ]
  const shown = useMemo(() => runs.filter(({ run }) => !hidden.has(run.number)), [runs, hidden])
  return (
    <div className={styles.group}>
      <div className={styles.settings}>
        <SegmentedControl
          label="Curves of"
          value={source}
          options={[
            { value: 'training', label: 'Training' },
            { value: 'validation', label: 'Validation', disabled: !isValidated },
          ]}
          onChange={setSource}
        />
        <SegmentedControl
          label="Along"
          value={along}
          options={[
            { value: 'epoch', label: 'Epoch' },
            { value: 'step', label: 'Step' },
            { value: 'time', label: 'Time' },
          ]}
          onChange={setAlong}
        />
        <label className={styles.smoothing}>
          Smoothing
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={weight}
            onChange={({ target }) => setWeight(Number(target.value))}
          />
          <output>{weight.toFixed(2)}</output>
        </label>
        <CheckField label="Logarithmic loss" value={isLog} onChange={setLog} />
        <CheckField label="Accuracy from 0 %" help={WHOLE_HELP} value={isWhole} onChange={setWhole} />
      </div>
      <CurvesLegend runs={runs} hidden={hidden} onToggle={onToggle} />
      {shown.length > 1 && (
        <p className={styles.remark}>Where one curve lies on another, the shorter is above, dashed.</p>
      )}
      {shown.length === 0 ? (
        <p className={styles.remark}>The curves of all runs are hidden: press a run above to show its own.</p>
      ) : (
        <div className={styles.curves}>
          {metrics.map((metric) => (
            <ChartFrame
              key={metric}
              title={titleOf(metric, k ?? 1)}
              aside={
                metric === 'hits' && (
                  <InlineSelect
                    label="k"
                    name="k of hits at k"
                    value={String(k)}
                    options={ksOf(classes).map((each) => ({ value: String(each), label: String(each) }))}
                    onChange={(chosen) => chooseHitsAt(Number(chosen))}
                  />
                )
              }
              tools={
                <FigureMenu
                  title={titleOf(metric, k ?? 1)}
                  lines={[
                    sayImages(metric, source),
                    ...(weight > 0 && metric !== 'learningRate'
                      ? [`Smoothed with a weight of ${weight.toFixed(2)}`]
                      : []),
                  ]}
                  fileName={nameFile(titleOf(metric, k ?? 1))}
                  columns={columnsOf(shown)}
                  rows={() => epochRows(shown, metric, source, k ?? 1)}
                />
              }
              chart={
                <div className={styles.plot}>
                  <Suspense>
                    <CompareChart
                      {...{ runs: shown, metric, source, along, isLog, isWhole }}
                      k={k ?? 1}
                      weight={metric === 'learningRate' ? 0 : weight}
                    />
                  </Suspense>
                </div>
              }
              table={<CurvesTable runs={shown} metric={metric} source={source} k={k ?? 1} />}
            />
          ))}
        </div>
      )}
    </div>
  )
}

function CurvesTable({
  runs,
  metric,
  source,
  k,
}: Pick<CompareCurvesProps, 'runs'> & { readonly metric: Metric; readonly source: Source; readonly k: number }) {
  const { format } = METRICS[metric]
  const rows = epochRows(runs, metric, source, k).map(([epoch, ...values]) => [
    String(epoch),
    ...values.map((value) => (value === null ? '–' : format(value))),
  ])
  return <Table name={titleOf(metric, k)} columns={columnsOf(runs)} rows={rows} />
}

function columnsOf(runs: readonly DrawnRun[]): readonly string[] {
  return ['Epoch', ...runs.map(({ title }) => title)]
}

/** Which images the values of a metric are of. */
function sayImages(metric: Metric, source: Source): string {
  if (metric === 'learningRate' || metric === 'imagesPerSecond') return 'In training'
  return sourceOf(metric, source) === 'training' ? 'On the train images' : 'On the validation images'
}
