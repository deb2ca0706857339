import { useMemo } from 'react'
import { colourOf } from './colours'
import { onScreen, WHOLE_MAP, type FittedPoints } from './mapView'
import { diamond, radiusOf } from './points'

export interface MapDrawingProps {
  readonly points: FittedPoints
  readonly colours: ArrayLike<number>
  readonly classes: number
  readonly isMistake: (point: number) => boolean
  readonly isShown: (point: number) => boolean
  readonly className?: string | undefined
}

const SIZE = { width: 800, height: 600 }

/** The whole map as a drawing for files. The page shows a canvas, which is quicker where it moves. */
export function MapDrawing({ points, colours, classes, isMistake, isShown, className }: MapDrawingProps) {
  const paths = useMemo(() => {
    const places = onScreen(points, WHOLE_MAP, SIZE)
    const radius = radiusOf(points.count)
    const dots = Array.from({ length: classes }, () => '')
    const diamonds = dots.slice()
    for (let point = 0; point < points.count; point++) {
      if (!isShown(point)) continue
      const [x, y] = [places[2 * point]!, places[2 * point + 1]!]
      if (isMistake(point)) diamonds[colours[point]!] += diamond(x, y, radius + 2)
      else dots[colours[point]!] += `M${x.toFixed(1)} ${y.toFixed(1)}h.01`
    }
    return { dots, diamonds, radius }
  }, [points, colours, classes, isMistake, isShown])
  return (
    <svg
      data-drawing
      width={SIZE.width}
      height={SIZE.height}
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      className={className}
      aria-hidden
    >
      {paths.dots.map(
        (path, index) =>
          path !== '' && (
            <path
              key={index}
              d={path}
              fill="none"
              strokeLinecap="round"
              strokeWidth={2 * paths.radius}
              style={{ stroke: colourOf(index, classes) }}
            />
          ),
      )}
      {paths.diamonds.map(
        (path, index) =>
          path !== '' && (
            <path
              key={index}
              d={path}
              strokeWidth={1.25}
              style={{ fill: colourOf(index, classes), stroke: 'var(--ink)' }}
            />
          ),
      )}
    </svg>
  )
}
