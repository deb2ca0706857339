/** Ways of writing 2. */
import type { Dice } from '../dice'
import type { ControlPoint } from '../strokes'
import type { Style } from './style'

/** The hook at the top, up to where the neck leaves it. */
const hook = (dice: Dice): ControlPoint[] => [
  [dice.between(0.05, 0.2), dice.between(0.14, 0.3)],
  [dice.between(0.2, 0.3), dice.between(0.03, 0.09)],
  [dice.between(0.44, 0.54), 0],
  [dice.between(0.72, 0.8), dice.between(0.07, 0.13)],
  [dice.between(0.78, 0.88), dice.between(0.24, 0.34)],
]

export const two: readonly Style[] = [
  {
    // The neck ends in a loop on the base line.
    weight: 0.5,
    sketch(dice) {
      const width = dice.between(0.07, 0.3)
      const height = dice.between(0.05, 0.2)
      const x = dice.between(0.12, 0.24) + width * 0.5
      const y = 1 - height
      return [
        [
          ...hook(dice),
          [dice.between(0.6, 0.7), dice.between(0.5, 0.58)],
          [x + width * 0.7, y + height * 0.55],
          [x - width * 0.15, y + height],
          [x - width, y + height * 0.1],
          [x - width * 0.2, y - height * 0.8],
          [x + width * 0.9, y + height * dice.between(-0.2, 0.4)],
          [dice.between(0.65, 0.8), dice.between(0.93, 1)],
          [dice.between(0.9, 1.15), dice.between(0.84, 1)],
        ],
      ]
    },
  },
  {
    // The neck meets the base in a corner.
    weight: 0.28,
    sketch: (dice) => [
      [
        ...hook(dice),
        [dice.between(0.56, 0.7), dice.between(0.5, 0.6)],
        [dice.between(0.02, 0.16), dice.between(0.93, 1), 'corner'],
        [0.5, dice.between(0.93, 1)],
        [dice.between(0.8, 1.05), dice.between(0.92, 1.02)],
      ],
    ],
  },
  {
    // Like a Z.
    weight: 0.18,
    sketch: (dice) => [
      [
        [dice.between(0.05, 0.2), dice.between(0.02, 0.12)],
        [dice.between(0.4, 0.5), dice.between(-0.02, 0.03)],
        [dice.between(0.72, 0.88), dice.between(0.02, 0.12)],
        [dice.between(0.62, 0.74), dice.between(0.3, 0.44)],
        [dice.between(0, 0.16), dice.between(0.93, 1), 'corner'],
        [dice.between(0.8, 1.05), dice.between(0.93, 1.02)],
      ],
    ],
  },
  {
    // A curled start and a wavy base.
    weight: 0.12,
    sketch: (dice) => [
      [
        [dice.between(0.28, 0.38), dice.between(0.24, 0.32)],
        [dice.between(0.12, 0.2), dice.between(0.22, 0.3)],
        [dice.between(0.12, 0.2), dice.between(0.08, 0.14)],
        [0.45, 0],
        [0.76, 0.1],
        [0.82, 0.28],
        [0.62, dice.between(0.5, 0.58)],
        [dice.between(0, 0.1), dice.between(0.93, 1), 'corner'],
        [dice.between(0.2, 0.3), dice.between(0.82, 0.9)],
        [dice.between(0.6, 0.7), dice.between(0.96, 1.02)],
        [dice.between(0.9, 1.05), dice.between(0.8, 0.92)],
      ],
    ],
  },
  {
    // Narrow: a steep neck over a short base.
    weight: 0.12,
    sketch: (dice) => [
      [
        [dice.between(0.2, 0.32), dice.between(0.1, 0.22)],
        [dice.between(0.4, 0.48), 0],
        [dice.between(0.6, 0.68), dice.between(0.1, 0.18)],
        [dice.between(0.52, 0.6), dice.between(0.48, 0.58)],
        [dice.between(0.26, 0.38), dice.between(0.93, 1), 'corner'],
        [dice.between(0.72, 0.95), dice.between(0.92, 1.02)],
      ],
    ],
  },
]
