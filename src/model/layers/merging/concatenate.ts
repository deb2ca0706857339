/** Concatenate: several inputs one behind the other along one axis. */
import { defineMerge, formatShape } from '../define'
import type { LayerProblem, Shape } from '../define'
import { readInteger } from '../kerasConfig'
import { adviseOnSizes, describeInputs } from './describeInputs'

type ConcatenateArgs = {
  /** As in Keras: negative numbers count from the last axis, positive ones from the batch axis, which is 0. */
  readonly axis: number
}

/** The axis of a shape without the batch axis; undefined where the shape has none. */
export function axisOf({ axis }: ConcatenateArgs, shape: Shape): number | undefined {
  const found = axis < 0 ? shape.length + axis : axis - 1
  return found >= 0 && found < shape.length ? found : undefined
}

function findAxisProblem({ axis }: ConcatenateArgs, shape: Shape): LayerProblem {
  const message =
    axis === 0
      ? 'Axis 0 holds the images of a batch, which stay apart: choose -1, the last axis.'
      : `${formatShape(shape)} has no axis ${axis}: choose -1, the last axis.`
  return {
    severity: 'error',
    field: 'axis',
    message,
    fix: { kind: 'update', args: { axis: -1 }, label: 'Use axis -1' },
  }
}

export const concatenate = defineMerge<'Concatenate', ConcatenateArgs>({
  className: 'Concatenate',
  family: 'merging',
  keywords: ['skip connection', 'concat', 'join', 'merge', 'stack', 'densenet', 'inception', 'unet'],
  summary: 'Lays its inputs one behind the other, such as the channels of two ways through the model.',
  arity: { least: 2, most: Infinity },
  defaults: { axis: -1 },
  fields: [
    {
      kind: 'integer',
      name: 'axis',
      label: 'Axis',
      help: 'Along which axis the inputs are joined: -1 joins the channels, -2 lays images side by side, -3 one below the other.',
      min: -4,
      max: 4,
      step: 1,
    },
  ],
  problems(args, inputs): readonly LayerProblem[] {
    const [first = [], ...others] = inputs
    const axis = axisOf(args, first)
    if (axis === undefined) return [findAxisProblem(args, first)]
    const without = (shape: Shape): Shape => shape.toSpliced(axis, 1, 0)
    const differs = (shape: Shape): boolean =>
      shape.length !== first.length || without(shape).some((length, i) => length !== without(first)[i])
    if (!others.some(differs)) return []
    const message = `Concatenate gets ${describeInputs(inputs)}, which may differ along axis ${args.axis} alone: ${adviseOnSizes(inputs.map(without))}.`
    return [{ severity: 'error', field: 'from', message }]
  },
  outputShape(args, inputs) {
    const [first = []] = inputs
    const axis = axisOf(args, first) ?? 0
    return first.with(
      axis,
      inputs.reduce((sum, shape) => sum + shape[axis]!, 0),
    )
  },
  weights: () => [],
  flops: () => 0,
  toConfig: ({ axis }) => ({ axis }),
  fromConfig: (config) => ({ axis: config['axis'] === undefined ? -1 : readInteger(config, 'axis') }),
})
