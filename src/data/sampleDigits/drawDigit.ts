/**
 * One handwritten digit, drawn the way MNIST's were prepared: fitted to 20 pixels, then placed with its ink's centre of mass in the
 * middle of the image (LeCun, Cortes and Burges).
 */
import type { Random } from '../../model/random'
import { createDice, type Dice } from './dice'
import { writeStrokes } from './hand'
import { inkPixels, pressPen } from './pen'
import { digits } from './skeletons/digits'
import type { Style } from './skeletons/style'
import type { Polyline } from './strokes'

/** Width and height of an image, in pixels. */
export const SIDE = 28
const LONGEST_SIDE = 20
const CENTRE = 14

/** The pen's radius in pixels: its median, the deviation of its logarithm, and its limits. */
const PEN = { median: 1.3, deviation: 0.33, thinnest: 0.5, thickest: 2.4 }

/** The thickest pen for a digit, as a share of its shorter side: a thicker one would fill it with ink. */
const THICKEST_SHARE = 0.15

/** Draws digit `digit` (0 to 9) into `image`: 28 x 28 bytes, ink bright on a background of exactly 0. */
export function drawDigit(digit: number, random: Random, image: Uint8Array): void {
  const form = digits[digit]
  if (!form) throw new RangeError(`There is no digit ${digit}`)
  const dice = createDice(random)
  const lines = writeStrokes(pickStyle(form.styles, dice).sketch(dice), form, dice)
  const bounds = measureBounds(lines)
  const shorterSide = (LONGEST_SIDE * Math.min(bounds.width, bounds.height)) / Math.max(bounds.width, bounds.height)
  const thickest = form.slim ? PEN.thickest : Math.min(PEN.thickest, THICKEST_SHARE * shorterSide)
  const radius = Math.max(PEN.thinnest, Math.min(thickest, PEN.median * dice.factor(PEN.deviation)))
  fitIntoMiddle(lines, bounds, LONGEST_SIDE - 2 * radius)
  const coverage = new Float32Array(SIDE * SIDE)
  inkPixels(
    lines.map((line) => pressPen(line, radius, dice)),
    dice.between(0.9, 1.6),
    SIDE,
    coverage,
  )
  centreInk(coverage, 255 * dice.between(0.92, 1), image)
}

function pickStyle(styles: readonly Style[], dice: Dice): Style {
  let rest = dice.between(0, 1) * styles.reduce((sum, style) => sum + style.weight, 0)
  return styles.find((style) => (rest -= style.weight) < 0) ?? styles[0]!
}

interface Bounds {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function measureBounds(lines: readonly Polyline[]): Bounds {
  const left = Math.min(...lines.map(({ x }) => Math.min(...x)))
  const top = Math.min(...lines.map(({ y }) => Math.min(...y)))
  const right = Math.max(...lines.map(({ x }) => Math.max(...x)))
  const bottom = Math.max(...lines.map(({ y }) => Math.max(...y)))
  return { left, top, width: right - left, height: bottom - top }
}

/** Scales the lines in place, so that their longest side measures `length` pixels, around the middle of the image. */
function fitIntoMiddle(lines: readonly Polyline[], bounds: Bounds, length: number): void {
  const scale = length / Math.max(bounds.width, bounds.height)
  for (const { x, y } of lines) {
    for (let i = 0; i < x.length; i++) {
      x[i] = CENTRE + (x[i]! - bounds.left - bounds.width / 2) * scale
      y[i] = CENTRE + (y[i]! - bounds.top - bounds.height / 2) * scale
    }
  }
}

/** Writes the coverage as bytes, moved by whole pixels so that the ink's centre of mass lies at the image's centre. */
function centreInk(coverage: Float32Array, brightness: number, image: Uint8Array): void {
  let mass = 0
  let massX = 0
  let massY = 0
  for (let at = 0; at < coverage.length; at++) {
    const ink = coverage[at]!
    mass += ink
    massX += ink * (at % SIDE)
    massY += ink * Math.floor(at / SIDE)
  }
  const moveX = Math.round(CENTRE - massX / mass)
  const moveY = Math.round(CENTRE - massY / mass)
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const fromRow = row - moveY
      const fromColumn = column - moveX
      const inside = fromRow >= 0 && fromRow < SIDE && fromColumn >= 0 && fromColumn < SIDE
      image[row * SIDE + column] = inside ? Math.round(brightness * coverage[fromRow * SIDE + fromColumn]!) : 0
    }
  }
}
