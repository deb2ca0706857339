import type { CSSProperties } from 'react'
import { isJudged, paceOf, sayPace, sayShare, WELL } from '../../../../model/anatomy/judge'
import { LineChart } from '../../../../ui/chart/LineChart'
import type { ChartLine } from '../../../../ui/chart/LineDrawing'
import { niceStep, ticksTo, type ChartAxis } from '../../../../ui/chart/scale'
import { classes } from '../../../../ui/classes'
import { Legend } from '../../../../ui/Legend'
import { AnatomyFigure } from './AnatomyFigure'
import styles from './AnatomyTab.module.css'
import { formatValue, type Moment } from '../../../../figures/anatomy/moments'

const TITLE = 'Update to weight by epoch'
const DEFINITION =
  'By how much of their size the last step of an epoch moved the weights: the standard deviation of the change by that of the weights before it. By a rule of thumb of A. Karpathy’s, about 0.001 is well for SGD and Adam; the band is from 0.0001 to 0.01. It is of kernels: biases begin at one number, from which any step is far.'

const MOST_COLOURS = 10
/** Two powers of ten to either side of the rule of thumb. */
const [LOWEST, HIGHEST] = [1e-5, 1e-1]

/** How far the last step of each epoch went, with what that means. */
export function RatioFigure({ moments, at }: { readonly moments: readonly Moment[]; readonly at: number }) {
  const taken = moments.flatMap(({ epoch, anatomy }, place) => {
    const kernels = anatomy.weights.filter(isJudged)
    return epoch === undefined || kernels.length === 0 ? [] : [{ epoch, place, kernels, all: anatomy.weights }]
  })
  const chosen = taken.findLast(({ place }) => place <= at) ?? taken[0]
  if (!chosen) return null
  const keys = chosen.kernels.map(({ key }) => key)
  const xs = taken.map(({ epoch }) => epoch)
  const ratioOf = (moment: (typeof taken)[number], key: string): number | null =>
    moment.all.find((weight) => weight.key === key)?.ratio ?? null
  const lines: ChartLine[] = keys.map((key, index) => ({
    key,
    xs,
    ys: taken.map((moment) => ratioOf(moment, key) ?? NaN),
    style: { stroke: colourOf(index) },
    dots: taken.length < 40,
  }))
  const found = lines.flatMap(({ ys }) => Array.from(ys).filter((ratio) => ratio > 0))
  const y = powerAxis(Math.min(LOWEST, ...found), Math.max(HIGHEST, ...found))
  const x = epochAxis(xs[0]!, xs.at(-1)!)
  const reading = (epoch: number) => {
    const moment = taken.find((each) => each.epoch === epoch)
    return (
      moment && (
        <>
          <p>Epoch {epoch}</p>
          {keys.slice(0, MOST_COLOURS).map((key) => (
            <p key={key}>
              {key} {formatValue(ratioOf(moment, key))}
            </p>
          ))}
        </>
      )
    )
  }
  return (
    <AnatomyFigure
      title={TITLE}
      definition={DEFINITION}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              label={`${TITLE}; the arrow keys read it`}
              x={x}
              y={y}
              lines={lines}
              bands={[
                {
                  key: 'well',
                  xs: [x.from, x.to],
                  lows: [WELL[0], WELL[0]],
                  highs: [WELL[1], WELL[1]],
                  className: styles.well,
                },
              ]}
              stops={xs}
              readingTop={8}
              read={reading}
            />
          </div>
          <div className={styles.legend}>
            <Legend>
              {keys.slice(0, MOST_COLOURS).map((key, index) => (
                <li key={key} style={{ '--series': colourOf(index) } as CSSProperties}>
                  {key}
                </li>
              ))}
            </Legend>
          </div>
          <ul className={styles.words} aria-label={`Update to weight after epoch ${chosen.epoch}`}>
            {chosen.kernels.map((weight) => (
              <li
                key={weight.key}
                className={classes(
                  weight.ratio !== null &&
                    weight.ratio !== undefined &&
                    paceOf(weight.ratio) !== 'well' &&
                    styles.worry,
                )}
              >
                {sayPace(weight)}
              </li>
            ))}
          </ul>
        </>
      }
      writtenColumns={['Epoch', ...chosen.all.flatMap(({ key, ratio }) => (ratio === undefined ? [] : [key]))]}
      written={taken.map(({ epoch, all }) => [
        String(epoch),
        ...all.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio === null ? '–' : sayShare(ratio)])),
      ])}
      columns={['Epoch', 'Weight', 'Update to weight']}
      rows={taken.flatMap(({ epoch, all }) =>
        all.flatMap(({ key, ratio }) => (ratio === undefined ? [] : [[epoch, key, ratio]])),
      )}
    />
  )
}

function colourOf(index: number): string {
  return `var(--series-${(index % MOST_COLOURS) + 1})`
}

function powerAxis(low: number, high: number): ChartAxis {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(`1e${first + at}`))
  return {
    label: 'Update to weight',
    from: ticks[0]!,
    to: ticks.at(-1)!,
    ticks,
    isLog: true,
    formatTick: (value) => (value >= 1e-3 ? String(value) : value.toExponential(0)),
  }
}

function epochAxis(first: number, last: number): ChartAxis {
  const [from, to] = first === last ? [first - 1, last + 1] : [first, last]
  const step = Math.max(1, Math.ceil(niceStep((to - from) / 6)))
  return { label: 'Epoch', from, to, ticks: ticksTo(to, step, from), formatTick: String }
}
