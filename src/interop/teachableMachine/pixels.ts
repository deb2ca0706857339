/**
 * How Teachable Machine's library makes numbers of an image: `byte / 127 - 1`, which is a little above 1 for white. A model of greys gets
 * `0.2989 R + 0.587 G + 0.114 B` for the byte, which is 0.9999 of a grey.
 * https://github.com/googlecreativelab/teachablemachine-community/blob/master/libraries/image/src/utils/tf.ts (`capture`, `cropTensor`)
 */
import type { Normalisation } from '../../model/training/normalisation'

export const TEACHABLE_MACHINE = '@teachablemachine/image'

const HALF = 127
const GREY = 0.2989 + 0.587 + 0.114

export function teachablePixels(channels: number): Normalisation {
  const all = new Array<number>(channels).fill(channels === 1 ? HALF / GREY : HALF)
  return { mean: all, deviation: all }
}
