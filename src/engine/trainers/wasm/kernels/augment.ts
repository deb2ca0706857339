/**
 * Augmentation: what `model/training/augmentImage.ts` does, from the same draws. One small kernel draws each image's transform, and the gather
 * reads through it. When the state says that nothing is trained, the transform leaves the image as it is.
 */
import { sizeOf } from '../../../../model/layers/define'
import { AUGMENTATION_STREAM, DRAWS, NORMAL_SCALE } from '../../../../model/training/augmentImage'
import { TRANSFORM_VALUES, type DrawTransforms, type GatherAugmented } from '../../plan/operations/batch'
import {
  behind,
  constants,
  f32,
  f32x4,
  i32,
  i32x4,
  int,
  num,
  v128,
  type Address,
  type F32,
  type I32,
  type V128,
} from '../assembler/expressions'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { clamp } from '../math'
import { hash, hash4, layerKey, normalDraws } from '../random'
import { normalisedBy } from './gather'
import { eachVector } from './eachVector'

/** Where in a transform its values lie, of `TRANSFORM_VALUES`: the matrix row by row, the origin, and the number that noise is drawn from. */
const TRANSFORM = { matrix: 0, origin: 4, noise: 6 } as const

/** 1 - by x rest. */
function less(by: F32, rest: F32 | number): F32 {
  return f32.sub(1, f32.mul(by, rest))
}

/** Cosine and sine, by a series for a quarter of the angle, doubled twice. Angles up to 1.25 pi. */
function turn(f: FunctionBuilder, angle: F32): readonly [Local<'f32'>, Local<'f32'>] {
  const h = f.let(f32.mul(angle, 1 / 4))
  const q = f.let(f32.mul(h, h))
  const series = (divisors: readonly number[]): F32 =>
    divisors.reduceRight<F32>((rest, divisor) => less(f32.div(q, divisor), rest), num(1))
  const s = f.let(f32.mul(h, series([6, 20, 42, 72])))
  const c = f.let(series([2, 12, 30, 56, 90]))
  const halfCos = f.let(less(f32.mul(2, s), s))
  const halfSin = f.let(f32.mul(f32.mul(2, s), c))
  return [f.let(less(f32.mul(2, halfSin), halfSin)), f.let(f32.mul(f32.mul(2, halfSin), halfCos))]
}

/** Draws what is done to each image of the part. */
export const drawTransforms: Kernel<DrawTransforms> = ({ shape, augmentation, transforms }, k) => {
  const { f } = k
  const { height, width } = shape
  const { widthShift, heightShift, rotation, zoom, shear, horizontalFlip, verticalFlip } = augmentation
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const key = layerKey(k, AUGMENTATION_STREAM)
  const centre = [(height - 1) / 2, (width - 1) / 2] as const
  f.loop(k.images, (image) => {
    const to = behind(k.buffer(transforms), i32.mul(image, VALUE * TRANSFORM_VALUES))
    const store = (matrix: readonly F32[], origin: readonly F32[], noise: I32): void => {
      for (const [index, value] of matrix.entries()) f.storeF32(behind(to, VALUE * (TRANSFORM.matrix + index)), value)
      for (const [index, value] of origin.entries()) f.storeF32(behind(to, VALUE * (TRANSFORM.origin + index)), value)
      f.storeI32(behind(to, VALUE * TRANSFORM.noise), noise)
    }
    const draw = (): void => {
      const number = f.let(hash(f, i32.xor(i32.add(k.first, image), key)))
      const numberOf = (what: keyof typeof DRAWS): I32 => hash(f, i32.add(number, DRAWS[what]))
      /** Even from -1 to 1, times a factor. */
      const drawn = (what: keyof typeof DRAWS, factor: number): F32 =>
        f.let(f32.mul(f32.mul(f32.fromS(i32.sub(i32.shrU(numberOf(what), 8), 2 ** 23)), 2 ** -23), factor))
      const zoomed = (
        what: 'heightZoom' | 'widthZoom',
        flip: 'verticalFlip' | 'horizontalFlip',
        flips: boolean,
      ): F32 => {
        const by = f.let(f32.add(1, drawn(what, zoom)))
        return flips ? f.let(f32.select(f32.lt(drawn(flip, 1), 0), f32.neg(by), by)) : by
      }
      const angle = f.let(drawn('rotation', radians(rotation)))
      const [cos, sin] = turn(f, angle)
      const [slantedCos, slantedSin] = turn(f, f32.add(angle, drawn('shear', radians(shear))))
      const down = drawn('heightShift', heightShift * height)
      const across = drawn('widthShift', widthShift * width)
      const rows = zoomed('heightZoom', 'verticalFlip', verticalFlip)
      const columns = zoomed('widthZoom', 'horizontalFlip', horizontalFlip)
      store(
        [f32.mul(rows, cos), f32.neg(f32.mul(columns, slantedSin)), f32.mul(rows, sin), f32.mul(columns, slantedCos)],
        [
          f32.add(centre[0], f32.sub(f32.mul(cos, down), f32.mul(sin, across))),
          f32.add(centre[1], f32.add(f32.mul(sin, down), f32.mul(cos, across))),
        ],
        numberOf('noise'),
      )
    }
    f.when(k.stateI32('training'), draw, () => store([1, 0, 0, 1].map(num), centre.map(num), i32.xor(image, image)))
  })
}

