/** Drawings as images of a model: no ink is lost, and digits lie as MNIST's do. */
import { expect, it } from 'vitest'
import { averageArea, centreDigit, guessGround, type Ink } from './drawnImage'

/** A rectangle of ink. */
function drawBox(width: number, height: number, box: { x: number; y: number; w: number; h: number }): Ink {
  const values = new Float32Array(width * height)
  for (let y = box.y; y < box.y + box.h; y++) values.fill(1, y * width + box.x, y * width + box.x + box.w)
  return { width, height, values }
}

const whole = ({ width, height }: Ink) => ({ left: 0, top: 0, width, height })

it('means areas, also where pixels begin within others', () => {
  const ink: Ink = { width: 3, height: 1, values: [1, 0, 0] }
  expect([...averageArea(ink, whole(ink), { width: 2, height: 1 })]).toEqual([expect.closeTo(2 / 3), 0])
  const large: Ink = { width: 4, height: 2, values: [1, 1, 0, 0, 1, 0, 0, 0] }
  expect([...averageArea(large, whole(large), { width: 2, height: 1 })]).toEqual([0.75, 0])
})

it('has no ink outside of the drawing', () => {
  const ink: Ink = { width: 1, height: 1, values: [1] }
  const shifted = averageArea(ink, { left: -1, top: 0, width: 2, height: 1 }, { width: 2, height: 1 })
  expect([...shifted]).toEqual([0, 1])
})

it('centres a digit wherever and however large it was drawn: 20 of 28 pixels, the mass in the middle', () => {
  for (const box of [
    { x: 20, y: 150, w: 40, h: 80 },
    { x: 200, y: 10, w: 60, h: 30 },
  ]) {
    const ink = drawBox(280, 280, box)
    const image = averageArea(ink, centreDigit(ink, { width: 28, height: 28 })!, { width: 28, height: 28 })
    const rows = new Set<number>()
    const columns = new Set<number>()
    let [mass, x, y] = [0, 0, 0]
    for (const [at, value] of image.entries()) {
      if (value < 0.01) continue
      rows.add(Math.floor(at / 28))
      columns.add(at % 28)
      mass += value
      x += value * ((at % 28) + 0.5)
      y += value * (Math.floor(at / 28) + 0.5)
    }
    expect(Math.max(rows.size, columns.size)).toBe(20)
    expect([x / mass, y / mass]).toEqual([expect.closeTo(14), expect.closeTo(14)])
  }
})

it('cuts nothing off a digit whose mass lies at one of its ends', () => {
  const values = new Float32Array(100 * 100)
  for (let y = 10; y < 90; y++) for (let x = 48; x < 52; x++) values[y * 100 + x] = y < 14 ? 1 : 0.001
  const ink: Ink = { width: 100, height: 100, values }
  const image = averageArea(ink, centreDigit(ink, { width: 28, height: 28 })!, { width: 28, height: 28 })
  const scale = (80 / 20) ** 2
  const [before, after] = [values, image].map((all) => all.reduce((sum, value) => sum + value, 0))
  expect(after! * scale).toBeCloseTo(before!, 2)
})

it('finds no place for a digit that was not drawn', () => {
  expect(centreDigit({ width: 2, height: 2, values: [0, 0, 0, 0] }, { width: 28, height: 28 })).toBeUndefined()
})

it('guesses the ground from the edges of images', () => {
  const rgba = (ground: number, ink: number, isInside: boolean): Uint8ClampedArray => {
    const all = new Uint8ClampedArray(28 * 28 * 4).fill(ground)
    for (let y = 0; y < 28; y++)
      for (let x = 0; x < 28; x++)
        if (isInside ? Math.hypot(x - 14, y - 14) < 8 : x % 5 === 0)
          all.fill(ink, 4 * (y * 28 + x), 4 * (y * 28 + x) + 3)
    return all
  }
  const size = { width: 28, height: 28 }
  expect(guessGround(rgba(0, 255, true), size, 1)).toEqual({ ground: 'dark', hasMargin: true })
  expect(guessGround(rgba(250, 10, true), size, 1)).toEqual({ ground: 'light', hasMargin: true })
  expect(guessGround(rgba(0, 200, false), size, 1)).toEqual({ ground: 'dark', hasMargin: false })
  expect(guessGround(new Uint8ClampedArray(), size, 0)).toBeUndefined()
})
