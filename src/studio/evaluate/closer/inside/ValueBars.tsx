import { useRef, useState, type Ref } from 'react'
import { useBarKeys } from '../../../../ui/chart/useBarKeys'
import { useSize } from '../../../../ui/chart/useSize'
import { classes } from '../../../../ui/classes'
import styles from './ValueBars.module.css'
import { formatValue } from './words'

export interface ValueBarsProps {
  /** Its accessible name. */
  readonly label: string
  readonly values: Float32Array
  /** The value of the longest bar. */
  readonly most: number
  readonly hasNegative: boolean
  readonly chosen: number | undefined
  /** What stands below a bar where there is room. */
  nameOf(bar: number): string
  /** What a bar says. */
  read(bar: number): string
  readonly chosenRef: Ref<HTMLDivElement>
  onChoose(bar: number): void
}

/** In pixels. */
const HEIGHT = 170
const TOP = 8
const BOTTOM = 22
const LEFT = 52
const LETTER = 7

/** Values as bars from 0, upwards and downwards. One is pressed. */
export function ValueBars({
  label,
  values,
  most,
  hasNegative,
  chosen,
  nameOf,
  read,
  chosenRef,
  onChoose,
}: ValueBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const { group, current, onKeyDown, onFocus } = useBarKeys(values.length)
  const [over, setOver] = useState<number>()
  const each = (width - LEFT) / values.length
  const bottom = HEIGHT - BOTTOM
  const zero = hasNegative ? (TOP + bottom) / 2 : bottom
  const up = (value: number): number => (most > 0 && Number.isFinite(value) ? (value / most) * (zero - TOP) : 0)
  const longest = Math.max(...Array.from(values, (_, at) => nameOf(at).length))
  const every = Math.max(1, Math.ceil((longest * LETTER + 6) / each))
  const gap = each > 6 ? 2 : each > 3 ? 1 : 0
  const ticks = hasNegative ? [most, 0, -most] : [most, 0]
  return (
    <div ref={chosenRef} className={styles.chart}>
      <div ref={room} className={styles.room} style={{ height: HEIGHT }}>
        {width > 0 && (
          <>
            <svg data-drawing role="presentation" width={width} height={HEIGHT} className={styles.drawing}>
              <g aria-hidden>
                {ticks.map((tick) => (
                  <g key={tick}>
                    <line x1={LEFT} x2={width} y1={zero - up(tick)} y2={zero - up(tick)} className={styles.line} />
                    <text x={LEFT - 6} y={zero - up(tick)} className={styles.tick}>
                      {formatValue(tick)}
                    </text>
                  </g>
                ))}
                {Array.from(values, (value, at) => (
                  <g key={at}>
                    <rect
                      x={LEFT + at * each + gap / 2}
                      width={Math.max(1, each - gap)}
                      y={Math.min(zero, zero - up(value))}
                      height={value === 0 ? 0 : Math.max(1, Math.abs(up(value)))}
                      className={at === chosen ? styles.chosen : value < 0 ? styles.negative : styles.positive}
                    />
                    {at % every === 0 && (
                      <text x={LEFT + (at + 0.5) * each} y={HEIGHT - BOTTOM / 2 + 2} className={styles.name}>
                        {nameOf(at)}
                      </text>
                    )}
                  </g>
                ))}
              </g>
            </svg>
            <div ref={group} role="group" aria-label={label}>
              {Array.from(values, (_, at) => (
                <button
                  key={at}
                  type="button"
                  className={classes(styles.press, at === over && styles.over)}
                  aria-label={read(at)}
                  aria-pressed={at === chosen}
                  tabIndex={at === current ? 0 : -1}
                  style={{ left: LEFT + at * each, width: each, top: 0, height: HEIGHT }}
                  onKeyDown={onKeyDown}
                  onFocus={() => {
                    onFocus(at)
                    setOver(at)
                  }}
                  onBlur={() => setOver(undefined)}
                  onPointerEnter={() => setOver(at)}
                  onPointerLeave={() => setOver(undefined)}
                  onClick={() => onChoose(at)}
                />
              ))}
            </div>
          </>
        )}
      </div>
      <p className={styles.reading} aria-hidden>
        {over !== undefined && over < values.length ? read(over) : chosen !== undefined ? read(chosen) : ''}
      </p>
    </div>
  )
}