/** The part's images as their transforms show them: first the bytes between which each value lies, then noise and what the model sees. */
export const gatherAugmented: Kernel<GatherAugmented> = (spec, k) => {
  const { f } = k
  if (spec.border) throw new Error('The images of a part have no border')
  const { height, width, channels } = spec.shape
  const size = sizeOf([height, width, channels])
  f.loop(k.images, (image) => {
    const transform = behind(k.buffer(spec.transforms), i32.mul(image, VALUE * TRANSFORM_VALUES))
    const from = k.pointer(behind(k.buffer(spec.chunk.buffer), i32.mul(image, size)))
    const to = k.pointer(behind(k.buffer(spec.images), i32.mul(image, VALUE * size)))
    readThrough(k, spec, transform, { from, to })
    const values = (): void => finishValues(k, spec, to, (value) => value)
    if (spec.noise === 0) return values()
    const noisy = (): void => {
      const key = f.let(i32x4.splat(i32.load(behind(transform, VALUE * TRANSFORM.noise))))
      finishValues(k, spec, to, (value, at) => {
        const places = i32x4.add(i32x4.splat(i32.shrU(at, 2)), constants(Int32Array.of(0, 1, 2, 3)))
        const draws = normalDraws(f, hash4(f, v128.xor(places, key)))
        return clamp(f32x4.add(value, f32x4.mul(f32x4.splat(255 * spec.noise * NORMAL_SCALE), draws)), 0, 255)
      })
    }
    f.when(k.stateI32('training'), noisy, values)
  })
}

/** Makes what the model sees of an image's values from 0 to 255, in place. @param change of values, with where they lie in bytes. */
function finishValues(
  k: KernelBuilder,
  { shape, normalisation }: GatherAugmented,
  image: I32,
  change: (value: V128, at: I32) => V128,
): void {
  const { f } = k
  const size = sizeOf([shape.height, shape.width, shape.channels])
  const pattern = normalisedBy(normalisation, shape.channels)
  const whole = Math.floor(vectorsOf(size) / pattern.length)
  const step = VECTOR * pattern.length
  const finish = (start: I32, vectors: number): void => {
    for (const [index, normalised] of pattern.slice(0, vectors).entries()) {
      const place = f.let(i32.add(start, VECTOR * index))
      const at = { base: i32.add(image, place), offset: 0 }
      f.storeV128(at, normalised(change(v128.load(at), place)))
    }
  }
  f.loop(whole * step, (start) => finish(start, pattern.length), { by: step })
  finish(int(whole * step), vectorsOf(size) - whole * pattern.length)
}

