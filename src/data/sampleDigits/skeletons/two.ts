/** Ways of writing 2. */
import type { Dice } from '../dice'
import type { ControlPoint } from '../strokes'
import type { Style } from './style'

/** The hook at the top, up to where the neck leaves it. */
const hook = (dice: Dice): ControlPoint[] => [
  [dice.between(0, 0.2), dice.between(0.12, 0.36)],
  [dice.between(0.16, 0.3), dice.between(0.03, 0.1)],
  [dice.between(0.44, 0.54), 0],
  [dice.between(0.72, 0.8), dice.between(0.07, 0.13)],
  [dice.between(0.78, 0.88), dice.between(0.24, 0.34)],
]

export const two: readonly Style[] = [
  {
    // The neck ends in a loop on the base line; the tail leaves across it.
    weight: 0.65,
    sketch(dice) {
      const left = dice.between(-0.12, 0.2)
      const crossing = left + dice.between(0.2, 0.7)
      const top = dice.between(0.56, 0.88)
      const inLoop = (share: number): number => left + (crossing - left) * share
      return [
        [
          ...hook(dice),
          [0.8 + (crossing - 0.8) * dice.between(0.3, 0.5), 0.3 + (top - 0.3) * dice.between(0.55, 0.7)],
          [crossing, top + (1 - top) * dice.between(0.1, 0.3)],
          [inLoop(0.62), top + (1 - top) * dice.between(0.7, 0.85)],
          [inLoop(0.3), 1],
          [left, top + (1 - top) * dice.between(0.55, 0.75)],
          [inLoop(dice.between(0.25, 0.5)), top],
          [crossing, top + (1 - top) * dice.between(0.1, 0.4)],
          [crossing + dice.between(0.12, 0.55), top + (1 - top) * dice.between(0.1, 1.2)],
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
    // Narrow: a steep neck, with or without a hook, over a short base.
    weight: 0.12,
    sketch: (dice) => [
      [
        ...(dice.chance(0.6) ? ([[dice.between(0.2, 0.32), dice.between(0.06, 0.22)]] as const) : []),
        [dice.between(0.4, 0.48), 0],
        [dice.between(0.6, 0.68), dice.between(0.1, 0.18)],
        [dice.between(0.52, 0.6), dice.between(0.48, 0.58)],
        [dice.between(0.26, 0.38), dice.between(0.93, 1), 'corner'],
        [dice.between(0.65, 0.95), dice.between(0.92, 1.1)],
      ],
    ],
  },
]
