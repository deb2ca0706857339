import { useMemo } from 'react'
import { Raster } from '../../../../ui/Raster'
import styles from './ShadeScale.module.css'

export interface ShadeScaleProps {
  /** The values at both ends, and what is written there. */
  readonly from: number
  readonly to: number
  readonly texts: readonly [from: string, to: string]
  /** RGBA of values between them. */
  paint(values: Float32Array): Uint8ClampedArray<ArrayBuffer>
}

const STEPS = 64

/** The legend of a picture in shades: its colours from the least value to the largest. */
export function ShadeScale({ from, to, texts, paint }: ShadeScaleProps) {
  const rgba = useMemo(
    () => paint(Float32Array.from({ length: STEPS }, (_, at) => from + ((to - from) * at) / (STEPS - 1))),
    [paint, from, to],
  )
  const zero = from < 0 && to > 0 ? (-from / (to - from)) * 100 : undefined
  return (
    <p className={styles.scale}>
      <span className={styles.text}>{texts[0]}</span>
      <span className={styles.bar}>
        <Raster rgba={rgba} width={STEPS} height={1} isSmooth />
        {zero !== undefined && zero > 12 && zero < 88 && (
          <span className={styles.zero} style={{ left: `${zero}%` }}>
            0
          </span>
        )}
      </span>
      <span className={styles.text}>{texts[1]}</span>
    </p>
  )
}
