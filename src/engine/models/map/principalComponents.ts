/**
 * Principal components of many values. The covariance is never written down: of 20,000 columns it would take 3 GB. Lanczos's method asks only
 * for its product with vectors, here with all vectors kept orthogonal (Golub and Van Loan, Matrix Computations, 10.3).
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { createRandom } from '../../../model/random'

export interface PrincipalComponents {
  readonly kept: number
  /** rows x `kept`: the rows less their mean, along each component. The sign is such that a component's largest entry is positive. */
  readonly scores: Float64Array<ArrayBuffer>
  /** The share of all variance that each component has, the largest first. */
  readonly explained: readonly number[]
}

/** An eigenvector is found where it misses by less than this share of the largest eigenvalue. */
const TOLERANCE = 1e-11
/** What is smaller than this share of all variance is rounding. */
const ROUNDING = 1e-13

/**
 * As scikit-learn's PCA: its `transform`, and its `explained_variance_ratio_`.
 * @param values rows x columns. @param most components that are kept: fewer where no more have any variance, none where all rows are alike.
 */
export function* findPrincipalComponents(
  values: Float32Array,
  columns: number,
  most: number,
): Generator<number, PrincipalComponents, void> {
  const rows = values.length / columns
  const means = meansOf(values, columns)
  let variance = 0
  for (let at = 0; at < values.length; at++) variance += (values[at]! - means[at % columns]!) ** 2
  if (!(variance > 0)) return { kept: 0, scores: new Float64Array(0), explained: [] }

  /** Of each row less the mean, its product with the vector. */
  const along = (vector: Float64Array): Float64Array<ArrayBuffer> => {
    const products = new Float64Array(rows)
    for (let row = 0, at = 0; row < rows; row++) {
      let sum = 0
      for (let column = 0; column < columns; column++) sum += (values[at++]! - means[column]!) * vector[column]!
      products[row] = sum
    }
    return products
  }
  /** The product of the covariance, times the rows, with the vector. */
  const times = (vector: Float64Array): Float64Array => {
    const products = along(vector)
    const result = new Float64Array(columns)
    for (let row = 0, at = 0; row < rows; row++) {
      const weight = products[row]!
      for (let column = 0; column < columns; column++) result[column]! += weight * (values[at++]! - means[column]!)
    }
    return result
  }

  const random = createRandom(0)
  const basis: Float64Array[] = []
  const diagonal: number[] = []
  const beside: number[] = []
  const steps = Math.min(columns, rows - 1)
  /** A vector where there is variance, at right angles to all before; nothing where all variance is known. */
  const begin = (): Float64Array | undefined => {
    const vector = times(Float64Array.from({ length: columns }, () => random.normal() / Math.sqrt(columns)))
    straighten(vector, basis)
    const length = lengthOf(vector)
    return length > ROUNDING * variance ? scale(vector, 1 / length) : undefined
  }

  let next = begin()
  let nextLook = most + 10
  let eigen: Eigen | undefined
  while (next) {
    basis.push(next)
    const rest = times(next)
    diagonal.push(dot(rest, next))
    straighten(rest, basis)
    const left = lengthOf(rest)
    const isWhole = left <= ROUNDING * variance
    next = basis.length >= steps ? undefined : isWhole ? begin() : scale(rest, 1 / left)
    beside.push(isWhole ? 0 : left)
    yield Math.min(1, basis.length / Math.min(steps, 3 * most))
    if (next && basis.length >= nextLook) {
      eigen = eigenOf(diagonal, beside)
      if (isFound(eigen, left, most)) break
      nextLook = Math.ceil(basis.length * 1.25)
    }
    eigen = undefined
  }
  const { values: found, vectors } = eigen ?? eigenOf(diagonal, beside)
  const kept = Math.min(most, found.filter((value) => value > ROUNDING * variance).length)
  const scores = new Float64Array(rows * kept)
  for (let component = 0; component < kept; component++) {
    const vector = new Float64Array(columns)
    for (const [at, each] of basis.entries()) addTo(vector, each, vectors.get(at, component))
    let largest = 0
    for (const entry of vector) if (Math.abs(entry) > Math.abs(largest)) largest = entry
    const products = along(vector)
    for (let row = 0; row < rows; row++) scores[row * kept + component] = Math.sign(largest) * products[row]!
  }
  return { kept, scores, explained: found.slice(0, kept).map((value) => value / variance) }
}

function meansOf(values: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  for (let at = 0; at < values.length;) for (let column = 0; column < columns; column++) sums[column]! += values[at++]!
  return scale(sums, columns / values.length)
}

interface Eigen {
  /** The largest first. */
  readonly values: readonly number[]
  /** In columns, in the same order. */
  readonly vectors: Matrix
}

/** Of a symmetric matrix with nothing but a diagonal and what is beside it. */
function eigenOf(diagonal: readonly number[], beside: readonly number[]): Eigen {
  const matrix = Matrix.diag([...diagonal])
  for (let at = 1; at < diagonal.length; at++) {
    matrix.set(at, at - 1, beside[at - 1]!)
    matrix.set(at - 1, at, beside[at - 1]!)
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  const order = [...realEigenvalues.keys()].toSorted((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  return { values: order.map((at) => realEigenvalues[at]!), vectors: eigenvectorMatrix.subMatrixColumn(order) }
}

/** @param left the length of what the next vector would add. */
function isFound({ values, vectors }: Eigen, left: number, most: number): boolean {
  const last = vectors.getRow(vectors.rows - 1).slice(0, most)
  return last.every((entry) => Math.abs(entry) * left <= TOLERANCE * values[0]!)
}

/** Takes out of a vector, in place, what lies along the others. Once is not enough for rounding, twice is. */
function straighten(vector: Float64Array, others: readonly Float64Array[]): void {
  for (let turn = 0; turn < 2; turn++) for (const other of others) addTo(vector, other, -dot(vector, other))
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!
  return sum
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector))
}

function addTo(vector: Float64Array, other: Float64Array, weight: number): void {
  for (let at = 0; at < vector.length; at++) vector[at]! += weight * other[at]!
}

function scale(vector: Float64Array, by: number): Float64Array {
  for (let at = 0; at < vector.length; at++) vector[at]! *= by
  return vector
}
