import { useMemo } from 'react'
import { RowBars } from '../../../../ui/chart/RowBars'
import { formatPercent, isolate } from '../../../../ui/format'
import { Raster } from '../../../../ui/Raster'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import { predictedOf, useInsideLook } from './insideLook'
import { paintPixels } from './shades'
import { formatValue } from './words'

/** Classes whose bars are shown, the most probable first. */
const MOST = 5

export interface VerdictProps {
  /** A class was pressed. */
  onClass(classIndex: number): void
}

/** The image as the model gets it, and what the model says. */
export function Verdict({ onClass }: VerdictProps) {
  const { found, size, classes, image } = useInsideLook()
  const { probabilities, scores, label } = found
  const predicted = predictedOf(found)
  const rgba = useMemo(() => paintPixels(found.pixels, size.channels), [found.pixels, size.channels])
  const order = [...probabilities.keys()].toSorted(
    (one, other) => probabilities[other]! - probabilities[one]! || one - other,
  )
  const shown = order.slice(0, MOST)
  if (label !== undefined && !shown.includes(label)) shown.push(label)
  const nameOf = (at: number): string => classes[at] ?? ''
  const noNumbers = probabilities.some(Number.isNaN)
  const verdict = noNumbers
    ? 'The model’s outputs for this image are no numbers.'
    : `The model says ${isolate(nameOf(predicted))}, with ${formatPercent(probabilities[predicted], 1)}.`
  const truth =
    label === undefined
      ? ''
      : label === predicted
        ? ' So does the label.'
        : ` The label says ${isolate(nameOf(label))}.`
  return (
    <div className={styles.verdict}>
      <figure className={styles.image}>
        <div
          className={styles.pixels}
          role="img"
          aria-label={`${image.words}, as the model gets it`}
          style={{
            aspectRatio: `${size.width} / ${size.height}`,
            maxWidth: `calc(var(--image-stage) * ${Math.min(1, size.width / size.height)})`,
          }}
        >
          <Raster
            rgba={rgba}
            width={size.width}
            height={size.height}
            isSmooth={Math.max(size.width, size.height) > 160}
          />
        </div>
        <figcaption className={styles.stack}>
          <p className={styles.said} role="status">
            {verdict}
            {truth}
          </p>
          <p className={styles.remark}>{image.words}</p>
        </figcaption>
      </figure>
      <InsideFigure
        title="What the model says"
        columns={['Class', 'Score', 'Probability']}
        rows={order.map((at) => [nameOf(at), scores[at] ?? null, probabilities[at] ?? null])}
        written={order.map((at) => [nameOf(at), formatValue(scores[at] ?? NaN), formatPercent(probabilities[at])])}
        chart={
          <RowBars
            label="The most probable classes: press one to see where it looks"
            heading="Class"
            columns={[{ title: 'Probability', most: 1 }]}
            rows={shown.map((at) => ({
              name: nameOf(at),
              values: [probabilities[at] ?? null],
              texts: [formatPercent(probabilities[at], 1)],
              says: `${nameOf(at)}: ${formatPercent(probabilities[at], 1)}${at === predicted ? ', predicted' : ''}${at === label ? ', the label' : ''}`,
            }))}
            onPress={(row) => onClass(shown[row]!)}
          />
        }
      />
    </div>
  )
}
