/** Shapes that are joined place by place: an axis of length 1 is stretched to the length that the others have, as in Keras. */
import type { Shape } from '../define'

/** The shape under as many axes as the longest: those that it lacks come first and have length 1. */
export function withAxes(shape: Shape, axes: number): Shape {
  return [...Array.from({ length: axes - shape.length }, () => 1), ...shape]
}

/** The shape of all inputs together; undefined where lengths differ and none of them is 1. */
export function stretchedShape(inputs: readonly Shape[]): Shape | undefined {
  const axes = Math.max(...inputs.map(({ length }) => length))
  const shapes = inputs.map((shape) => withAxes(shape, axes))
  const lengths = Array.from({ length: axes }, (_, axis) => {
    const others = new Set(shapes.map((shape) => shape[axis]!).filter((length) => length !== 1))
    return others.size > 1 ? undefined : ([...others][0] ?? 1)
  })
  return lengths.every((length) => length !== undefined) ? lengths : undefined
}
