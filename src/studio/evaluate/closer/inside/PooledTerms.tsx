import { formatAmount, formatCount } from '../../../../ui/format'
import styles from './Arithmetic.module.css'
import type { TermsProps } from './insideLook'
import { Ledger } from './Ledger'
import { bySize, isDrawn } from './reckoning'
import { TermWindow } from './TermWindow'
import { useTermPlace } from './useTermPlace'
import { digitsFor, formatFixed } from './words'

/** Values of a large pool that are told one by one. */
const MOST = 12

/** The values of a pool, of which the largest is taken, or the mean. */
export function PooledTerms({ terms: value, onJump }: TermsProps<'maximum' | 'mean'>) {
  const { kind, terms, result } = value
  const { placeOf, nameOf } = useTermPlace(value)
  const inside = terms.flatMap(({ value: read }) => read ?? [])
  const sum = inside.reduce((total, each) => total + each, 0)
  const digits = digitsFor([...inside, sum, result])
  const format = (number: number): string => formatFixed(number, digits)
  const largest = Math.max(...inside)
  const winners = terms.filter((term) => term.value === largest)
  const outside = terms.length - inside.length
  return (
    <>
      {isDrawn(terms) ? (
        <TermWindow
          title={kind === 'maximum' ? 'The pool, the largest marked' : 'The pool'}
          terms={terms}
          valueOf={(term) => term.value}
          format={format}
          padding="–"
          isMarked={(term) => kind === 'maximum' && term === winners[0]}
          nameOf={nameOf}
          onPress={(term) => onJump(placeOf(term))}
        />
      ) : (
        <div className={styles.ledger}>
          <Ledger
            name="The pool"
            heading="Value, those farthest from 0 first"
            rows={bySize(terms)
              .slice(0, MOST)
              .map((term) => ({
                name: nameOf(term),
                value: term.value ?? 0,
                onPress: () => onJump(placeOf(term)),
              }))}
            totals={[]}
            format={format}
          />
          {terms.length > MOST && (
            <p className={styles.remark}>and {formatAmount(terms.length - MOST, 'more value')}</p>
          )}
        </div>
      )}
      <p className={styles.total}>
        {kind === 'maximum' ? (
          <>
            The largest is <b>{format(result)}</b>, from {nameOf(winners[0] ?? terms[0]!)}
            {winners.length > 1 && `: ${formatCount(winners.length)} are as large`}
          </>
        ) : (
          <>
            Sum {format(sum)} ÷ {formatCount(inside.length)} = <b>{format(result)}</b>
          </>
        )}
      </p>
      {outside > 0 && (
        <p className={styles.remark}>
          {formatAmount(outside, 'place')} of the window {outside === 1 ? 'lies' : 'lie'} in the padding and{' '}
          {outside === 1 ? 'is' : 'are'} left out.
        </p>
      )}
      <p className={styles.remark}>Rounded to {digits} digits after the point.</p>
    </>
  )
}
