import { useCallback, useMemo, useState } from 'react'
import { useActions } from '../../../../store/hooks'
import { Help } from '../../../../ui/Help'
import { Message } from '../../../../ui/Message'
import { useAnswer } from '../../../../ui/useAnswer'
import { placeIn } from './channels'
import styles from './Arithmetic.module.css'
import { layerShown, useInsideLook, type TermsProps, type ValuePlace } from './insideLook'
import { PlainTerms } from './PlainTerms'
import { PooledTerms } from './PooledTerms'
import { SummedTerms } from './SummedTerms'
import { describePlace, formatValue } from './words'

export interface ArithmeticProps {
  readonly layer: number
  readonly at: readonly number[]
  onJump(place: ValuePlace): void
}

/** A key that is held down goes over many values. */
const REST_MILLISECONDS = 60

/** What one value is made of, to be added up by hand. */
export function Arithmetic({ layer, at, onJump }: ArithmeticProps) {
  const look = useInsideLook()
  const { readValue } = useActions()
  const { looked } = look.image
  const key = at.join()
  const about = useMemo(() => ({ look, layer, at: key.split(',').map(Number) }), [look, layer, key])
  const ask = useCallback(
    (signal: AbortSignal) => readValue(looked, about.layer, about.at, signal),
    [readValue, looked, about],
  )
  const { value, trouble, about: of } = useAnswer(ask, about, REST_MILLISECONDS)
  if (trouble !== undefined) return <Message kind="danger">{trouble}</Message>
  if (!value || !of) return <p className={styles.wait}>The value is taken apart …</p>
  const shown = layerShown(of.look, of.layer)
  const where = describePlace(shown.shape, placeIn(shown.shape, of.at))
  return (
    <section className={styles.arithmetic} aria-label="What the value is made of">
      <h3 className={styles.title}>
        What {formatValue(value.result)} is made of
        <span className={styles.where}>
          {shown.name}, {where}
        </span>
        <Help term="what a value is made of" text={WHAT_IT_IS} />
      </h3>
      <Terms terms={value} of={{ layer: of.layer, at: of.at }} onJump={onJump} />
    </section>
  )
}

const WHAT_IT_IS =
  'The numbers that the layer read for this one value, and what it did with them. Press one of them to go to where it comes from, layer by layer back to the pixels.'

function Terms({ terms, of, onJump }: TermsProps) {
  // Another layer begins with its largest contribution; another value of the same layer stays with the channel.
  const [channel, setChannel] = useState<{ readonly layer: number; readonly channel: number }>()
  switch (terms.kind) {
    case 'sum':
      return (
        <SummedTerms
          terms={terms}
          of={of}
          channel={channel?.layer === of.layer ? channel.channel : undefined}
          onChannel={(next) => setChannel({ layer: of.layer, channel: next })}
          onJump={onJump}
        />
      )
    case 'maximum':
    case 'mean':
      return <PooledTerms terms={terms} of={of} onJump={onJump} />
    default:
      return <PlainTerms terms={terms} of={of} onJump={onJump} />
  }
}
