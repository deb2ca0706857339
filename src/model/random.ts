/**
 * One seeded generator for everything in Strata that is drawn by chance: sample digits, splits, shuffles, initial weights.
 *
 * sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, passes PractRand and TestU01, four integer operations a draw. The seed is
 * spread over the state by SplitMix32, so that neighbouring seeds give unrelated streams.
 */
export interface Random {
  /** A number in [0, 1), with 32 random bits. */
  next(): number
  /** A whole number in [0, bound). */
  integer(bound: number): number
  /** A draw from the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958). */
  normal(): number
  /** Shuffles in place (Fisher and Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T
}

/** The uses of a recipe's seed. Each comes first among several seeds, which keeps its draws apart from the others'. */
export const STREAMS = { weights: 1, shuffle: 2, split: 3, dropout: 4, anatomy: 5 } as const

/** A generator whose whole stream is given by the seeds, such as `createRandom(STREAMS.shuffle, seed, epoch)`. */
export function createRandom(...seeds: readonly number[]): Random {
  let mixed = 0x9e3779b9
  const splitMix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  for (const seed of seeds) mixed = splitMix() ^ (seed | 0)

  let a = splitMix()
  let b = splitMix()
  let c = splitMix()
  let counter = 1
  let spare: number | undefined

  const bits = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) bits()

  const next = (): number => bits() / 0x1_0000_0000
  const integer = (bound: number): number => Math.floor(next() * bound)

  return {
    next,
    integer,
    normal() {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()))
      const angle = 2 * Math.PI * next()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = items[i]
        items[i] = items[j]
        items[j] = held
      }
      return items
    },
  }
}
