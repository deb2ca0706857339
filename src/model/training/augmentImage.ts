/**
 * Augments one image: the reckoning that the trainer on TensorFlow.js and the preview use, and that the compiled trainer's kernels
 * repeat on the device.
 *
 * As Keras's ImageDataGenerator does it (keras/src/legacy/preprocessing/image.py, `get_random_transform`, `apply_affine_transform`):
 * zoomed, sheared, shifted and turned about the image's centre, in one go, each value read between its four neighbours; then mirrored.
 * Beyond the edge, the nearest pixel of the image goes on (`fill_mode='nearest'`, its default): that is black around a digit and white
 * around a scan, where a fixed colour would draw a frame whose place gives the shift away. Noise comes last, cut off at black and white.
 */
import type { Augmentation } from './augmentation'
import { hash } from '../hash'
import type { ImageShape } from '../layers/define'

/** Keeps these draws apart from others that hash the same seed: `augm` in ASCII. */
export const AUGMENTATION_STREAM = 0x6175_676d

/** What each draw is for: what is added to an image's own number before it is hashed. */
export const DRAWS = {
  rotation: 1,
  heightShift: 2,
  widthShift: 3,
  shear: 4,
  heightZoom: 5,
  widthZoom: 6,
  horizontalFlip: 7,
  verticalFlip: 8,
  noise: 9,
} as const

/**
 * The number from which all of one image's augmentation is drawn. It follows from the recipe's seed, the step, and the image's place in its
 * batch.
 */
export function drawNumber(seed: number, step: number, place: number): number {
  return hash(place ^ hash(step ^ hash(seed ^ AUGMENTATION_STREAM)))
}

/** Where an output's value comes from: input = `matrix` x (output - centre) + `origin`, as row and column in pixels. */
interface Transform {
  /** Row by row. */
  readonly matrix: readonly [number, number, number, number]
  readonly origin: readonly [row: number, column: number]
}

/** The transform that an image's number gives it. */
function drawTransform(
  augmentation: Augmentation,
  { height, width }: Pick<ImageShape, 'height' | 'width'>,
  number: number,
): Transform {
  /** Even from -1 to 1, in steps that float32 holds. */
  const draw = (what: keyof typeof DRAWS): number => ((hash((number + DRAWS[what]) | 0) >>> 8) - 2 ** 23) / 2 ** 23
  const angle = draw('rotation') * radians(augmentation.rotation)
  const slant = angle + draw('shear') * radians(augmentation.shear)
  const down = draw('heightShift') * augmentation.heightShift * height
  const across = draw('widthShift') * augmentation.widthShift * width
  const rows =
    (1 + draw('heightZoom') * augmentation.zoom) * (augmentation.verticalFlip ? sign(draw('verticalFlip')) : 1)
  const columns =
    (1 + draw('widthZoom') * augmentation.zoom) * (augmentation.horizontalFlip ? sign(draw('horizontalFlip')) : 1)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return {
    // The product of Keras's matrices for rotation, shear, zoom and mirroring.
    matrix: [rows * cos, -columns * Math.sin(slant), rows * sin, columns * Math.cos(slant)],
    origin: [(height - 1) / 2 + cos * down - sin * across, (width - 1) / 2 + sin * down + cos * across],
  }
}

/**
 * @param image `height` x `width` x `channels` values from 0 to 255.
 * @param number as `drawNumber` gives it.
 * @param target takes as many values, from 0 to 255: whole ones when it holds bytes.
 */
export function augmentImage<Target extends Uint8ClampedArray | Float32Array>(
  image: Uint8Array,
  shape: ImageShape,
  augmentation: Augmentation,
  number: number,
  target: Target,
): Target {
  const { height, width, channels } = shape
  const { matrix, origin } = drawTransform(augmentation, shape, number)
  const noise = 255 * augmentation.noise
  const noiseNumber = hash((number + DRAWS.noise) | 0)
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [down, across] = [row - (height - 1) / 2, column - (width - 1) / 2]
      const y = clamp(matrix[0] * down + matrix[1] * across + origin[0], height - 1)
      const x = clamp(matrix[2] * down + matrix[3] * across + origin[1], width - 1)
      const [top, left] = [Math.floor(y), Math.floor(x)]
      const above = (top * width + left) * channels
      const below = top + 1 < height ? above + width * channels : above
      const right = left + 1 < width ? channels : 0
      for (let channel = 0; channel < channels; channel++, at++) {
        const upper = mix(image[above + channel]!, image[above + right + channel]!, x - left)
        const lower = mix(image[below + channel]!, image[below + right + channel]!, x - left)
        const value = mix(upper, lower, y - top)
        target[at] = noise > 0 ? clamp(value + noise * drawNormal(hash(noiseNumber ^ at)), 255) : value
      }
    }
  }
  return target
}

/**
 * A draw from the normal distribution, whose distribution function it meets to 0.2 %. It counts the heads of 64 coins, and spreads each
 * count evenly over the step to the next. Only the last operation is not on whole numbers, so that every device draws the same.
 * Logarithms and cosines don't promise that.
 */
function drawNormal(number: number): number {
  const second = hash(number)
  const heads = countOneBits(number) + countOneBits(second) - 32
  const spread = (hash(second) >>> 8) / 2 ** 24 - 0.5
  return (heads + spread) * NORMAL_SCALE
}

/** The variance of the coins is 16, and that of the spread a twelfth. */
export const NORMAL_SCALE = 1 / Math.sqrt(16 + 1 / 12)

function countOneBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function sign(draw: number): 1 | -1 {
  return draw < 0 ? -1 : 1
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}

function mix(one: number, other: number, share: number): number {
  return one + (other - one) * share
}
