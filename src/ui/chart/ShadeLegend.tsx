import styles from './ShadeLegend.module.css'
import { SHADE_PERCENTS, type Tone } from './shades'
import toneStyles from './tones.module.css'

export interface ShadeLegendProps {
  /** What the shades stand for. */
  readonly title: string
  readonly tones: readonly { readonly name: string; readonly tone: Tone }[]
  /** Of the full colour, rising. */
  readonly percents?: readonly number[]
}

/** In pixels. */
const LINE = 15
const STEP = 9
const LETTER = 6.3
const GAP = 6

/** What the colours of a matrix mean: a drawing of its own, so that it goes along into files. */
export function ShadeLegend({ title, tones, percents = SHADE_PERCENTS }: ShadeLegendProps) {
  const wide = percents.length * STEP
  const lefts = tones.map((_, at) =>
    tones.slice(0, at).reduce((left, { name }) => left + name.length * LETTER + wide + 3 * GAP, 0),
  )
  const right = (lefts.at(-1) ?? 0) + (tones.at(-1)?.name.length ?? 0) * LETTER + wide + 2 * GAP
  return (
    <svg
      data-drawing
      width={Math.ceil(Math.max(right, title.length * LETTER))}
      height={2 * LINE}
      className={styles.legend}
      role="group"
      aria-label={`${title}: ${tones.map(({ name }) => name).join(', ')}`}
    >
      <text x={0} y={LINE / 2}>
        {title}
      </text>
      {tones.map(({ name, tone }, at) => {
        const left = lefts[at]!
        const from = left + name.length * LETTER + GAP
        return (
          <g key={tone}>
            <text x={left} y={1.5 * LINE}>
              {name}
            </text>
            {percents.map((percent, step) => (
              <rect
                key={percent}
                x={from + step * STEP}
                y={1.5 * LINE - STEP / 2}
                width={STEP}
                height={STEP}
                className={toneStyles[tone]}
                fillOpacity={percent / 100}
              />
            ))}
            <rect x={from} y={1.5 * LINE - STEP / 2} width={wide} height={STEP} className={styles.edge} />
          </g>
        )
      })}
    </svg>
  )
}
