/** Lines and bands as SVG path data. Where there is no value, there is a gap. */

type Place = (value: number) => number

/**
 * A value that stands alone between gaps is a dot: a line of no length, whose ends are round. Of values that stand at one height the first and
 * the last are enough.
 */
export function linePath(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Place, y: Place): string {
  const parts: string[] = []
  let isDrawing = false
  /** How many values up to here stand at this height. */
  let level = 0
  let height = ''
  for (let at = 0; at < xs.length; at++) {
    const value = ys[at]!
    if (!Number.isFinite(value)) {
      isDrawing = false
      continue
    }
    const isAlone = !isDrawing && !Number.isFinite(ys[at + 1] ?? NaN)
    const placed = write(y(value))
    level = isDrawing && placed === height ? level + 1 : 1
    height = placed
    if (level > 2) parts.pop()
    parts.push(`${isDrawing ? 'L' : 'M'}${write(x(xs[at]!))} ${placed}${isAlone ? 'h0' : ''}`)
    isDrawing = true
  }
  return parts.join('')
}

/** The area between two lines. A single place is a stroke up and down. */
export function bandPath(
  xs: ArrayLike<number>,
  lows: ArrayLike<number>,
  highs: ArrayLike<number>,
  x: Place,
  y: Place,
): string {
  const parts: string[] = []
  let begun = 0
  const close = (end: number): void => {
    if (end === begun) return
    for (let at = begun; at < end; at++)
      parts.push(`${at === begun ? 'M' : 'L'}${write(x(xs[at]!))} ${write(y(highs[at]!))}`)
    for (let at = end - 1; at >= begun; at--) parts.push(`L${write(x(xs[at]!))} ${write(y(lows[at]!))}`)
    parts.push('Z')
  }
  for (let at = 0; at <= xs.length; at++) {
    if (at < xs.length && Number.isFinite(lows[at]!) && Number.isFinite(highs[at]!)) continue
    close(at)
    begun = at + 1
  }
  return parts.join('')
}

const TENTHS = ['', '.1', '.2', '.3', '.4', '.5', '.6', '.7', '.8', '.9']

/** A tenth of a pixel is never seen. What is far out of view stays within what a browser draws. */
function write(pixels: number): string {
  const tenths = Math.round(Math.max(-1e5, Math.min(1e5, pixels)) * 10)
  if (!(tenths >= 0)) return String(tenths / 10)
  // Engines write whole numbers three times as fast as fractions.
  const whole = Math.floor(tenths / 10)
  return whole + TENTHS[tenths - 10 * whole]!
}
