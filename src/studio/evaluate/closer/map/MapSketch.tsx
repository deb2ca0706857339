import { useCallback, useMemo, useRef } from 'react'
import type { MapProgress } from '../../../../engine/protocol/map'
import { classes as join } from '../../../../ui/classes'
import { useSize } from '../../../../ui/chart/useSize'
import { useDrawing } from '../../../../ui/useDrawing'
import styles from './MapTab.module.css'
import { fitPoints, onScreen, WHOLE_MAP } from '../../../../figures/map/mapView'
import { paintOn } from './paintMap'

export interface MapSketchProps {
  readonly sketch: NonNullable<MapProgress['sketch']>
  readonly classes: number
}

const always = (): boolean => true
const never = (): boolean => false
const NONE: ReadonlySet<number> = new Set()

/** The map as it comes to be. */
export function MapSketch({ sketch: { points, labels }, classes }: MapSketchProps) {
  const room = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(room)
  const places = useMemo(() => onScreen(fitPoints(points), WHOLE_MAP, size), [points, size])
  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      paintOn(context, {
        ...{ size, places, colours: labels, classes, isMistake: never, isShown: always, selected: NONE },
        ...{ cursor: undefined, rectangle: undefined },
      }),
    [size, places, labels, classes],
  )
  useDrawing(canvas, draw)
  return (
    <div ref={room} className={join(styles.room, styles.sketch)}>
      <canvas ref={canvas} role="img" aria-label="The map as it comes to be" className={styles.canvas} />
    </div>
  )
}
