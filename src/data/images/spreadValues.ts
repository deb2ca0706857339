/** Pixels on a shorter scale than bytes. */
import { createBreather } from '../../common/breathe'

/** Whites other than 255: of two colours, and of sixteen greys, as scikit-learn's digits have them. */
const WHITES = [1, 15, 16]
/** Bytes between two looks at the clock. */
const BREATH_BYTES = 2 ** 20

/**
 * Brings whole images to 0-255, in place, when their largest value is a white of its own. Returns the sentence that says so, undefined
 * when there was nothing to do. Throws the signal's reason when it is aborted.
 */
export async function spreadValues(
  file: string,
  pixels: Uint8Array,
  largest: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!WHITES.includes(largest)) return undefined
  const breathe = createBreather(signal)
  const factor = 255 / largest
  for (let from = 0; from < pixels.length; from += BREATH_BYTES) {
    const end = Math.min(pixels.length, from + BREATH_BYTES)
    for (let i = from; i < end; i++) pixels[i] = pixels[i]! * factor + 0.5
    await breathe()
  }
  return `No pixel of ${file} is above ${largest}, so ${largest} was taken for white.`
}
