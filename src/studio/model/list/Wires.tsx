import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { INPUT } from '../../../model/layers/define'
import { classes } from '../../../ui/classes'
import styles from './Wires.module.css'
import type { Wire } from './wires'

export interface WiresProps {
  readonly wires: readonly Wire[]
  /** How far the cards stand off. */
  readonly gutter: number
  /** The list beside which they run. Its rows are marked with `data-row`. */
  readonly listRef: RefObject<HTMLElement | null>
  /** Rows move by themselves for the moment. */
  readonly isDragging: boolean
}

const CORNER = 5
const ARROW = 4
/** A line ends at the height of a card's head, further ones below it, and begins near the card's foot. */
const FIRST_PORT = 18
const NEXT_PORT = 7
const FOOT = 10
/** The width that up to six lanes have each; more share what six take. */
const LANE = 8
const WIDE = 6

/** How far the cards stand off for so many lines. */
export function gutterOf(wires: readonly Wire[]): number {
  const lanes = countLanes(wires)
  return lanes === 0 ? 0 : 2 * ARROW + LANE * Math.min(WIDE, lanes)
}

function countLanes(wires: readonly Wire[]): number {
  return wires.reduce((most, { lane }) => Math.max(most, lane + 1), 0)
}

/**
 * A line from each layer that is read to its reader, beside the list. It is a picture of what From says in words, and so nothing for a
 * screen reader. Lines follow the rows as they fold, grow and are dragged.
 */
export function Wires({ wires, gutter, listRef, isDragging }: WiresProps) {
  const drawing = useRef<SVGSVGElement>(null)
  const [active, setActive] = useState<string>()
  const step = LANE * Math.min(1, WIDE / Math.max(1, countLanes(wires)))

  const draw = useCallback((): void => {
    const svg = drawing.current
    if (!svg || !listRef.current) return
    const { top, left } = svg.getBoundingClientRect()
    const cards = new Map<string, Card | undefined>()
    const cardOf = (row: string): Card | undefined => {
      if (row !== INPUT && !cards.has(row)) cards.set(row, measure(listRef.current, row, { top, left }))
      return cards.get(row)
    }
    for (const [at, path] of [...svg.querySelectorAll('path')].entries()) {
      const wire = wires[at]
      const reader = wire && cardOf(wire.reader)
      if (!wire || !reader) continue
      const source = cardOf(wire.source)
      const to = { x: reader.x, y: Math.min(reader.top + FIRST_PORT + NEXT_PORT * wire.port, reader.bottom) }
      const from = source && { x: source.x, y: Math.max(source.bottom - FOOT, (source.top + source.bottom) / 2) }
      path.setAttribute('d', shapeOf(gutter - 2 * ARROW - wire.lane * step, from, to))
    }
  }, [gutter, listRef, step, wires])

  // Before the next paint, when the layout is worked out anyway.
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(frame)
  })

  // Whatever folds, grows or goes changes the height of the list.
  useEffect(() => {
    const observer = new ResizeObserver(draw)
    if (listRef.current) observer.observe(listRef.current)
    return () => observer.disconnect()
  }, [draw, listRef])

  useEffect(() => {
    if (!isDragging) return
    let frame = requestAnimationFrame(function follow() {
      draw()
      frame = requestAnimationFrame(follow)
    })
    return () => cancelAnimationFrame(frame)
  }, [draw, isDragging])

  useEffect(() => {
    const element = listRef.current
    if (!element) return
    const find = ({ target }: Event): void =>
      setActive(target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined)
    const forget = (): void => setActive(undefined)
    element.addEventListener('pointerover', find)
    element.addEventListener('pointerleave', forget)
    element.addEventListener('focusin', find)
    element.addEventListener('focusout', forget)
    return () => {
      element.removeEventListener('pointerover', find)
      element.removeEventListener('pointerleave', forget)
      element.removeEventListener('focusin', find)
      element.removeEventListener('focusout', forget)
    }
  }, [listRef])

  if (wires.length === 0) return null
  return (
    <svg ref={drawing} className={styles.wires} width={gutter} aria-hidden>
      {wires.map(({ source, reader, port, isBroken }) => (
        <path
          key={`${reader} ${port}`}
          className={classes(
            styles.wire,
            isBroken && styles.broken,
            active !== undefined && (active === source || active === reader) && styles.active,
          )}
        />
      ))}
    </svg>
  )
}

interface Card {
  readonly x: number
  readonly top: number
  readonly bottom: number
}

/** Where the card of a row is. Only the row itself is measured: the browser has no layout of what is in a row out of sight. */
function measure(
  list: HTMLElement | null,
  row: string,
  origin: { readonly top: number; readonly left: number },
): Card | undefined {
  const element = list?.querySelector(`[data-row="${CSS.escape(row)}"]`)
  if (!element) return undefined
  const rect = element.getBoundingClientRect()
  const { paddingTop, paddingLeft, borderLeftWidth } = getComputedStyle(element)
  return {
    x: rect.left - origin.left + parseFloat(paddingLeft) + parseFloat(borderLeftWidth),
    top: rect.top - origin.top + parseFloat(paddingTop),
    bottom: rect.bottom - origin.top,
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Out of the source's foot, along the lane at `x`, into the reader's head. Without a source it comes from the top of the list. */
function shapeOf(x: number, from: Point | undefined, to: Point): string {
  const [tip, end] = [to.x - 1, to.y]
  const arrow = `M${tip - ARROW} ${end - ARROW + 0.5}L${tip} ${end}L${tip - ARROW} ${end + ARROW - 0.5}`
  if (!from) {
    return `M${x - 2.5} 2.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0M${x} 5V${end - CORNER}Q${x} ${end} ${x + CORNER} ${end}H${tip}${arrow}`
  }
  const turn = Math.sign(end - from.y) * Math.min(CORNER, Math.abs(end - from.y) / 2)
  return `M${from.x} ${from.y}H${x + CORNER}Q${x} ${from.y} ${x} ${from.y + turn}V${end - turn}Q${x} ${end} ${x + CORNER} ${end}H${tip}${arrow}`
}
