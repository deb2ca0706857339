/** Ways of writing 4. */
import type { Style } from './style'

export const four: readonly Style[] = [
  {
    // An open L, and a vertical through it.
    weight: 0.3,
    sketch(dice) {
      const bar = dice.between(0.42, 0.66)
      const x = dice.between(0.55, 0.75)
      return [
        [
          [dice.between(0.08, 0.36), dice.between(0, 0.12)],
          [dice.between(0, 0.12), bar, 'corner'],
          [dice.between(0.78, 1.1), bar + dice.between(-0.1, 0.05)],
        ],
        [
          [x + dice.between(0, 0.1), dice.between(0, 0.3)],
          [x, dice.between(0.5, 0.6)],
          [x + dice.between(-0.1, 0.03), 1],
        ],
      ]
    },
  },
  {
    // A U, and a vertical along its right side.
    weight: 0.26,
    sketch(dice) {
      const bar = dice.between(0.42, 0.62)
      const x = dice.between(0.66, 0.86)
      return [
        [
          [dice.between(0.04, 0.2), dice.between(0, 0.14)],
          [dice.between(0, 0.1), bar * 0.62],
          [dice.between(0.14, 0.24), bar * 0.96],
          [dice.between(0.36, 0.46), bar],
          [x, bar - dice.between(0, 0.12)],
          ...(dice.chance(0.4) ? ([[x + dice.between(0.1, 0.25), bar - dice.between(0.05, 0.16)]] as const) : []),
        ],
        [
          [x + dice.between(-0.02, 0.06), dice.between(-0.05, 0.16)],
          [x, 0.5],
          [x + dice.between(-0.12, 0.04), 1],
        ],
      ]
    },
  },
  {
    // Closed, in one stroke from the right end of the bar.
    weight: 0.18,
    sketch(dice) {
      const bar = dice.between(0.52, 0.7)
      const x = dice.between(0.5, 0.68)
      return [
        [
          [dice.between(0.8, 1), bar + dice.between(-0.06, 0.04)],
          [dice.between(0, 0.12), bar, 'corner'],
          [x, 0, 'corner'],
          [x + dice.between(-0.06, 0.04), 1],
        ],
      ]
    },
  },
  {
    // Closed, in two strokes.
    weight: 0.14,
    sketch(dice) {
      const bar = dice.between(0.5, 0.7)
      const x = dice.between(0.52, 0.7)
      return [
        [
          [x + dice.between(-0.05, 0.03), 0],
          [x * 0.5 - dice.between(0, 0.06), bar * 0.5],
          [dice.between(0, 0.1), bar, 'corner'],
          [dice.between(0.8, 1.05), bar + dice.between(-0.08, 0.04)],
        ],
        [
          [x + dice.between(-0.02, 0.05), dice.between(-0.02, 0.12)],
          [x + dice.between(-0.07, 0.03), 1],
        ],
      ]
    },
  },
  {
    // Rounded, in one stroke: down, along, up, and down again.
    weight: 0.12,
    sketch(dice) {
      const bar = dice.between(0.42, 0.6)
      const x = dice.between(0.68, 0.84)
      return [
        [
          [dice.between(0.08, 0.24), dice.between(0, 0.12)],
          [dice.between(0.02, 0.12), bar * 0.6],
          [dice.between(0.16, 0.26), bar],
          [dice.between(0.42, 0.54), bar * 0.95],
          [x - 0.04, bar * 0.6],
          [x + dice.between(0, 0.06), dice.between(0, 0.12), 'corner'],
          [x - 0.03, 0.5],
          [x + dice.between(-0.14, 0), 1],
        ],
      ]
    },
  },
]
