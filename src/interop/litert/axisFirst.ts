/** A tensor's values with one of its axes first. */
import { sizeOf, type Shape } from '../../model/layers/define'

/** @param values row-major, of that shape. */
export function axisFirst(values: Float32Array, shape: Shape, axis: number): Float32Array {
  const [before, length, behind] = [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))]
  const moved = new Float32Array(values.length)
  let at = 0
  for (let index = 0; index < length; index++) {
    for (let row = 0; row < before; row++) {
      const begin = (row * length + index) * behind
      for (let place = begin; place < begin + behind; place++) moved[at++] = values[place]!
    }
  }
  return moved
}
