/**
 * Convolutions of 3 x 3 with a quarter of the products: four by four outputs at a time, from six by six inputs (Winograd's minimal filtering;
 * Lavin and Gray, 2016). The points are 0, 3/4, -3/4, 3/2, -3/2 and infinity: their errors are a quarter of those of the usual 0, 1, -1, 2, -2
 * (Barabasz et al., 2020), and about twice those of products as they are.
 */
import { f32x4, type V128 } from '../assembler/expressions'
import type { KernelBuilder } from '../kernel'

/** Outputs of a tile along a side, and inputs. */
export const OUTPUTS = 4
export const INPUTS = 6
export const PRODUCTS = INPUTS * INPUTS

const A = 3 / 4
const B = 3 / 2
const A2 = A * A
const B2 = B * B
/** What the kernel is divided by at each point. */
const AT_0 = A2 * B2
const AT_A = 2 * A2 * (A2 - B2)
const AT_B = 2 * B2 * (B2 - A2)

const { add, sub, mul, splat } = f32x4

/** Along one side: six inputs as what is multiplied. */
export function transformInputs(k: KernelBuilder, d: readonly V128[]): readonly V128[] {
  const { f } = k
  const [d0, d1, d2, d3, d4, d5] = d as readonly [V128, V128, V128, V128, V128, V128]
  const pair = (even: V128, odd: V128): readonly V128[] => {
    const [e, o] = [f.let(even), f.let(odd)]
    return [add(e, o), sub(e, o)]
  }
  return [
    k.madd(d2, splat(-A2 - B2), k.madd(d0, splat(AT_0), d4)),
    ...pair(k.madd(d2, splat(-B2), d4), k.madd(d1, splat(-A * B2), mul(d3, splat(A)))),
    ...pair(k.madd(d2, splat(-A2), d4), k.madd(d1, splat(-B * A2), mul(d3, splat(B)))),
    k.madd(d3, splat(-A2 - B2), k.madd(d1, splat(AT_0), d5)),
  ]
}

/** Along one side: three weights as what is multiplied. */
export function transformWeights(k: KernelBuilder, g: readonly V128[]): readonly V128[] {
  const { f } = k
  const [g0, g1, g2] = g as readonly [V128, V128, V128]
  const pair = (point: number, at: number): readonly V128[] => {
    const even = f.let(mul(k.madd(g2, splat(point * point), g0), splat(1 / at)))
    const odd = f.let(mul(g1, splat(point / at)))
    return [add(even, odd), sub(even, odd)]
  }
  return [mul(g0, splat(1 / AT_0)), ...pair(A, AT_A), ...pair(B, AT_B), g2]
}

/** Along one side: six sums of products as four outputs. */
export function transformOutputs(k: KernelBuilder, m: readonly V128[]): readonly V128[] {
  const { f } = k
  const [m0, m1, m2, m3, m4, m5] = m as readonly [V128, V128, V128, V128, V128, V128]
  const [sumA, differenceA] = [f.let(add(m1, m2)), f.let(sub(m1, m2))]
  const [sumB, differenceB] = [f.let(add(m3, m4)), f.let(sub(m3, m4))]
  return [
    add(m0, add(sumA, sumB)),
    k.madd(differenceA, splat(A), mul(differenceB, splat(B))),
    k.madd(sumA, splat(A2), mul(sumB, splat(B2))),
    add(k.madd(differenceA, splat(A * A2), mul(differenceB, splat(B * B2))), m5),
  ]
}

/** Along one side: four gradients of outputs as what is multiplied. */
export function transformGradients(k: KernelBuilder, y: readonly V128[]): readonly V128[] {
  const { f } = k
  const [y0, y1, y2, y3] = y as readonly [V128, V128, V128, V128]
  const pair = (point: number): readonly V128[] => {
    const even = f.let(k.madd(y2, splat(point * point), y0))
    const odd = f.let(k.madd(y3, splat(point ** 3), mul(y1, splat(point))))
    return [add(even, odd), sub(even, odd)]
  }
  return [y0, ...pair(A), ...pair(B), y3]
}

/** Along one side: six sums of products as the gradients of three weights. */
export function transformWeightGradients(k: KernelBuilder, u: readonly V128[]): readonly V128[] {
  const { f } = k
  const [u0, u1, u2, u3, u4, u5] = u as readonly [V128, V128, V128, V128, V128, V128]
  const [sumA, differenceA] = [f.let(add(u1, u2)), f.let(sub(u1, u2))]
  const [sumB, differenceB] = [f.let(add(u3, u4)), f.let(sub(u3, u4))]
  return [
    k.madd(u0, splat(1 / AT_0), k.madd(sumA, splat(1 / AT_A), mul(sumB, splat(1 / AT_B)))),
    k.madd(differenceA, splat(A / AT_A), mul(differenceB, splat(B / AT_B))),
    add(k.madd(sumA, splat(A2 / AT_A), mul(sumB, splat(B2 / AT_B))), u5),
  ]
}

export type AlongOneSide = (k: KernelBuilder, values: readonly V128[]) => readonly V128[]

/** Transforms a square along both sides. @param square row by row. */
export function transformSquare(k: KernelBuilder, square: readonly V128[], transform: AlongOneSide): readonly V128[] {
  const { f } = k
  const side = Math.sqrt(square.length)
  const columns = Array.from({ length: side }, (_, column) =>
    transform(
      k,
      Array.from({ length: side }, (__, row) => f.let(square[row * side + column]!)),
    ).map((value) => f.let(value)),
  )
  return columns[0]!.flatMap((_, row) =>
    transform(
      k,
      columns.map((column) => column[row]!),
    ),
  )
}
