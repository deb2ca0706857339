import { useState, type ReactNode } from 'react'
import { Button } from '../../../../ui/Button'
import { formatAmount } from '../../../../ui/format'
import styles from './Arithmetic.module.css'
import type { TermsProps } from './insideLook'
import { Ledger, type LedgerRow } from './Ledger'
import { byChannel, bySize, isDrawn, productOf } from './reckoning'
import { TermWindow } from './TermWindow'
import { useTermPlace } from './useTermPlace'
import { digitsFor, formatFixed } from './words'

export interface SummedTermsProps extends TermsProps<'sum'> {
  /** The input channel whose products are shown; by default the one that contributes most. */
  readonly channel: number | undefined
  onChannel(channel: number): void
}

/** Rows of a sum that are told one by one at first. */
const FIRST = 8

/** Products that are added up: input times weight, the bias, the activation. */
export function SummedTerms(props: SummedTermsProps) {
  const { terms: value } = props
  const { terms, bias, sum, result } = value
  const channels = byChannel(terms)
  const products = terms.map(productOf)
  const digits = digitsFor([
    ...products,
    ...terms.map(({ weight = 1 }) => weight),
    ...channels.map((channel) => channel.sum),
    bias ?? 0,
    sum,
    result,
  ])
  const format = (number: number): string => formatFixed(number, digits)
  const isWindow = channels.every((channel) => isDrawn(channel.terms))
  return (
    <>
      {isWindow ? <WindowSum {...props} format={format} /> : <ListSum {...props} format={format} />}
      <p className={styles.remark}>
        Rounded to {digits} digits after the point. Sums are worked out with all digits, so the last one may differ.
      </p>
    </>
  )
}

interface WrittenSumProps extends SummedTermsProps {
  format(value: number): string
}

/** A window over one or several channels: patch, kernel and products of one, and the sums of all. */
function WindowSum({ terms: value, channel: wanted, format, onChannel, onJump }: WrittenSumProps) {
  const channels = byChannel(value.terms)
  const { placeOf, nameOf } = useTermPlace(value)
  const [most, setMost] = useState(FIRST)
  const at = Math.max(
    0,
    channels.findIndex(({ channel }) => channel === wanted),
  )
  const chosen = channels[at]!
  const isOne = channels.length === 1
  const outside = chosen.terms.filter(({ value: read }) => read === undefined).length
  const rows = channels.map(({ channel, sum }): LedgerRow => ({
    name: `Channel ${channel}`,
    value: sum,
    isChosen: channel === chosen.channel,
    ...(!isOne && { onPress: () => onChannel(channel) }),
  }))
  return (
    <div className={styles.reckoning}>
      <div className={styles.step}>
        <p className={styles.about}>
          {isOne ? 'The window' : `The window on input channel ${chosen.channel}`}
          {outside > 0 && `, ${formatAmount(outside, 'place')} of it in the padding, which counts as 0`}
        </p>
        <div className={styles.windows}>
          <TermWindow
            title="Input"
            terms={chosen.terms}
            valueOf={(term) => term.value}
            format={format}
            padding="0"
            nameOf={nameOf}
            onPress={(term) => onJump(placeOf(term))}
          />
          <div className={styles.signed}>
            <Sign>×</Sign>
            <TermWindow
              title="Kernel"
              terms={chosen.terms}
              valueOf={(term) => term.weight}
              format={format}
              padding="0"
            />
          </div>
          <div className={styles.signed}>
            <Sign>=</Sign>
            <TermWindow title="Products" terms={chosen.terms} valueOf={productOf} format={format} padding="0" />
          </div>
        </div>
        <p className={styles.total}>
          The products add up to <b>{format(chosen.sum)}</b>
        </p>
      </div>
      <SumLedger value={value} heading="Input channel" rows={rows} most={most} format={format} onMost={setMost} />
    </div>
  )
}

/** Products in a list, the largest first. */
function ListSum({ terms: value, format, onJump }: WrittenSumProps) {
  const { placeOf, nameOf } = useTermPlace(value)
  const [most, setMost] = useState(FIRST)
  const rows = bySize(value.terms).map((term): LedgerRow => ({
    name: nameOf(term),
    value: productOf(term),
    detail: `${format(term.value ?? 0)} × ${format(term.weight ?? 1)}`,
    ...(term.value !== undefined && { onPress: () => onJump(placeOf(term)) }),
  }))
  return <SumLedger value={value} heading="Input × weight" rows={rows} most={most} format={format} onMost={setMost} />
}

interface SumLedgerProps {
  readonly value: WrittenSumProps['terms']
  readonly heading: string
  readonly rows: readonly LedgerRow[]
  readonly most: number
  format(value: number): string
  onMost(most: number): void
}

function SumLedger({ value: { bias, sum, result, activation }, heading, rows, most, format, onMost }: SumLedgerProps) {
  const told = rows.length - most <= 1 ? rows : rows.slice(0, most)
  const rest = rows.slice(told.length)
  const others: readonly LedgerRow[] =
    rest.length === 0
      ? []
      : [
          {
            name: `${formatAmount(rest.length, 'other')} together`,
            value: rest.reduce((total, row) => total + row.value, 0),
          },
        ]
  const isRow = activation === 'softmax' || activation === 'log_softmax'
  return (
    <div className={styles.ledger}>
      <Ledger
        name="The sum"
        heading={heading}
        rows={[...told, ...others, ...(bias === undefined ? [] : [{ name: 'Bias', value: bias }])]}
        totals={[
          { name: 'Sum', value: sum },
          ...(activation === undefined
            ? []
            : [{ name: isRow ? `${activation} of the sums of all classes` : `${activation} of it`, value: result }]),
        ]}
        format={format}
      />
      {rest.length > 0 && (
        <Button size="small" onClick={() => onMost(most + 24)}>
          Show more
        </Button>
      )}
    </div>
  )
}

function Sign({ children }: { readonly children: ReactNode }) {
  return (
    <span className={styles.sign} aria-hidden>
      {children}
    </span>
  )
}
