/** How strongly a part of a picture is shaded by the share that it stands for. */

export type Tone = 'accent' | 'good' | 'danger'

export interface Shade {
  readonly tone: Tone
  /** Of the full colour. */
  readonly percent: number
}

/** None at first. The middle is left out, because neither dark nor light text can be read on it. */
export const SHADE_PERCENTS = [0, 7, 14, 22, 31, 41, 52, 88, 100] as const

const SHADES = SHADE_PERCENTS.length - 1

/** Whether text on it needs the colour of text on the full colour. */
export function isStrong(shade: Shade | undefined): boolean {
  return (shade?.percent ?? 0) > 60
}

/** Mistakes are few, and the square root makes one in a hundred visible. What is right is shaded by its plain share. */
export function shadeOf(share: number, isRight: boolean): Shade | undefined {
  if (!(share > 0)) return undefined
  const step = Math.max(1, Math.ceil((isRight ? share : Math.sqrt(share)) * SHADES))
  return { tone: isRight ? 'accent' : 'danger', percent: SHADE_PERCENTS[Math.min(step, SHADES)]! }
}

/** The cells of a square, row after row: what is right lies on its diagonal. @param shares of each cell in its row. */
export function shadeSquare(shares: readonly number[], count: number): readonly (Shade | undefined)[] {
  return shares.map((share, cell) => shadeOf(share, Math.floor(cell / count) === cell % count))
}

export interface ShadedPath extends Shade {
  /** SVG path data, one unit square a cell. */
  readonly path: string
}

/** All cells of one shade as one path: a square of 200 is then no slower to draw than one of ten. */
export function pathsOf(shades: readonly (Shade | undefined)[], count: number): readonly ShadedPath[] {
  const paths = new Map<string, { tone: Tone; percent: number; path: string }>()
  shades.forEach((shade, cell) => {
    if (!shade) return
    const key = `${shade.tone} ${shade.percent}`
    const shaded = paths.get(key) ?? { ...shade, path: '' }
    shaded.path += `M${cell % count} ${Math.floor(cell / count)}h1v1h-1z`
    paths.set(key, shaded)
  })
  return [...paths.values()]
}
