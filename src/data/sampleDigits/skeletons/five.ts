/** Ways of writing 5. */
import type { Dice } from '../dice'
import type { ControlPoint } from '../strokes'
import type { Style } from './style'

/** The belly, from the foot of the neck round to the tail; it may be narrower than the bar is long. */
function belly(dice: Dice): ControlPoint[] {
  const right = dice.between(0.58, 0.86)
  const shoulder = dice.between(0.34, 0.46)
  return [
    [right * 0.6, shoulder],
    [right * 0.95, shoulder + dice.between(0.1, 0.16)],
    [right, dice.between(0.66, 0.76)],
    [right * 0.74, dice.between(0.9, 0.97)],
    [right * 0.38, 1],
    [dice.between(-0.08, 0.12), dice.between(0.84, 0.98)],
  ]
}

const neckFoot = (dice: Dice): ControlPoint => [dice.between(0.1, 0.24), dice.between(0.36, 0.52), 'corner']

export const five: readonly Style[] = [
  {
    // In one stroke, from the right end of the bar.
    weight: 0.3,
    sketch: (dice) => [
      [
        [dice.between(0.6, 1.1), dice.between(-0.08, 0.06)],
        [dice.between(0.22, 0.36), dice.between(0, 0.05), 'corner'],
        neckFoot(dice),
        ...belly(dice),
      ],
    ],
  },
  {
    // The bar is set on afterwards and often slopes up.
    weight: 0.3,
    sketch(dice) {
      const top: ControlPoint = [dice.between(0.2, 0.38), dice.between(0.02, 0.1)]
      return [
        [top, neckFoot(dice), ...belly(dice)],
        [
          [top[0] + dice.between(-0.04, 0.08), top[1] + dice.between(-0.04, 0.03)],
          [dice.between(0.7, 1.25), top[1] + dice.between(-0.28, 0.04)],
        ],
      ]
    },
  },
  {
    // Like an S.
    weight: 0.24,
    sketch: (dice) => [
      [
        [dice.between(0.68, 0.95), dice.between(-0.02, 0.08)],
        [dice.between(0.38, 0.5), dice.between(0, 0.05)],
        [dice.between(0.18, 0.28), dice.between(0.18, 0.26)],
        [dice.between(0.38, 0.48), dice.between(0.4, 0.46)],
        [dice.between(0.66, 0.76), dice.between(0.6, 0.7)],
        [dice.between(0.48, 0.58), dice.between(0.92, 0.98)],
        [dice.between(0.22, 0.3), 1],
        [dice.between(-0.04, 0.1), dice.between(0.84, 0.96)],
      ],
    ],
  },
  {
    // A round belly under a short neck.
    weight: 0.2,
    sketch(dice) {
      const x = dice.between(0.16, 0.3)
      return [
        [
          [dice.between(0.7, 0.95), dice.between(-0.06, 0.06)],
          [x, dice.between(0, 0.05), 'corner'],
          [x - dice.between(0, 0.08), dice.between(0.3, 0.42), 'corner'],
          [dice.between(0.42, 0.5), dice.between(0.26, 0.34)],
          [dice.between(0.74, 0.82), dice.between(0.42, 0.5)],
          [dice.between(0.76, 0.86), dice.between(0.7, 0.78)],
          [dice.between(0.46, 0.56), 1],
          [dice.between(0.16, 0.26), dice.between(0.94, 1)],
          [dice.between(0, 0.08), dice.between(0.8, 0.88)],
        ],
      ]
    },
  },
  {
    // The tail curls up at its end.
    weight: 0.2,
    sketch: (dice) => [
      [
        [dice.between(0.7, 1), dice.between(-0.06, 0.06)],
        [dice.between(0.22, 0.36), dice.between(0, 0.05), 'corner'],
        neckFoot(dice),
        ...belly(dice).slice(0, 5),
        [dice.between(0.08, 0.14), dice.between(0.88, 0.94)],
        [dice.between(0.04, 0.1), dice.between(0.72, 0.8)],
        [dice.between(0.16, 0.24), dice.between(0.64, 0.72)],
      ],
    ],
  },
]
