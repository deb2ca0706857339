/**
 * The colours of values, the same in both themes, as an image's are: 0 is black, what is above 0 glows warm, what is below it cold. Both
 * grow brighter all along, so that greys, too, tell large from small.
 */

export type Rgb = readonly [red: number, green: number, blue: number]

const WARM: readonly Rgb[] = [
  [13, 15, 22],
  [92, 34, 28],
  [191, 74, 20],
  [246, 154, 44],
  [255, 222, 138],
  [255, 250, 232],
]

const COLD: readonly Rgb[] = [
  [13, 15, 22],
  [18, 44, 98],
  [26, 94, 178],
  [66, 156, 236],
  [156, 210, 255],
  [232, 246, 255],
]

/** What speaks for a class, over an image: from nothing to see to a strong red. */
const HEAT: readonly Rgb[] = [
  [255, 128, 76],
  [250, 82, 58],
  [238, 44, 58],
  [214, 10, 72],
]

/** What speaks against it. */
const CHILL: readonly Rgb[] = [
  [120, 190, 255],
  [60, 130, 240],
  [20, 70, 200],
  [10, 30, 150],
]

/** The largest alpha of heat: the image is still seen through it. */
const MOST_HEAT = 235

/** Of the largest value. Where all are 0, none is. */
export function shareOf(value: number, most: number): number {
  if (Number.isNaN(value)) return NaN
  return most > 0 ? value / most : 0
}

/** @param share of the largest value, from -1 to 1. No number is grey. */
export function shadeOf(share: number): Rgb {
  if (Number.isNaN(share)) return [128, 128, 128]
  return mix(share < 0 ? COLD : WARM, Math.min(1, Math.abs(share)))
}

function mix(stops: readonly Rgb[], share: number): Rgb {
  const place = share * (stops.length - 1)
  const at = Math.min(stops.length - 2, Math.floor(place))
  const [one, other] = [stops[at]!, stops[at + 1]!]
  const between = (channel: 0 | 1 | 2): number =>
    Math.round(one[channel] + (other[channel] - one[channel]) * (place - at))
  return [between(0), between(1), between(2)]
}

/** Whether dark letters are read on this shade. */
export function isBright([red, green, blue]: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140
}

/** RGBA of values. @param most the value of the brightest shade. */
export function paintValues(values: ArrayLike<number>, most: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(values.length * 4)
  for (let at = 0; at < values.length; at++) {
    rgba.set(shadeOf(shareOf(values[at]!, most)), at * 4)
    rgba[at * 4 + 3] = 255
  }
  return rgba
}

/** RGBA of heat to be laid over an image, clear where a value is 0. @param values from -1 to 1. */
export function paintHeat(values: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(values.length * 4)
  for (let at = 0; at < values.length; at++) {
    const share = Math.max(-1, Math.min(1, values[at]!))
    rgba.set(mix(share < 0 ? CHILL : HEAT, Math.abs(share)), at * 4)
    rgba[at * 4 + 3] = Math.round(MOST_HEAT * Math.sqrt(Math.abs(share)))
  }
  return rgba
}

/** RGBA of an image's bytes, grey or in colours. */
export function paintPixels(pixels: ArrayLike<number>, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const places = pixels.length / channels
  const rgba = new Uint8ClampedArray(places * 4).fill(255)
  for (let at = 0; at < places; at++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[at * 4 + channel] = pixels[at * channels + Math.min(channel, channels - 1)]!
    }
  }
  return rgba
}
