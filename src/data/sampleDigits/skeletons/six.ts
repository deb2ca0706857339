/** Ways of writing 6. */
import type { Dice } from '../dice'
import { arc, type ControlPoint, type Stroke } from '../strokes'
import type { Style } from './style'

/** The loop at the foot, entered from above on its left side and closed against the stem. */
function loop(dice: Dice, halfHeight: number, halfWidth: number): ControlPoint[] {
  const start = dice.between(170, 195)
  return arc(0.45, 1 - halfHeight, halfWidth, halfHeight, start, start - dice.between(325, 380))
}

/** A bowed stem: the common way. */
export function bowedSix(dice: Dice): Stroke[] {
  const halfHeight = dice.between(0.16, 0.29)
  const halfWidth = dice.between(0.24, 0.36)
  const left = 0.45 - halfWidth
  const top = dice.between(0.3, 0.75)
  const middle = (1 - halfHeight) * dice.between(0.38, 0.5)
  return [[[top, 0], [left + (top - left) * dice.between(0.22, 0.42), middle], ...loop(dice, halfHeight, halfWidth)]]
}

export const six: readonly Style[] = [
  { weight: 0.68, sketch: bowedSix },
  {
    // The stem sweeps on into the base, and the loop closes on itself instead of on the stem.
    weight: 0.16,
    sketch(dice) {
      const top = dice.between(0.4, 0.6)
      const inner = dice.between(0.36, 0.6)
      return [
        [
          [dice.between(0.2, 0.6), 0],
          [dice.between(0, 0.12), dice.between(0.4, 0.56)],
          [dice.between(0.1, 0.18), dice.between(0.82, 0.9)],
          [0.5, 1],
          [dice.between(0.82, 0.9), dice.between(0.86, 0.92)],
          [dice.between(0.9, 1.05), (top + 1) / 2],
          [dice.between(0.72, 0.82), top],
          [inner, (top + 1) / 2 - 0.04],
          [inner + dice.between(-0.06, 0.1), dice.between(0.84, 0.98)],
        ],
      ]
    },
  },
  {
    // A straighter stem.
    weight: 0.18,
    sketch(dice) {
      const halfHeight = dice.between(0.18, 0.32)
      const halfWidth = dice.between(0.22, 0.36)
      const left = 0.45 - halfWidth
      const top = left + dice.between(-0.02, 0.4)
      return [
        [
          [top, 0],
          [left + (top - left) * dice.between(0.44, 0.56), (1 - halfHeight) * 0.5],
          ...loop(dice, halfHeight, halfWidth),
        ],
      ]
    },
  },
  {
    // The stem begins in a hook.
    weight: 0.08,
    sketch(dice) {
      const halfHeight = dice.between(0.2, 0.32)
      const halfWidth = dice.between(0.26, 0.36)
      const left = 0.45 - halfWidth
      return [
        [
          [dice.between(0.75, 0.9), dice.between(0.12, 0.2)],
          [dice.between(0.56, 0.68), 0],
          [dice.between(0.26, 0.36), dice.between(0.12, 0.18)],
          [left + dice.between(0.02, 0.1), 0.42],
          ...loop(dice, halfHeight, halfWidth),
        ],
      ]
    },
  },
]
