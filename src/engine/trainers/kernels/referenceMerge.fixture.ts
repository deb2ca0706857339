/** Merges with stretched axes in float64 by plain loops, forward and backward, from their definitions. */
import type { MergeMethod } from '../plan/operations/merge'

type Numbers = ArrayLike<number>

interface Input {
  readonly values: Numbers
  /** With the batch axis. */
  readonly shape: readonly number[]
}

/** The index in a stretched input of an index in the output. */
function indexIn(shape: readonly number[], output: readonly number[], index: number): number {
  let [rest, below, at] = [index, 1, 0]
  for (let axis = output.length - 1; axis >= 0; axis--) {
    const coordinate = rest % output[axis]!
    rest = Math.floor(rest / output[axis]!)
    if (shape[axis] !== 1) at += coordinate * below
    below *= shape[axis]!
  }
  return at
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1)
}

const JOIN: Readonly<Record<MergeMethod, (values: readonly number[]) => number>> = {
  add: (values) => values.reduce((sum, value) => sum + value),
  subtract: ([first, ...others]) => others.reduce((rest, value) => rest - value, first!),
  multiply: (values) => values.reduce((product, value) => product * value),
  average: (values) => values.reduce((sum, value) => sum + value) / values.length,
  maximum: (values) => Math.max(...values),
}

/** What the output changes by when an input does. */
const SLOPE: Readonly<Record<MergeMethod, (values: readonly number[], input: number) => number>> = {
  add: () => 1,
  subtract: (_, input) => (input === 0 ? 1 : -1),
  multiply: (values, input) => values.reduce((product, value, i) => (i === input ? product : product * value), 1),
  average: (values) => 1 / values.length,
  maximum: (values, input) => (values.indexOf(Math.max(...values)) === input ? 1 : 0),
}

/** @param output the shape with the batch axis. */
export function merge(method: MergeMethod, inputs: readonly Input[], output: readonly number[], gradient: Numbers) {
  const gradients = inputs.map(({ shape }) => new Float64Array(sizeOf(shape)))
  const sums = Float64Array.from({ length: sizeOf(output) }, (_, i) => {
    const places = inputs.map(({ shape }) => indexIn(shape, output, i))
    const values = inputs.map((input, k) => input.values[places[k]!]!)
    places.forEach((place, k) => (gradients[k]![place]! += gradient[i]! * SLOPE[method](values, k)))
    return JOIN[method](values)
  })
  return { sums, gradients }
}
