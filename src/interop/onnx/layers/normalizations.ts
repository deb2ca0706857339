/** Normalisations, as nodes of their own: folded into a convolution, they could not be read back. */
import { countAxes } from '../../../model/layers/normalization/layerNormalization'
import { float, floats, int } from '../graph'
import type { LayerWriter } from './writer'

export const writeBatchNormalization: LayerWriter<'BatchNormalization'> = ({ graph, args, name, inputs }) => {
  // Its channels are the second axis; of rows of values there is no other.
  const input = graph.channelsFirst(inputs[0])
  const channels = input.shape.at(-1)!
  const own = (weight: string, isThere: boolean, otherwise: number): string =>
    isThere
      ? graph.weight(`${name}/${weight}`, [channels])
      : graph.constant(weight, floats(new Array<number>(channels).fill(otherwise)))
  return graph.pointwise('BatchNormalization', input, { epsilon: float(args.epsilon) }, [
    own('gamma', args.scale, 1),
    own('beta', args.center, 0),
    own('moving_mean', true, 0),
    own('moving_variance', true, 1),
  ])
}

export const writeLayerNormalization: LayerWriter<'LayerNormalization'> = ({ graph, args, name, inputs }) => {
  const input = graph.channelsLast(inputs[0])
  const axes = countAxes(args)
  const shape = input.shape.slice(-axes)
  const gamma = args.scale
    ? graph.weight(`${name}/gamma`, shape)
    : graph.constant('gamma', floats(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1), shape))
  const beta = args.center ? [graph.weight(`${name}/beta`, shape)] : []
  return graph.pointwise('LayerNormalization', input, { axis: int(-axes), epsilon: float(args.epsilon) }, [
    gamma,
    ...beta,
  ])
}
