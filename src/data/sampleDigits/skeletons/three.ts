/** Ways of writing 3. */
import type { Dice } from '../dice'
import type { ControlPoint } from '../strokes'
import type { Style } from './style'

const lowerBump = (dice: Dice, waist: number): ControlPoint[] => [
  [dice.between(0.64, 0.74), waist + 0.07],
  [dice.between(0.76, 0.88), dice.between(0.68, 0.76)],
  [dice.between(0.58, 0.68), dice.between(0.92, 0.97)],
  [dice.between(0.28, 0.42), 1],
  [dice.between(-0.2, 0.14), dice.between(0.84, 0.98)],
]

export const three: readonly Style[] = [
  {
    // Two bumps that meet in a cusp.
    weight: 0.43,
    sketch(dice) {
      const waist = dice.between(0.38, 0.56)
      return [
        [
          [dice.between(0, 0.24), dice.between(0.04, 0.2)],
          [dice.between(0.36, 0.46), 0],
          [dice.between(0.64, 0.72), dice.between(0.04, 0.09)],
          [dice.between(0.7, 0.82), waist * 0.46],
          [dice.between(0.56, 0.64), waist * 0.86],
          [dice.between(0.24, 0.44), waist, 'corner'],
          ...lowerBump(dice, waist),
        ],
      ]
    },
  },
  {
    // A flat top and a straight neck.
    weight: 0.22,
    sketch(dice) {
      const waist = dice.between(0.34, 0.48)
      const left = dice.between(0.06, 0.2)
      const serif: ControlPoint[] = dice.chance(0.3) ? [[left - 0.02, dice.between(0.1, 0.18)]] : []
      return [
        [
          ...serif,
          [left, dice.between(0, 0.06), 'corner'],
          [dice.between(0.68, 0.86), dice.between(-0.02, 0.06), 'corner'],
          [dice.between(0.3, 0.46), waist, dice.chance(0.6) ? 'corner' : undefined],
          ...lowerBump(dice, waist),
        ],
      ]
    },
  },
  {
    // The pen runs through the waist without a cusp.
    weight: 0.16,
    sketch(dice) {
      const waist = dice.between(0.4, 0.52)
      return [
        [
          [dice.between(0, 0.24), dice.between(0.04, 0.18)],
          [dice.between(0.36, 0.46), 0],
          [dice.between(0.68, 0.78), dice.between(0.12, 0.18)],
          [dice.between(0.62, 0.7), waist - 0.1],
          [dice.between(0.48, 0.58), waist],
          ...lowerBump(dice, waist),
        ],
      ]
    },
  },
  {
    // A small lower bump that runs out into a straight tail.
    weight: 0.16,
    sketch(dice) {
      const waist = dice.between(0.36, 0.5)
      return [
        [
          [dice.between(0.06, 0.2), dice.between(0.06, 0.16)],
          [dice.between(0.4, 0.5), 0],
          [dice.between(0.72, 0.84), dice.between(0.1, 0.16)],
          [dice.between(0.62, 0.7), waist * 0.72],
          [dice.between(0.3, 0.46), waist, 'corner'],
          [dice.between(0.62, 0.72), waist + dice.between(0.04, 0.1)],
          [dice.between(0.62, 0.74), dice.between(0.66, 0.74)],
          [dice.between(0.4, 0.5), dice.between(0.84, 0.9)],
          [dice.between(-0.05, 0.12), dice.between(0.96, 1.04)],
        ],
      ]
    },
  },
  {
    // A small loop at the waist.
    weight: 0.15,
    sketch(dice) {
      const waist = dice.between(0.4, 0.52)
      const x = dice.between(0.26, 0.38)
      const loop = dice.between(0.03, 0.07)
      return [
        [
          [dice.between(0, 0.24), dice.between(0.04, 0.18)],
          [dice.between(0.36, 0.46), 0],
          [dice.between(0.66, 0.78), dice.between(0.08, 0.16)],
          [dice.between(0.56, 0.66), waist - 0.1],
          [x + loop, waist + loop],
          [x - loop, waist + loop * 0.4],
          [x + loop * 0.4, waist - loop],
          ...lowerBump(dice, waist),
        ],
      ]
    },
  },
]
