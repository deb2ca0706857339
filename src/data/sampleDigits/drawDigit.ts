/**
 * One handwritten digit, drawn the way MNIST's were prepared: fitted to 20 pixels, then placed with its ink's centre of mass in the
 * middle of the image (LeCun, Cortes and Burges).
 */
import type { Random } from '../../model/random'
import { createDice, type Dice } from './dice'
import { writeStrokes } from './hand'
import { inkPixels, pressPen, type InkedLine } from './pen'
import { digits } from './skeletons/digits'
import type { Style } from './skeletons/style'

/** Width and height of an image, in pixels. */
export const SIDE = 28
const LONGEST_SIDE = 20
const CENTRE = 14

/** The pen's radius in pixels: its median, the deviation of its logarithm, and its limits. */
const PEN = { median: 1.3, deviation: 0.33, thinnest: 0.65, thickest: 2.4 }

/** The thickest pen for a digit, as a share of its shorter side: a thicker one would fill it with ink. */
const THICKEST_SHARE = 0.15

/** Draws digit `digit` (0 to 9) in bright ink into `image`: 28 x 28 bytes, all 0 before; the background stays exactly 0. */
export function drawDigit(digit: number, random: Random, image: Uint8Array): void {
  const form = digits[digit]
  if (!form) throw new RangeError(`There is no digit ${digit}`)
  const dice = createDice(random)
  const strokes = pickStyle(form.styles, dice).sketch(dice)
  const lines = writeStrokes(strokes, form, dice).map((line) => pressPen(line, dice))
  const radius = pickPen(lines, form.slim ?? false, dice)
  const softness = dice.between(0.9, 1.6)
  fitIntoMiddle(lines, radius, softness / 2)
  const coverage = new Float32Array(SIDE * SIDE)
  inkPixels(lines, radius, softness, SIDE, coverage)
  centreInk(coverage, 255 * dice.between(0.92, 1), image)
}

function pickStyle(styles: readonly Style[], dice: Dice): Style {
  const total = styles.reduce((sum, style) => sum + style.weight, 0)
  let rest = dice.between(0, total)
  for (const style of styles) {
    rest -= style.weight
    if (rest < 0) return style
  }
  return styles[0]!
}

/** The pen's radius in pixels. */
function pickPen(lines: readonly InkedLine[], slim: boolean, dice: Dice): number {
  const { width, height } = measureInk(lines, 1, 0, 0)
  const shorterSide = (LONGEST_SIDE * Math.min(width, height)) / Math.max(width, height)
  const thickest = slim ? PEN.thickest : Math.min(PEN.thickest, THICKEST_SHARE * shorterSide)
  return Math.max(PEN.thinnest, Math.min(thickest, PEN.median * dice.factor(PEN.deviation)))
}

/** The box around the lines, scaled, with the ink of a pen of this radius and an edge that fades out over `edge`. */
function measureInk(lines: readonly InkedLine[], scale: number, radius: number, edge: number) {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const { x, y, pressure } of lines) {
    for (let i = 0; i < x.length; i++) {
      const ink = radius * pressure[i]! + edge
      left = Math.min(left, x[i]! * scale - ink)
      top = Math.min(top, y[i]! * scale - ink)
      right = Math.max(right, x[i]! * scale + ink)
      bottom = Math.max(bottom, y[i]! * scale + ink)
    }
  }
  return { left, top, width: right - left, height: bottom - top }
}

/** Scales the lines in place, so that the longest side of their ink measures 20 pixels, around the middle of the image. */
function fitIntoMiddle(lines: readonly InkedLine[], radius: number, edge: number): void {
  const bare = measureInk(lines, 1, 0, 0)
  const length = Math.max(bare.width, bare.height)
  let scale = (LONGEST_SIDE - 2 * (radius + edge)) / length
  // Where the ink reaches furthest, the pen may press harder or less hard than on average: one step of Newton makes up for it.
  const first = measureInk(lines, scale, radius, edge)
  scale += (LONGEST_SIDE - Math.max(first.width, first.height)) / length
  const { left, top, width, height } = measureInk(lines, scale, radius, edge)
  for (const { x, y } of lines) {
    for (let i = 0; i < x.length; i++) {
      x[i] = CENTRE + x[i]! * scale - left - width / 2
      y[i] = CENTRE + y[i]! * scale - top - height / 2
    }
  }
}

/** Writes the coverage as bytes, moved by whole pixels so that the ink's centre of mass lies at the image's centre. */
function centreInk(coverage: Float32Array, brightness: number, image: Uint8Array): void {
  let mass = 0
  let massX = 0
  let massY = 0
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const ink = coverage[y * SIDE + x]!
      mass += ink
      massX += ink * x
      massY += ink * y
    }
  }
  const moveX = Math.round(CENTRE - massX / mass)
  const moveY = Math.round(CENTRE - massY / mass)
  for (let y = Math.max(0, moveY); y < Math.min(SIDE, SIDE + moveY); y++) {
    for (let x = Math.max(0, moveX); x < Math.min(SIDE, SIDE + moveX); x++) {
      const ink = coverage[(y - moveY) * SIDE + x - moveX]!
      if (ink > 0) image[y * SIDE + x] = Math.round(brightness * ink)
    }
  }
}
