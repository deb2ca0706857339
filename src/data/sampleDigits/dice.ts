/** Draws by chance in the shapes that handwriting needs, over the seeded generator. */
import type { Random } from '../../model/random'

export interface Dice {
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** Normal around 0, and never further from it than 2.5 deviations: nobody writes that oddly. */
  normal(deviation: number): number
  /** A factor around 1: the exponential of a normal draw with this deviation. */
  factor(deviation: number): number
}

export function createDice(random: Random): Dice {
  const standard = (): number => {
    for (;;) {
      const value = random.normal()
      if (Math.abs(value) <= 2.5) return value
    }
  }
  return {
    between: (low, high) => low + (high - low) * random.next(),
    chance: (probability) => random.next() < probability,
    normal: (deviation) => deviation * standard(),
    factor: (deviation) => Math.exp(deviation * standard()),
  }
}
