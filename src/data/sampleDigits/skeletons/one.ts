/** Ways of writing 1. */
import type { Dice } from '../dice'
import type { Stroke } from '../strokes'
import type { Style } from './style'

const stem = (dice: Dice): Stroke => [
  [0.5, 0],
  [0.5 + dice.normal(0.025), 0.5],
  [0.5, 1],
]

const base = (dice: Dice): Stroke => {
  const y = 1 + dice.normal(0.015)
  return [
    [0.5 - dice.between(0.15, 0.35), y],
    [0.5 + dice.between(0.15, 0.35), y + dice.normal(0.02)],
  ]
}

const stemWithSerif = (dice: Dice): Stroke => [
  [0.5 - dice.between(0.1, 0.32), dice.between(0.1, 0.3)],
  [0.5, 0, 'corner'],
  [0.5 + dice.normal(0.025), 0.5],
  [0.5, 1],
]

export const one: readonly Style[] = [
  { weight: 0.74, sketch: (dice) => [stem(dice)] },
  { weight: 0.12, sketch: (dice) => [stemWithSerif(dice)] },
  { weight: 0.1, sketch: (dice) => [stemWithSerif(dice), base(dice)] },
  { weight: 0.04, sketch: (dice) => [stem(dice), base(dice)] },
]
