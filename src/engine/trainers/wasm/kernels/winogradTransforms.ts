/**
 * Convolutions of 3 x 3 with a fraction of the products: m by m outputs at a time, from m + 2 by m + 2 inputs (Winograd's minimal filtering;
 * Lavin and Gray, 2016). Both are taken for values of polynomials at m + 1 points and at infinity.
 */
import { f32x4, type V128 } from '../assembler/expressions'
import type { KernelBuilder } from '../kernel'

export type AlongOneSide = (k: KernelBuilder, values: readonly V128[]) => readonly V128[]

/** Minimal filtering with so many outputs of a tile along a side. */
export interface Filtering {
  readonly outputs: number
  readonly inputs: number
  /** Of a whole tile. */
  readonly products: number
  /** Along one side: inputs as what is multiplied. */
  readonly transformInputs: AlongOneSide
  /** Three weights as what is multiplied. */
  readonly transformWeights: AlongOneSide
  /** Sums of products as outputs. */
  readonly transformOutputs: AlongOneSide
  /** Gradients of outputs as what is multiplied. */
  readonly transformGradients: AlongOneSide
  /** Sums of products as the gradients of three weights. */
  readonly transformWeightGradients: AlongOneSide
}

const { add, sub, mul, splat } = f32x4

type Term = readonly [value: V128, factor: number]

/** The sum of values times factors. */
function sumOf(k: KernelBuilder, terms: readonly Term[]): V128 {
  const there = terms.filter(([, factor]) => factor !== 0).toSorted(([, a], [, b]) => Number(b === 1) - Number(a === 1))
  const [first, factor] = there[0]!
  return there
    .slice(1)
    .reduce(
      (sum, [value, times]) => (times === 1 ? add(sum, value) : k.madd(value, splat(times), sum)),
      factor === 1 ? first : mul(first, splat(factor)),
    )
}

/** The coefficients of the polynomial with these roots, from the constant on. */
function polynomial(roots: readonly number[]): readonly number[] {
  return roots.reduce<readonly number[]>(
    (all, root) => [...all, 0].map((_, i) => (all[i - 1] ?? 0) - root * (all[i] ?? 0)),
    [1],
  )
}

/**
 * Minimal filtering at 0, at each of the pairs' points and its opposite, at one more on demand, and at infinity. What is multiplied lies in this
 * order: 0, the one more, pairs, infinity.
 */
function filteringAt(pairs: readonly number[], oneMore?: number): Filtering {
  const singles = [0, ...(oneMore === undefined ? [] : [oneMore])]
  const points = [...singles, ...pairs.flatMap((point) => [point, -point])]
  const outputs = points.length - 1
  const normOf = (point: number): number =>
    points.filter((other) => other !== point).reduce((product, other) => product * (point - other), 1)

  /** Sums and differences of what belongs to a point and its opposite. */
  const joinPairs = ({ f }: KernelBuilder, values: readonly V128[]) =>
    pairs.map((point, index) => {
      const [one, other] = values.slice(singles.length + 2 * index) as [V128, V128]
      return { point, even: f.let(add(one, other)), odd: f.let(sub(one, other)) }
    })
  /** Values of pairs from what is the same for both and what has the opposite sign. */
  const splitPairs = ({ f }: KernelBuilder, parts: (point: number) => readonly [even: V128, odd: V128]) =>
    pairs.flatMap((point) => {
      const [ofBoth, ofOpposites] = parts(point)
      const [even, odd] = [f.let(ofBoth), f.let(ofOpposites)]
      return [add(even, odd), sub(even, odd)]
    })
  /** Values of a polynomial with these coefficients at all points but infinity. */
  const valuesAt = (k: KernelBuilder, coefficients: readonly V128[]): readonly V128[] => {
    const at = (point: number) => coefficients.map((value, i): Term => [value, point ** i])
    return [
      ...singles.map((point) => sumOf(k, at(point))),
      ...splitPairs(k, (point) => {
        const terms = at(point)
        return [
          sumOf(
            k,
            terms.filter((_, i) => i % 2 === 0),
          ),
          sumOf(
            k,
            terms.filter((_, i) => i % 2 === 1),
          ),
        ]
      }),
    ]
  }
  /** The transposed of that, with what is at infinity. */
  const coefficientsOf = (k: KernelBuilder, values: readonly V128[], count: number): readonly V128[] => {
    const joined = joinPairs(k, values)
    return Array.from({ length: count }, (_, i) =>
      sumOf(k, [
        ...singles.map((point, index): Term => [values[index]!, point ** i]),
        ...joined.map(({ point, even, odd }): Term => [i % 2 === 0 ? even : odd, point ** i]),
        [values.at(-1)!, Number(i === count - 1)],
      ]),
    )
  }
  const divided = (values: readonly V128[]): readonly V128[] =>
    values.map((value, index) => (index < points.length ? mul(value, splat(1 / normOf(points[index]!))) : value))

  return {
    outputs,
    inputs: outputs + 2,
    products: (outputs + 2) ** 2,
    transformInputs(k, inputs) {
      const through = (values: readonly V128[], roots: readonly number[], from = 0, factor = 1): V128 =>
        sumOf(
          k,
          polynomial(roots).map((coefficient, i): Term => [values[from + i]!, factor * coefficient]),
        )
      const symmetric = points.filter((point) => point !== oneMore)
      // All polynomials but that of the one more have it as a root.
      const values =
        oneMore === undefined ? inputs : inputs.slice(1).map((_, i) => k.f.let(through(inputs, [oneMore], i)))
      const but = (...left: readonly number[]): readonly number[] => symmetric.filter((point) => !left.includes(point))
      return [
        through(values, but(0)),
        ...(oneMore === undefined ? [] : [through(inputs, symmetric)]),
        // The roots of both but for one of the pair each: x + p and x - p, times what they share.
        ...splitPairs(k, (point) => {
          const shared = but(point, -point)
          return [through(values, shared, 1), through(values, shared, 0, point)]
        }),
        through(values, symmetric),
      ]
    },
    transformWeights: (k, weights) => divided([...valuesAt(k, weights), weights.at(-1)!]),
    transformOutputs: (k, products) => coefficientsOf(k, products, outputs),
    transformGradients: (k, gradients) => [...valuesAt(k, gradients), gradients.at(-1)!],
    transformWeightGradients: (k, products) =>
      coefficientsOf(
        k,
        divided(products).map((value) => k.f.let(value)),
        3,
      ),
  }
}

/** Their errors are a quarter of those of the usual points 1 and 2 (Barabasz et al., 2020), and about twice those of products as they are. */
const BY_FOURS = filteringAt([3 / 4, 3 / 2])
/** Their errors are about those of four outputs with the usual points. */
const BY_FIVES = filteringAt([7 / 8, 15 / 8], 3 / 8)
/** Share of the products by fours from which on fewer are worth larger errors. */
const WORTH = 0.85

/** How many outputs at a time an image of this size is made by. */
export function filteringFor({ height, width }: { readonly height: number; readonly width: number }): Filtering {
  const productsOf = ({ outputs, products }: Filtering): number =>
    Math.ceil(height / outputs) * Math.ceil(width / outputs) * products
  return productsOf(BY_FIVES) < WORTH * productsOf(BY_FOURS) ? BY_FIVES : BY_FOURS
}

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
