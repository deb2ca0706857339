/** Ways of writing 7. */
import type { Dice } from '../dice'
import type { ControlPoint, Stroke } from '../strokes'
import type { Style } from './style'

/** From the right end of the bar down to the foot. */
function leg(dice: Dice, corner: 'corner' | undefined): ControlPoint[] {
  const x = dice.between(0.7, 0.92)
  const foot = dice.between(0.1, 0.85)
  return [
    [x, dice.between(-0.03, 0.08), corner],
    [x + (foot - x) * dice.between(0.4, 0.68), dice.between(0.4, 0.5)],
    [foot, 1],
  ]
}

const barStart = (dice: Dice): ControlPoint => [dice.between(-0.25, 0.16), dice.between(-0.02, 0.2)]

const crossbar = (dice: Dice): Stroke => {
  const y = dice.between(0.42, 0.58)
  return [
    [dice.between(0.16, 0.32), y + dice.between(-0.03, 0.06)],
    [dice.between(0.74, 0.95), y + dice.between(-0.06, 0.03)],
  ]
}

const serif = (dice: Dice): ControlPoint[] => [
  [dice.between(-0.12, 0.1), dice.between(0.16, 0.42)],
  [dice.between(-0.08, 0.12), dice.between(0, 0.12), 'corner'],
]

export const seven: readonly Style[] = [
  { weight: 0.34, sketch: (dice) => [[barStart(dice), ...leg(dice, 'corner')]] },
  { weight: 0.24, sketch: (dice) => [[...serif(dice), ...leg(dice, 'corner')]] },
  { weight: 0.2, sketch: (dice) => [[barStart(dice), ...leg(dice, 'corner')], crossbar(dice)] },
  {
    // The bar begins in a hook.
    weight: 0.1,
    sketch(dice) {
      const hook: Stroke = [
        [dice.between(0.02, 0.12), dice.between(0.22, 0.34)],
        [dice.between(0.02, 0.12), dice.between(0.08, 0.14)],
        [dice.between(0.2, 0.3), dice.between(0, 0.05)],
        ...leg(dice, 'corner'),
      ]
      return dice.chance(0.5) ? [hook, crossbar(dice)] : [hook]
    },
  },
  {
    // A wavy bar.
    weight: 0.1,
    sketch: (dice) => [
      [
        [dice.between(-0.02, 0.08), dice.between(0.08, 0.16)],
        [dice.between(0.18, 0.28), dice.between(-0.02, 0.04)],
        [dice.between(0.44, 0.56), dice.between(0.06, 0.12)],
        ...leg(dice, 'corner'),
      ],
    ],
  },
  {
    // A rounded corner.
    weight: 0.1,
    sketch: (dice) => [[barStart(dice), [dice.between(0.4, 0.5), dice.between(-0.02, 0.05)], ...leg(dice, undefined)]],
  },
]
