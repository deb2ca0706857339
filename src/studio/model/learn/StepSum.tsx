import type { ReactNode } from 'react'
import { BRIGHTEST } from '../../../model/learn/examples'
import { isPool, type Step, type Tap } from '../../../model/learn/readStep'
import type { WindowWalk } from '../../../model/learn/windowWalk'
import { formatShape } from '../../../model/layers/define'
import { classes } from '../../../ui/classes'
import styles from './StepSum.module.css'
import { formatValue } from './words'

export interface StepSumProps {
  readonly walk: WindowWalk
  readonly step: Step
  /** Stands below. */
  readonly children?: ReactNode
}

/** A larger window has more pixels than anyone reads. */
const MOST_ALONG = 7

const TITLES = {
  convolution: 'Pixel × weight',
  depthwise: 'Pixel × weight',
  transposed: 'Pixel × weight',
  maximum: 'Pixels of the pool',
  mean: 'Pixels of the pool',
} as const

/** The window as it stands: which pixels meet which weights, and what comes of them. */
export function StepSum({ walk, step, children }: StepSumProps) {
  const { kind, kernel: size } = walk.window
  const title = TITLES[kind]
  return (
    <figure className={styles.sum}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <div className={styles.middle}>
        {Math.max(...size) <= MOST_ALONG ? (
          <Taps walk={walk} step={step} title={title} />
        ) : (
          <p className={styles.many}>A window of {formatShape(size)} is too large to write out.</p>
        )}
        <p className={styles.result}>{writeResult(walk, step)}</p>
        {children}
      </div>
    </figure>
  )
}

function Taps({ walk, step, title }: Omit<StepSumProps, 'children'> & { readonly title: string }) {
  const [rows, columns] = walk.window.kernel
  const tapAt = new Map(step.taps.map((tap) => [tap.kernelRow * columns + tap.kernelColumn, tap]))
  return (
    <table className={styles.taps} aria-label={title}>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          <tr key={row}>
            {Array.from({ length: columns }, (_, column) => (
              <TapCell key={column} walk={walk} tap={tapAt.get(row * columns + column)} result={step.result} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface TapCellProps {
  readonly walk: WindowWalk
  /** Absent where no stamp lays this weight. */
  readonly tap: Tap | undefined
  readonly result: number
}

function TapCell({ walk, tap, result }: TapCellProps) {
  if (!tap) return <td className={styles.none}>–</td>
  const { value, weight } = tap
  const isKept = walk.window.kind === 'maximum' && value === result
  return (
    <td className={classes(value === undefined && styles.outside, isKept && styles.kept)}>
      <span className={styles.shade} style={{ opacity: (0.42 * (value ?? 0)) / BRIGHTEST }} aria-hidden />
      <span className={styles.written}>{isPool(walk) ? (value ?? '–') : `${value ?? 0} × ${formatValue(weight)}`}</span>
    </td>
  )
}

function writeResult({ window: { kind } }: WindowWalk, { taps, result }: Step): string {
  if (kind === 'maximum') return `Maximum ${formatValue(result)}`
  if (kind !== 'mean') return `Sum ${formatValue(result)}`
  const inside = taps.flatMap(({ value }) => value ?? [])
  const sum = inside.reduce((total, value) => total + value, 0)
  return `${formatValue(sum)} ÷ ${inside.length} = ${formatValue(result)}`
}
