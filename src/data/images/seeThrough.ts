/** Images that are see-through in part: what shows in them, and the ground that they are laid on. */

/** What is seen behind the parts that are see-through. */
export type Ground = 'black' | 'white'

/**
 * How light the part of an image is that shows, from 0 to 255: the mean of its channels, each pixel by its alpha. NaN when nothing shows.
 * Undefined for an image that is opaque everywhere.
 *
 * @param alpha one byte a pixel, 255 for what is opaque
 */
export function lightOfShown(pixels: Uint8Array, channels: 1 | 3, alpha: Uint8Array): number | undefined {
  if (alpha.every((value) => value === 255)) return undefined
  let shown = 0
  let light = 0
  for (let i = 0, at = 0; i < alpha.length; i++) {
    shown += alpha[i]! * channels
    for (let c = 0; c < channels; c++) light += alpha[i]! * pixels[at++]!
  }
  return light / shown
}

/** Lays an image on a ground, in place. */
export function layOn(ground: Ground, pixels: Uint8Array, channels: 1 | 3, alpha: Uint8Array): void {
  const behind = ground === 'white' ? 255 : 0
  for (let i = 0, at = 0; i < alpha.length; i++) {
    const share = alpha[i]! / 255
    for (let c = 0; c < channels; c++, at++) pixels[at] = behind + share * (pixels[at]! - behind) + 0.5
  }
}