/** Reads each pixel between its four neighbours. */
function readThrough(
  k: KernelBuilder,
  { shape }: GatherAugmented,
  transform: Address,
  { from, to }: { readonly from: Local<'i32'>; readonly to: Local<'i32'> },
): void {
  const { f } = k
  const { height, width, channels } = shape
  const value = (index: number): F32 => f32.load(behind(transform, VALUE * index))
  const [downY, acrossY, downX, acrossX] = [0, 1, 2, 3].map((index) => f.let(value(TRANSFORM.matrix + index)))
  const [originY, originX] = [0, 1].map((index) => f.let(value(TRANSFORM.origin + index)))
  f.loop(height, (row) => {
    const down = f.let(f32.sub(f32.fromS(row), (height - 1) / 2))
    const y0 = f.let(f32x4.splat(f32.add(f32.mul(downY!, down), originY!)))
    const x0 = f.let(f32x4.splat(f32.add(f32.mul(downX!, down), originX!)))
    const pixels = f.let(i32.add(to, i32.mul(row, VALUE * width * channels)))
    eachVector(k, width, (column, lanes) => {
      const first = f32x4.splat(f32.sub(f32.fromS(i32.shrU(column, 2)), (width - 1) / 2))
      const across = f.let(f32x4.add(first, constants(Float32Array.of(0, 1, 2, 3))))
      const along = (start: V128, step: F32, length: number) => {
        const at = f.let(clamp(f32x4.add(start, f32x4.mul(f32x4.splat(step), across)), 0, length - 1))
        const pixel = f.let(i32x4.truncate(at))
        return { pixel, share: f.let(f32x4.sub(at, f32x4.fromS(pixel))) }
      }
      const y = along(y0, acrossY!, height)
      const x = along(x0, acrossX!, width)
      const pixel = i32x4.add(i32x4.mul(y.pixel, i32x4.splat(width)), x.pixel)
      const above = f.let(i32x4.mul(pixel, i32x4.splat(channels)))
      const isAbove = i32x4.gtS(i32x4.splat(height - 1), y.pixel)
      const below = f.let(i32x4.add(above, v128.and(isAbove, i32x4.splat(width * channels))))
      const four: Four = { above, below, down: y.share, across: x.share, lanes, from }
      const target = { base: i32.add(pixels, i32.mul(column, channels)), offset: 0 }
      if (channels === 1) f.storeLanes(target, f.let(readGrey(k, four)), lanes)
      else readPixels(k, four, channels, k.pointer(target))
    })
  })
}

/** Four pixels, each between four neighbours. To the right of the last column there may be anything: its share is 0. */
interface Four {
  /** Where the upper left neighbours lie in the image, and the lower left ones: for each pixel, in bytes. */
  readonly above: Local<'v128'>
  readonly below: Local<'v128'>
  /** How far each pixel lies from the upper neighbours to the lower, and from the left to the right: from 0 to 1. */
  readonly down: Local<'v128'>
  readonly across: Local<'v128'>
  /** How many of the four there are. */
  readonly lanes: number
  /** Where the image's bytes begin. */
  readonly from: Local<'i32'>
}

function mix(f: FunctionBuilder, one: V128, other: V128, share: V128): Local<'v128'> {
  const first = f.let(one)
  return f.let(f32x4.add(first, f32x4.mul(f32x4.sub(other, first), share)))
}

/** Of one channel: two neighbours at a time, for all four pixels. */
function readGrey(k: KernelBuilder, { above, below, down, across, lanes, from }: Four): V128 {
  const { f } = k
  const [upper, lower] = [above, below].map((places) => {
    const pairs = f.local('v128')
    f.set(pairs, i32x4.splat(0))
    for (let lane = 0; lane < lanes; lane++) {
      f.set(pairs, v128.loadLane16(pairs, lane, { base: i32.add(from, i32.lane(places, lane)), offset: 0 }))
    }
    const both = f.let(i32x4.widenLow16U(pairs))
    const [left, right] = [v128.and(both, i32x4.splat(255)), i32x4.shrU(both, 8)]
    return mix(f, f32x4.fromS(left), f32x4.fromS(right), across)
  })
  return mix(f, upper!, lower!, down)
}

/** Pixel by pixel, four channels at a time. What is written behind a pixel's last channel is overwritten by the next pixel. */
function readPixels(k: KernelBuilder, four: Four, channels: number, to: Local<'i32'>): void {
  const { f } = k
  for (let lane = 0; lane < four.lanes; lane++) {
    const [down, across] = [four.down, four.across].map((shares) =>
      f.let(v128.shuffle(shares, shares, [lane, lane, lane, lane])),
    )
    const [above, below] = [four.above, four.below].map((places) => f.let(i32.add(four.from, i32.lane(places, lane))))
    for (let channel = 0; channel < channels; channel += 4) {
      const [upper, lower] = [above!, below!].map((base) => {
        const read = (offset: number) => f32x4.fromS(i32x4.widenLow16U(v128.load8x8U({ base, offset })))
        return mix(f, read(channel), read(channel + channels), across!)
      })
      f.storeV128({ base: to, offset: VALUE * (lane * channels + channel) }, mix(f, upper!, lower!, down!))
    }
  }
}
