/** The scales on which pixels come: which values are black and white. */

/** The values that black and white have in a file. */
export interface ValueRange {
  readonly black: number
  readonly white: number
}

export const BYTES: ValueRange = { black: 0, white: 255 }
export const FRACTIONS: ValueRange = { black: 0, white: 1 }
/** As networks that draw images like them, and the postal digits of a textbook have them. */
export const AROUND_ZERO: ValueRange = { black: -1, white: 1 }

/** How much larger than white rounding may have made it. */
export const ABOVE_WHITE = 1 + 1e-6

/** The sentence on a scale that most people would not expect. Undefined for those that they do. */
export function noteRange(file: string, range: ValueRange | undefined): string | undefined {
  if (range !== AROUND_ZERO) return undefined
  return `The pixels of ${file} go from -1 to 1, so -1 was taken for black and 1 for white.`
}
