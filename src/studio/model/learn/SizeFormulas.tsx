import { CircleCheck } from 'lucide-react'
import type { AxisWalk, WindowWalk } from '../../../model/learn/windowWalk'
import { formatShape } from '../../../model/layers/define'
import { isSameValue } from '../../../model/sameValue'
import { inOneLine, writeSizeFormula, type Formula } from './sizeFormula'
import styles from './SizeFormulas.module.css'

export interface SizeFormulasProps {
  readonly walk: WindowWalk
  /** Height and width of the output, as the layer's card has them. */
  readonly card: readonly number[] | undefined
  /** The numbers are the layer's. */
  readonly isOwn: boolean
}

/** Why the output is as large as it is: once where height and width have the same numbers. */
export function SizeFormulas({ walk, card, isOwn }: SizeFormulasProps) {
  const { rows, columns } = walk
  const size = [rows.output, columns.output]
  return (
    <section className={styles.formulas} aria-label="Output size">
      <h3 className={styles.title}>Output size</h3>
      <div className={styles.axes}>
        {isSameValue(rows, columns) ? (
          <AxisFormula walk={walk} axis={rows} name="Height and width" />
        ) : (
          <>
            <AxisFormula walk={walk} axis={rows} name="Height" />
            <AxisFormula walk={walk} axis={columns} name="Width" />
          </>
        )}
      </div>
      {card && isOwn && isSameValue(card, size) && (
        <p className={styles.agrees}>
          <CircleCheck size={14} aria-hidden />
          {formatShape(size)}, as on the layer’s card
        </p>
      )}
      {card && !isOwn && (
        <p className={styles.other}>The layer’s card has {formatShape(card)}, from its own numbers.</p>
      )}
    </section>
  )
}

interface AxisFormulaProps {
  readonly walk: WindowWalk
  readonly axis: AxisWalk
  readonly name: keyof typeof ENDS
}

const ENDS = {
  Height: ['top', 'bottom'],
  Width: ['left', 'right'],
  'Height and width': ['start', 'end'],
} as const

function AxisFormula({ walk, axis, name }: AxisFormulaProps) {
  const { words, numbers, outcome, remark } = writeSizeFormula(axis, walk.window, ENDS[name])
  return (
    <div className={styles.axis}>
      <p className={styles.name}>{name}</p>
      <div className={styles.words} role="math" aria-label={inOneLine(words)}>
        <Written formula={words} />
      </div>
      <div className={styles.numbers} role="math" aria-label={`${inOneLine(numbers)} ${outcome}`}>
        <Written formula={numbers} />
        <strong>{outcome}</strong>
      </div>
      {remark !== undefined && <p className={styles.remark}>{remark}</p>}
    </div>
  )
}

function Written({ formula: { over, under, rest } }: { readonly formula: Formula }) {
  return (
    <span className={styles.written}>
      {over !== undefined && (
        <span className={styles.fraction}>
          <span className={styles.over}>{over}</span>
          <span>{under}</span>
        </span>
      )}
      <span>{rest}</span>
    </span>
  )
}
