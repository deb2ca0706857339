/** Ways of writing 0. */
import { arc } from '../strokes'
import type { Style } from './style'

export const zero: readonly Style[] = [
  {
    // An egg or a slightly open spiral, begun near the top.
    weight: 0.5,
    sketch(dice) {
      const width = dice.between(0.2, 0.5)
      const start = dice.between(-130, -40)
      const sweep = dice.between(335, 450)
      const egg = dice.normal(0.1)
      const spiral = dice.normal(0.11)
      const outline = arc(0.5, 0.5, 1, 0.5, start, start - sweep)
      return [
        outline.map(([x, y], i) => {
          const shrink = 1 + (spiral * i) / outline.length
          return [0.5 + (x - 0.5) * width * shrink * (1 + egg * (2 * y - 1)), 0.5 + (y - 0.5) * shrink]
        }),
      ]
    },
  },
  {
    // The pen arrives from above and leaves across the top.
    weight: 0.3,
    sketch(dice) {
      const width = dice.between(0.22, 0.48)
      const start = dice.between(-80, -50)
      const tail = dice.between(0.05, 0.3)
      const round = arc(0.5, 0.52, width, 0.48, start, start - dice.between(340, 375))
      return [
        [
          [0.5 + width * dice.between(0.3, 0.8), dice.between(-0.06, 0.04)],
          ...round,
          [0.5 + width * dice.between(-0.5, 0.3) + tail * 0.6, dice.between(0, 0.26)],
        ],
      ]
    },
  },
  {
    weight: 0.2,
    sketch(dice) {
      const start = dice.between(-140, -40)
      return [arc(0.5, 0.5, dice.between(0.45, 0.62), 0.5, start, start - dice.between(345, 400))]
    },
  },
]
