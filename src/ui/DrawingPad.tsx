import { Eraser, Undo2 } from 'lucide-react'
import { useCallback, useId, useRef, useState, type PointerEvent } from 'react'
import { IconButton } from './Button'
import styles from './DrawingPad.module.css'
import { useDrawing } from './useDrawing'

/** One stroke of the brush: its points in the pad's pixels, x and y in turns. */
export interface Stroke {
  readonly points: readonly number[]
  readonly breadth: number
  readonly colour: string
}

export interface DrawingPadProps {
  /** Its accessible name: what to draw. */
  readonly label: string
  readonly ground: string
  readonly colour: string
  readonly width: number
  readonly height: number
  readonly strokes: readonly Stroke[]
  onStrokes(strokes: readonly Stroke[]): void
}

/** Of the pad's shorter side: from a pen to a brush. */
const BREADTHS = { least: 2, most: 20, first: 8 }

/** A ground to draw on with a pointer or a finger. */
export function DrawingPad({ label, ground, colour, width, height, strokes, onStrokes }: DrawingPadProps) {
  const id = useId()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [percent, setPercent] = useState(BREADTHS.first)
  const [current, setCurrent] = useState<Stroke>()

  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      context.fillStyle = ground
      context.fillRect(0, 0, width, height)
      drawStrokes(context, current ? [...strokes, current] : strokes)
    },
    [ground, width, height, strokes, current],
  )
  useDrawing(canvas, draw)

  const pointsOf = (event: PointerEvent): readonly number[] => {
    const box = event.currentTarget.getBoundingClientRect()
    // Not every browser tells of the points between.
    const between = 'getCoalescedEvents' in event.nativeEvent ? event.nativeEvent.getCoalescedEvents() : []
    return (between.length > 0 ? between : [event.nativeEvent]).flatMap(({ clientX, clientY }) => [
      ((clientX - box.left) / box.width) * width,
      ((clientY - box.top) / box.height) * height,
    ])
  }
  const end = (): void => {
    if (!current) return
    setCurrent(undefined)
    onStrokes([...strokes, current])
  }

  return (
    <div className={styles.pad}>
      <canvas
        ref={canvas}
        className={styles.ground}
        width={width}
        height={height}
        style={{ aspectRatio: `${width} / ${height}` }}
        role="img"
        aria-label={`${label}: ${strokes.length === 0 ? 'nothing is drawn yet' : `${strokes.length} ${strokes.length === 1 ? 'stroke' : 'strokes'}`}`}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setCurrent({ points: pointsOf(event), breadth: (percent / 100) * Math.min(width, height), colour })
        }}
        onPointerMove={(event) => {
          const points = pointsOf(event)
          setCurrent((stroke) => stroke && { ...stroke, points: [...stroke.points, ...points] })
        }}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <div className={styles.tools}>
        <label htmlFor={id}>Brush</label>
        <input
          id={id}
          type="range"
          min={BREADTHS.least}
          max={BREADTHS.most}
          value={percent}
          aria-valuetext={`${percent} % of the side`}
          onChange={({ target }) => setPercent(Number(target.value))}
        />
        <IconButton
          look="outline"
          label="Undo stroke"
          icon={<Undo2 size={16} aria-hidden />}
          unavailable={strokes.length === 0}
          onClick={() => onStrokes(strokes.slice(0, -1))}
        />
        <IconButton
          look="outline"
          label="Clear"
          icon={<Eraser size={16} aria-hidden />}
          unavailable={strokes.length === 0}
          onClick={() => onStrokes([])}
        />
      </div>
    </div>
  )
}

/** Round strokes, curved from the middle between two points to the next. */
export function drawStrokes(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: readonly Stroke[],
): void {
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const { points, breadth, colour } of strokes) {
    context.strokeStyle = colour
    context.lineWidth = breadth
    const [x = 0, y = 0] = points
    // A press without a move is a dot, which a line of no length is not.
    context.fillStyle = colour
    context.beginPath()
    context.arc(x, y, breadth / 2, 0, 2 * Math.PI)
    context.fill()
    context.beginPath()
    context.moveTo(x, y)
    for (let at = 2; at + 3 < points.length; at += 2) {
      const [fromX, fromY, toX, toY] = points.slice(at, at + 4) as [number, number, number, number]
      context.quadraticCurveTo(fromX, fromY, (fromX + toX) / 2, (fromY + toY) / 2)
    }
    context.lineTo(points.at(-2) ?? x, points.at(-1) ?? y)
    context.stroke()
  }
}
