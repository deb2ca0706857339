/** Ways of writing 9. */
import type { Dice } from '../dice'
import { arc, turnRound, type ControlPoint } from '../strokes'
import { bowedSix } from './six'
import type { Style } from './style'

/** The loop, from the upper right against the clock and back to the stem's top. */
function loop(dice: Dice, halfHeight: number, halfWidth: number): ControlPoint[] {
  const start = dice.between(-50, -5)
  return arc(0.45, halfHeight, halfWidth, halfHeight, start, dice.between(-355, -320))
}

export const nine: readonly Style[] = [
  {
    // A loop and a straight tail.
    weight: 0.44,
    sketch(dice) {
      const halfHeight = dice.between(0.16, 0.33)
      const halfWidth = dice.between(0.22, 0.36)
      const right = 0.45 + halfWidth
      const foot = dice.between(0.25, 0.85)
      return [
        [
          ...loop(dice, halfHeight, halfWidth),
          [
            right + dice.between(-0.03, 0.05),
            halfHeight * dice.between(0.3, 0.8),
            dice.chance(0.5) ? 'corner' : undefined,
          ],
          [right + (foot - right) * dice.between(0.3, 0.55), dice.between(0.52, 0.62)],
          [foot, 1],
        ],
      ]
    },
  },
  {
    // The tail ends in a hook to the left.
    weight: 0.2,
    sketch(dice) {
      const halfHeight = dice.between(0.17, 0.28)
      const halfWidth = dice.between(0.24, 0.36)
      const right = 0.45 + halfWidth
      return [
        [
          ...loop(dice, halfHeight, halfWidth),
          [
            right + dice.between(-0.02, 0.04),
            halfHeight * dice.between(0.4, 0.8),
            dice.chance(0.5) ? 'corner' : undefined,
          ],
          [right + dice.between(-0.02, 0.04), dice.between(0.52, 0.62)],
          [right - dice.between(0.08, 0.2), dice.between(0.9, 0.96)],
          [dice.between(0.28, 0.42), 1],
          [dice.between(0.02, 0.16), dice.between(0.84, 0.94)],
        ],
      ]
    },
  },
  {
    // A narrow, angular loop.
    weight: 0.22,
    sketch(dice) {
      const bottom = dice.between(0.32, 0.56)
      const right = dice.between(0.66, 0.8)
      const foot = dice.between(0.4, 0.8)
      return [
        [
          [right - dice.between(0, 0.2), dice.between(0, 0.14)],
          [dice.between(0.4, 0.52), dice.between(0, 0.06)],
          [dice.between(0.1, 0.2), bottom * 0.7],
          [dice.between(0.2, 0.3), bottom],
          [right - 0.14, bottom * dice.between(0.6, 0.8)],
          [right, dice.between(0, 0.16), 'corner'],
          [right + (foot - right) * 0.5, 0.5],
          [foot, 1],
        ],
      ]
    },
  },
  {
    // A loop, and the stem set on afterwards.
    weight: 0.15,
    sketch(dice) {
      const halfHeight = dice.between(0.18, 0.3)
      const halfWidth = dice.between(0.22, 0.34)
      const right = 0.45 + halfWidth
      const foot = dice.between(0.4, 0.85)
      const start = dice.between(-60, 0)
      return [
        arc(0.45, halfHeight, halfWidth, halfHeight, start, start - dice.between(330, 380)),
        [
          [right + dice.between(-0.05, 0.05), dice.between(-0.05, halfHeight)],
          [right + (foot - right) * dice.between(0.3, 0.55), dice.between(0.5, 0.6)],
          [foot, 1],
        ],
      ]
    },
  },
  // A 6 turned round.
  { weight: 0.1, sketch: (dice) => turnRound(bowedSix(dice)) },
]
