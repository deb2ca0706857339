/** Pixels on a shorter scale than bytes. */

/** Whites other than 255: of two colours, and of sixteen greys, as scikit-learn's digits have them. */
const WHITES = [1, 15, 16]

/**
 * Brings whole images whose largest value is a white of its own to 0-255, in place. Gives the sentence that says so; undefined when there
 * was nothing to do.
 */
export function spreadValues(file: string, pixels: Uint8Array, largest: number): string | undefined {
  if (!WHITES.includes(largest)) return undefined
  const factor = 255 / largest
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixels[i]! * factor + 0.5
  return `No pixel of ${file} is above ${largest}, so ${largest} was taken for white.`
}
