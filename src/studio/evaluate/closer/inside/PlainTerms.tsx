import type { ReactNode } from 'react'
import type { Term, ValueTerms } from '../../../../model/inside/valueTerms'
import { formatAmount } from '../../../../ui/format'
import styles from './Arithmetic.module.css'
import { useInsideLook, type TermsProps } from './insideLook'
import { useTermPlace } from './useTermPlace'
import { digitsFor, formatFixed } from './words'

type PlainKind = Exclude<ValueTerms['kind'], 'sum' | 'maximum' | 'mean'>

/** Other values of a row that are told one by one. */
const MOST = 12

const JOINED: Partial<Record<PlainKind, string>> = { add: ' + ', subtract: ' − ', multiply: ' × ' }

/** A value that comes of one number or a few: an equation in which they lead to where they come from. */
export function PlainTerms({ terms: value, of, onJump }: TermsProps<PlainKind>) {
  const { found } = useInsideLook()
  const { placeOf, nameOf } = useTermPlace(value)
  const { kind, terms, result } = value
  const read = terms.map((term) => term.value ?? 0)
  const digits = digitsFor(
    kind === 'normalised' ? [...read, result, value.mean, value.gamma, value.beta] : [...read, result],
  )
  const format = (number: number): string => formatFixed(number, digits)
  const link = (term: Term): ReactNode => (
    <button
      type="button"
      className={styles.link}
      aria-label={`${format(term.value ?? 0)}: ${nameOf(term)}`}
      title={nameOf(term)}
      onClick={() => onJump(placeOf(term))}
    >
      {format(term.value ?? 0)}
    </button>
  )
  const [first] = terms
  const equals = (
    <>
      {' = '}
      <b>{format(result)}</b>
    </>
  )

  if (kind === 'padding') return <p className={styles.total}>The layer adds this place as padding: it is always 0.</p>
  if (kind === 'unwritten' || !first) {
    const layer = found.layers.find((each) => each.layer === of.layer)
    return (
      <p className={styles.total}>
        What {layer?.className ?? 'the layer'} does for one value is not written out here. The value is{' '}
        <b>{format(result)}</b>.
      </p>
    )
  }
  if (kind === 'moved')
    return (
      <p className={styles.total}>
        The value of {nameOf(first)}, as it is: {link(first)}
        {equals}
      </p>
    )
  if (kind === 'function') {
    if (terms.length > 1) return <RowFunction name={value.name} {...{ terms, link, equals, format, nameOf }} />
    const slope = first.weight === undefined ? '' : `, with a slope of ${format(first.weight)} below 0`
    return (
      <p className={styles.total}>
        {value.name}({link(first)}){slope}
        {equals}
      </p>
    )
  }
  if (kind === 'normalised') {
    const { mean, variance, epsilon, gamma, beta } = value
    return (
      <>
        <p className={styles.total}>
          ({link(first)} − {format(mean)}) ÷ √({format(variance)} + {epsilon}) × {format(gamma)} + {format(beta)}
          {equals}
        </p>
        <p className={styles.remark}>
          (value − mean) ÷ √(variance + epsilon) × gamma + beta. Rounded to {digits} digits after the point.
        </p>
      </>
    )
  }
  const between = JOINED[kind] ?? ', '
  const name = kind === 'average' ? 'The mean of ' : kind === 'larger' ? 'The largest of ' : ''
  return (
    <>
      <p className={styles.total}>
        {name}
        {terms.map((term, at) => (
          <span key={at}>
            {at > 0 && between}
            {link(term)}
          </span>
        ))}
        {equals}
      </p>
      <p className={styles.remark}>Rounded to {digits} digits after the point.</p>
    </>
  )
}

interface RowFunctionProps {
  readonly name: string
  /** The value itself first. */
  readonly terms: readonly Term[]
  readonly equals: ReactNode
  link(term: Term): ReactNode
  format(value: number): string
  nameOf(term: Term): string
}

/** Softmax and its logarithm need the whole row. */
function RowFunction({ name, terms, equals, link, format, nameOf }: RowFunctionProps) {
  const values = terms.map((term) => term.value ?? 0)
  const largest = Math.max(...values)
  const total = values.reduce((sum, each) => sum + Math.exp(each - largest), 0)
  const [first, ...others] = terms
  const shown = others.toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0)).slice(0, MOST)
  return (
    <>
      <p className={styles.total}>
        {name === 'log_softmax' ? 'The logarithm of ' : ''}e^({link(first!)} − {format(largest)}) ÷ {format(total)}
        {equals}
      </p>
      <p className={styles.remark}>
        {format(largest)} is the largest value of the row. {format(total)} is the sum of e^(value − {format(largest)})
        over all {formatAmount(terms.length, 'value')}; the others, the largest first:
      </p>
      <ul className={styles.others}>
        {shown.map((term) => (
          <li key={nameOf(term)}>{link(term)}</li>
        ))}
        {others.length > shown.length && <li>and {formatAmount(others.length - shown.length, 'more', 'more')}</li>}
      </ul>
    </>
  )
}
