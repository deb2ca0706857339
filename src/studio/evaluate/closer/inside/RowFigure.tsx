import { useState, type Ref } from 'react'
import type { Values } from '../../../../engine/protocol/inside'
import { formatCount } from '../../../../ui/format'
import { largestOf, type ChannelFacts } from './channels'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import { useInsideLook, type ShownLayer } from './insideLook'
import { Pager } from './Pager'
import { ValueBars } from './ValueBars'
import { describeChannel, formatValue } from './words'

export interface RowFigureProps {
  readonly shown: ShownLayer
  readonly output: Values
  readonly facts: ChannelFacts
  /** The value that is chosen. */
  readonly index: number
  readonly chosenRef: Ref<HTMLDivElement>
  onIndex(index: number): void
}

const PER_PAGE = 128

/** The values of an output without places, as bars in a row. */
export function RowFigure({ shown, output, facts, index, chosenRef, onIndex }: RowFigureProps) {
  const { classes, found } = useInsideLook()
  const { name, layer } = shown
  const { values } = output
  const ofIndex = Math.floor(index / PER_PAGE)
  const [paged, setPage] = useState({ page: ofIndex, with: ofIndex })
  if (paged.with !== ofIndex) setPage({ page: ofIndex, with: ofIndex })
  const page = Math.min(paged.page, Math.ceil(values.length / PER_PAGE) - 1)
  const first = page * PER_PAGE
  // The last layer has a value for each class.
  const isLast = layer === found.layers.at(-1)?.layer && values.length === classes.length
  const nameOf = (at: number): string => (isLast ? `${at}, ${classes[at]}` : String(at))
  const most = largestOf(facts)
  return (
    <InsideFigure
      title={`Values of ${name}`}
      columns={['Index', ...(isLast ? ['Class'] : []), 'Value']}
      rows={Array.from(values, (value, at) => [at, ...(isLast ? [classes[at] ?? ''] : []), value])}
      written={Array.from(values, (value, at) => [
        String(at),
        ...(isLast ? [classes[at] ?? ''] : []),
        formatValue(value),
      ])}
      chart={
        <div className={styles.stack}>
          <div className={styles.line}>
            <p className={styles.remark}>{describeChannel(name, shown.shape, 0, facts)}</p>
            <Pager
              noun="values"
              page={page}
              perPage={PER_PAGE}
              count={values.length}
              onPage={(next) => setPage({ page: next, with: ofIndex })}
            />
          </div>
          <ValueBars
            label={`${formatCount(values.length)} values of ${name}: the arrow keys read them`}
            values={values.subarray(first, first + PER_PAGE)}
            most={most}
            hasNegative={facts.least < 0}
            chosen={index >= first && index < first + PER_PAGE ? index - first : undefined}
            nameOf={(at) => (isLast ? (classes[first + at] ?? '') : String(first + at))}
            read={(at) => `Index ${nameOf(first + at)}: ${formatValue(values[first + at]!)}`}
            chosenRef={chosenRef}
            onChoose={(at) => onIndex(first + at)}
          />
        </div>
      }
    />
  )
}
