/**
 * A hash for draws that a graphics device makes by itself. It uses whole numbers only, so that the device and this code get the same bits.
 * A draw follows from the hashed number alone, in any order. For draws one after another there is `random.ts`.
 */

/** PCG (Jarzynski and Olano, 2020, `pcg_hash`), from 32 bits to 32 bits. */
export function hash(value: number): number {
  const state = (Math.imul(value, 747_796_405) + 2_891_336_453) | 0
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277_803_737)
  return ((word >>> 22) ^ word) >>> 0
}
