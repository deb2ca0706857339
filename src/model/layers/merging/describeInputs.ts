/** What a layer gets, in words: `14 × 14 × 64, 14 × 14 × 64 and 100 values`. */
import { formatShape, type Shape } from '../define'

export function describeInputs(inputs: readonly Shape[]): string {
  const texts = inputs.map((shape) =>
    shape.length === 1 ? `${shape[0]!.toLocaleString('en-US')} values` : formatShape(shape),
  )
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}

/** What can be done about inputs whose sizes don't go together. */
export function adviseOnSizes(inputs: readonly Shape[]): string {
  const [first = [], ...others] = inputs
  if (others.some(({ length }) => length !== first.length)) {
    return 'bring them to the same axes, for example with Flatten or GlobalAveragePooling2D'
  }
  if (first.length === 1) return 'give the Dense layers before it as many units'
  const differAlong = (axis: number): boolean => others.some((shape) => shape[axis] !== first[axis])
  return first.slice(0, -1).some((_, axis) => differAlong(axis))
    ? 'bring the images to one size, for example with the same strides and padding on both ways, or with UpSampling2D'
    : 'give them as many channels, for example with a Conv2D of kernel size 1 on one of the ways'
}
