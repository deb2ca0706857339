/** Ways of writing 8. */
import type { Dice } from '../dice'
import { arc, type ControlPoint } from '../strokes'
import type { Style } from './style'

/**
 * A Lissajous figure whose two halves meet at `waist`: x swings twice while y goes down and comes back. `from` and `to` are in
 * degrees; 0 is the middle of the top, and the pen sets off to the left.
 */
function figureEight(dice: Dice, from: number, to: number): ControlPoint[] {
  const waist = dice.between(0.32, 0.7)
  const upper = dice.between(0.14, 0.4)
  const lower = dice.between(0.14, 0.4)
  const spans = Math.ceil((to - from) / 30)
  const points: ControlPoint[] = []
  for (let i = 0; i <= spans; i++) {
    const angle = ((from + ((to - from) * i) / spans) * Math.PI) / 180
    const height = Math.cos(angle)
    points.push([
      0.5 - (height > 0 ? upper : lower) * Math.sin(2 * angle),
      waist - height * (height > 0 ? waist : 1 - waist),
    ])
  }
  return points
}

export const eight: readonly Style[] = [
  {
    // In one stroke, whose ends may not quite meet.
    weight: 0.62,
    sketch(dice) {
      const from = dice.between(-40, 25)
      return [figureEight(dice, from, from + dice.between(335, 380))]
    },
  },
  {
    // Two loops, one on the other.
    weight: 0.16,
    sketch(dice) {
      const waist = dice.between(0.36, 0.56)
      const start = dice.between(60, 120)
      return [
        arc(0.5, waist / 2, dice.between(0.18, 0.44), waist / 2, start, start - dice.between(345, 390)),
        arc(
          0.5 + dice.normal(0.04),
          (1 + waist) / 2,
          dice.between(0.18, 0.48),
          (1 - waist) / 2,
          start - 180,
          start - 180 - dice.between(345, 390),
        ),
      ]
    },
  },
  {
    // Open at the top.
    weight: 0.16,
    sketch: (dice) => [figureEight(dice, dice.between(-60, -20), dice.between(295, 330))],
  },
  {
    // The last stroke runs on to the upper right.
    weight: 0.12,
    sketch: (dice) => [
      [
        ...figureEight(dice, dice.between(-35, 10), dice.between(290, 305)),
        [dice.between(0.85, 1.1), dice.between(-0.08, 0.1)],
      ],
    ],
  },
  {
    // Open at the bottom: begun and ended there.
    weight: 0.06,
    sketch: (dice) => [figureEight(dice, dice.between(190, 225), dice.between(495, 530))],
  },
]
