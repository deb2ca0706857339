import { useCallback } from 'react'
import type { ImageMap } from '../../../../model/map/imageMap'
import { useActions } from '../../../../store/hooks'
import { isolate } from '../../../../ui/format'
import { PixelImage } from '../../../../ui/PixelImage'
import { useAnswer } from '../../../../ui/useAnswer'
import { isMistake } from '../../../../figures/map/mapRows'
import styles from './MapTab.module.css'

export interface PointCardProps {
  readonly map: ImageMap
  readonly classes: readonly string[]
  readonly point: number
  /** Where it lies on the map, so that it does not cover the point. */
  readonly side: 'left' | 'right'
}

/** A pointer that only passes asks for no image. */
const REST_MILLISECONDS = 40

/** The image of a point, and what the model takes it for. */
export function PointCard({ map, classes, point, side }: PointCardProps) {
  const { thumbnails } = useActions()
  const image = map.images[point]!
  const ask = useCallback(
    (signal: AbortSignal) => thumbnails({ images: [image], offset: 0, limit: 1 }, signal),
    [thumbnails, image],
  )
  const { value, about } = useAnswer(ask, image, REST_MILLISECONDS)
  return (
    <div className={styles.card} data-side={side} aria-hidden>
      {value && about === image ? (
        <PixelImage rgba={value.rgba} width={value.width} height={value.height} at={0} className={styles.thumbnail} />
      ) : (
        <span className={styles.thumbnail} />
      )}
      <p>
        True {isolate(classes[map.labels[point]!] ?? '')}
        <br />
        <span className={isMistake(map, point) ? styles.wrong : undefined}>
          Predicted {isolate(classes[map.predicted[point]!] ?? '')}
        </span>
        <br />
        {map.alike[point]} of {map.neighbours} nearest of its class
      </p>
    </div>
  )
}

/** The same in one line, for those who hear it. */
export function describePoint(map: ImageMap, classes: readonly string[], point: number): string {
  const [truth, predicted] = [map.labels, map.predicted].map((of) => isolate(classes[of[point]!] ?? ''))
  return `True ${truth}, predicted ${predicted}; ${map.alike[point]} of its ${map.neighbours} nearest are of its class`
}
