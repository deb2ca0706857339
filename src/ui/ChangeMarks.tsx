import styles from './ChangeMarks.module.css'

export interface ChangeMarksProps {
  /** Cells along each side; the picture has one unit for each. */
  readonly count: number
  /** Cell after cell, row by row. */
  readonly now: readonly number[]
  readonly before: readonly number[]
}

/** With more cells along a side a corner is too small to be seen. */
const MOST_WITH_CORNERS = 40

/** A small corner in each cell of a square whose number is another than before: a path within an SVG. */
export function ChangeMarks({ count, now, before }: ChangeMarksProps) {
  const size = count <= MOST_WITH_CORNERS ? 0.2 : 0.6
  const path = now
    .map((value, cell) =>
      value === before[cell] ? '' : `M${(cell % count) + 1} ${Math.floor(cell / count)}v${size}l${-size} ${-size}z`,
    )
    .join('')
  return <path d={path} className={styles.marks} />
}
