/** WGSL of the hash behind all draws on the device, the same as in `model/hash.ts`, and of what is drawn from it. */
export const HASH = `fn hash(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}
`

/** The number that a layer draws for a place of its values: it follows from the seed, the layer's index and the step. */
export function placeDraw(place: string, index: number): string {
  return `hash(${place} ^ hash(state.step ^ hash(state.seed ^ ${index}u)))`
}

/** The numbers below it are that share of all numbers. */
export function shareOf(rate: number): string {
  return `${Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1)}u`
}

/**
 * Statements behind which `NORMAL_SCALE * (heads + spread)` is a draw from the normal distribution, as `model/training/augmentImage.ts` makes
 * it from a number.
 */
export function normalDraw(number: string, indent: string): string {
  return `let tossed = ${number};
${indent}let again = hash(tossed);
${indent}let heads = f32(i32(countOneBits(tossed) + countOneBits(again)) - 32);
${indent}let spread = f32(hash(again) >> 8u) / 16777216.0 - 0.5;`
}
