/** Going over the places of a shape together with values that are stretched along some of its axes. */
import { isSameShape, type Shape } from '../../../../model/layers/define'
import { f32x4, i32, int, v128, type Address, type I32, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'
import { eachVector } from './eachVector'
import { firstLanes, sumOfLanes } from './rows'

/** Neighbouring axes that are as one, because everything lies alike along them. */
export interface Axis {
  readonly length: number
  /** For each of those that are gone over together: how far apart neighbours lie, in values; 0 where it is stretched. */
  readonly strides: readonly number[]
}

/**
 * @param shapes of all that are gone over together: with as many axes as the whole shape, each as long as its own or of length 1.
 * @returns one axis or more.
 */
export function joinAxes(shape: Shape, shapes: readonly Shape[]): readonly Axis[] {
  const axes: Axis[] = []
  const sizes = shapes.map(() => 1)
  for (const [index, length] of [...shape.entries()].toReversed()) {
    if (length === 1) continue
    const strides = shapes.map((own, which) => (own[index] === 1 ? 0 : sizes[which]!))
    const last = axes[0]
    if (last?.strides.every((stride, which) => stride > 0 === strides[which]! > 0)) {
      axes[0] = { ...last, length: last.length * length }
    } else axes.unshift({ length, strides })
    for (const [which, stride] of strides.entries()) if (stride > 0) sizes[which]! *= length
  }
  return axes.length > 0 ? axes : [{ length: 1, strides: shapes.map(() => 1) }]
}

/** Four neighbours along the last axis, or one value four times. @param place as `eachPlace` gives it. */
export function readPlace(buffer: Address, { at, step }: Place): V128 {
  const place = { base: i32.add(buffer.base, at.base), offset: buffer.offset + at.offset }
  return step === 0 ? v128.loadSplat(place) : v128.load(place)
}

/** Where a value lies, in bytes behind the first, and how far its neighbour along the last axis is, in values: 1 or 0. */
export interface Place {
  readonly at: Address
  readonly step: number
}

/** Goes over some axes from the first on. @param starts where each value lies, in bytes. @param body with where they lie then. */
function nest(
  k: KernelBuilder,
  axes: readonly Axis[],
  starts: readonly I32[],
  body: (starts: readonly I32[]) => void,
): void {
  const [axis, ...rest] = axes
  if (!axis) return body(starts)
  k.f.loop(axis.length, (index) => nest(k, rest, moved(k, axis, starts, index), body))
}

function moved(k: KernelBuilder, { strides }: Axis, starts: readonly I32[], index: I32): readonly I32[] {
  return starts.map((start, which) => {
    const stride = strides[which]!
    return stride === 0 ? start : k.f.let(i32.add(start, i32.mul(index, VALUE * stride)))
  })
}

/** @param body with where each value lies, and how many of four neighbours there are. */
export function eachPlace(
  k: KernelBuilder,
  axes: readonly Axis[],
  starts: readonly I32[],
  body: (places: readonly Place[], lanes: number) => void,
): void {
  const last = axes.at(-1)!
  nest(k, axes.slice(0, -1), starts, (own) => {
    eachVector(k, last.length, (at, lanes) => body(placesAt(last, own, { base: at, offset: 0 }), lanes))
  })
}

function placesAt({ strides }: Axis, starts: readonly I32[], { base, offset }: Address): readonly Place[] {
  return strides.map((step, which) => {
    const start = starts[which]!
    return { step, at: step === 0 ? { base: start, offset: 0 } : { base: i32.add(start, base), offset } }
  })
}

/** Goes over the places of all images of a part, image by image where anything is stretched. */
export function eachPlaceOfImages(
  k: KernelBuilder,
  shape: Shape,
  shapes: readonly Shape[],
  body: (places: readonly Place[], lanes: number) => void,
): void {
  const values = shape.reduce((size, length) => size * length, 1)
  if (shapes.every((own) => isSameShape(own, shape))) {
    k.eachFour(i32.mul(k.images, values), (base) => {
      body(
        shapes.map(() => ({ at: { base, offset: 0 }, step: 1 })),
        4,
      )
    })
    return
  }
  const axes = joinAxes(shape, shapes)
  const sizes = shapes.map((own) => own.reduce((size, length) => size * length, 1))
  k.eachImage((behindFirst) => {
    const starts = sizes.map((size) => k.f.let(behindFirst(size)))
    eachPlace(k, axes, starts, body)
  })
}

export interface PlaceSums {
  /** What is first among those that are gone over is what the sums are written to: it is stretched along the axes that are summed. */
  readonly axes: readonly Axis[]
  /** Where the first of each lies, in bytes. */
  readonly starts: readonly I32[]
  /** Images that are summed too, and how many bytes apart they lie, for each. */
  readonly images?: { readonly count: I32; readonly apart: readonly number[] }
  term(places: readonly Place[]): V128
  /** @param at where the sums belong, in bytes. @param lanes how many there are. */
  finish(sum: Local<'v128'>, at: Address, lanes: number): void
}

/** Vectors whose sums are held in registers. */
const VECTORS = 4

/** Sums over all places that a value is stretched to. Sums of one axis are added to those of the axis around it, so they lose little to rounding. */
export function sumPlaces(k: KernelBuilder, { axes, starts, images, term, finish }: PlaceSums): void {
  const { f } = k
  const last = axes.at(-1)!
  const before = axes.slice(0, -1)
  const kept = before.filter(({ strides }) => strides[0]! > 0)
  const summed = before.filter(({ strides }) => strides[0] === 0)

  /** @param inner adds what belongs to one place of the summed axes to the sums. */
  const sumOver = (
    own: readonly Axis[],
    at: readonly I32[],
    sums: readonly Local<'v128'>[],
    inner: (at: readonly I32[], sums: readonly Local<'v128'>[]) => void,
  ): void => {
    const [axis, ...rest] = own
    if (!axis) return inner(at, sums)
    f.loop(axis.length, (index) => sumApart(rest, moved(k, axis, at, index), sums, inner))
  }
  const sumApart: typeof sumOver = (own, at, sums, inner) => {
    if (own.length === 0) return inner(at, sums)
    const parts = sums.map(() => f.let(f32x4.splat(0)))
    sumOver(own, at, parts, inner)
    for (const [which, sum] of sums.entries()) f.set(sum, f32x4.add(sum, parts[which]!))
  }
  const overImages: typeof sumOver = (own, at, sums, inner) => {
    if (!images) return sumOver(own, at, sums, inner)
    f.loop(images.count, (image) => {
      const ofImage = at.map((start, which) => f.let(i32.add(start, i32.mul(image, images.apart[which]!))))
      sumApart(own, ofImage, sums, inner)
    })
  }

  nest(k, kept, starts, (own) => {
    if (last.strides[0] === 0) {
      const sum = f.let(f32x4.splat(0))
      overImages([...summed], own, [sum], (at, [total]) => {
        eachVector(k, last.length, (column, lanes) => {
          const value = term(placesAt(last, at, { base: column, offset: 0 }))
          f.set(total!, f32x4.add(total!, firstLanes(value, lanes)))
        })
      })
      finish(sumOfLanes(k, sum), { base: own[0]!, offset: 0 }, 1)
      return
    }
    for (const block of blocksOf(last.length, VECTORS)) {
      f.loop(block.count, (index) => {
        const base = f.let(i32.mul(index, block.vectors * VECTOR))
        const place = (vector: number): Address => ({ base, offset: VALUE * block.column + VECTOR * vector })
        const sums = Array.from({ length: block.vectors }, () => f.let(f32x4.splat(0)))
        overImages(summed, own, sums, (at, totals) => {
          for (const [vector, total] of totals.entries()) {
            f.set(total, f32x4.add(total, term(placesAt(last, at, place(vector)))))
          }
        })
        for (const [vector, sum] of sums.entries()) {
          const { base: column, offset } = place(vector)
          const lanes = vector === block.vectors - 1 ? block.lastLanes : 4
          finish(sum, { base: i32.add(own[0]!, column), offset }, lanes)
        }
      })
    }
  })
}

/** The beginnings of so many, all at the first image. */
export function beginnings(count: number): readonly I32[] {
  return Array.from({ length: count }, () => int(0))
}
