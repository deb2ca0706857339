/**
 * The gradient behind a pool, as a list. A pool passes each gradient on to one place of its window, so of the image before it three values in
 * four are zero, and more where the activation was flat. The list of the others is short, and products go over it alone.
 */
import type { Local } from '../assembler/functionBuilder'
import { behind, i32, type Address, type I32 } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'
import { isNowhere } from './accumulate'
import type { PooledSource } from '../../plan/operations/conv2d'

/** Bytes of an entry: where its place is, and its gradient. */
const ENTRY = 8

export interface Entries {
  readonly at: Address
  /** Where the list ends. */
  readonly end: Local<'i32'>
}

export interface Pooled {
  readonly source: PooledSource
  readonly filters: number
  /** The pooled gradients and their codes of one image. */
  readonly gradients: Address
  readonly codes: Address
}

export function openEntries(k: KernelBuilder, { height, width }: PooledSource): Entries {
  return { at: k.scratch((ENTRY / VALUE) * height * width), end: k.f.local('i32') }
}

/**
 * Lists one filter's gradients that are not 0.
 *
 * @param filter in bytes. @param start where the place of the image's first pixel is. @param step bytes from a pixel's place to the next one's
 *   down and across.
 */
export function listEntries(
  k: KernelBuilder,
  { at, end }: Entries,
  { source, filters, gradients, codes }: Pooled,
  filter: I32,
  { start, step }: { readonly start: I32; readonly step: readonly [number, number] },
): void {
  const { f } = k
  const { height, width, pool } = source
  f.set(end, i32.add(at.base, at.offset))
  const [gradient, code] = [k.pointer(behind(gradients, filter)), k.pointer(behind(codes, filter))]
  f.loop(height, (row) => {
    const place = f.let(i32.add(start, i32.mul(row, pool[0] * step[0])))
    f.loop(width, () => {
      const bits = f.let(i32.load({ base: gradient, offset: 0 }))
      const inWindow = f.let(i32.load({ base: code, offset: 0 }))
      const [down, across] =
        pool[1] === 1 ? [inWindow, i32.mul(inWindow, 0)] : [i32.divU(inWindow, pool[1]), i32.remU(inWindow, pool[1])]
      f.storeI32({ base: end, offset: 0 }, i32.add(place, i32.add(i32.mul(down, step[0]), i32.mul(across, step[1]))))
      f.storeI32({ base: end, offset: VALUE }, bits)
      // Written in any case, and kept only where there is a gradient: that takes no branch.
      f.increase(end, i32.mul(i32.ne(i32.shl(bits, 1), 0), ENTRY))
      f.increase(gradient, VALUE * filters)
      f.increase(code, VALUE * filters)
      f.increase(place, pool[1] * step[1])
    })
  })
}

/** @param body with where an entry's place is, and where its gradient lies. `apart` keeps what comes behind it from being read before it. */
export function eachEntry(
  k: KernelBuilder,
  { at, end }: Entries,
  body: (place: I32, gradient: Address, apart: () => void) => void,
): void {
  const { f } = k
  const entry = f.let(i32.add(at.base, at.offset))
  f.when(i32.ltU(entry, end), () => {
    f.repeat((leave) => {
      let index = 0
      body(f.let(i32.load({ base: entry, offset: 0 })), { base: entry, offset: VALUE }, () => {
        leave(isNowhere(entry, index++))
      })
      f.increase(entry, ENTRY)
      return i32.ltU(entry, end)
    })
  })
}
