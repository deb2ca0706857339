/** Normalisations, and Rescaling: values are multiplied and shifted. */
import { countAxes } from '../../../model/layers/normalization/layerNormalization'
import type { Value } from '../graph'
import { add, mean, multiply, RSQRT, SQUARED_DIFFERENCE, subtract } from '../operators'
import type { Lowering } from './lowering'

export const lowerRescaling: Lowering<'Rescaling'> = ({ args, name, inputs: [input], shape, graph }) => {
  const scaled = graph.operate(multiply(), `${name}/scaled`, [input, graph.float(args.scale)], shape)
  return graph.operate(add(), name, [scaled, graph.float(args.offset)], shape)
}

/** The moving statistics, gamma and beta come to one factor and one summand a channel. */
export const lowerBatchNormalization: Lowering<'BatchNormalization'> = ({
  args: { scale, center, epsilon },
  name,
  inputs: [input],
  shape,
  graph,
  weight,
}) => {
  const [means, variances] = [weight('moving_mean'), weight('moving_variance')]
  const gamma = scale ? weight('gamma') : undefined
  const beta = center ? weight('beta') : undefined
  const factors = Array.from(variances, (variance, at) => (gamma?.[at] ?? 1) / Math.sqrt(variance + epsilon))
  const summands = factors.map((factor, at) => (beta?.[at] ?? 0) - means[at]! * factor)
  const [factor, summand] = [
    graph.floats(`${name}/factors`, [factors.length], factors),
    graph.floats(`${name}/summands`, [factors.length], summands),
  ]
  const scaled = graph.operate(multiply(), `${name}/scaled`, [input, factor], shape)
  return graph.operate(add(), name, [scaled, summand], shape)
}

export const lowerLayerNormalization: Lowering<'LayerNormalization'> = ({
  args,
  name,
  inputs: [input],
  shape,
  graph,
  weight,
}) => {
  const count = countAxes(args)
  const normalised = shape.slice(-count)
  const axes = graph.integers(normalised.map((_, at) => shape.length - count + 1 + at))
  const row = shape.map((length, at) => (at >= shape.length - count ? 1 : length))
  const meanOf = (what: string, value: Value): Value => graph.operate(mean(true), `${name}/${what}`, [value, axes], row)
  const middle = meanOf('mean', input)
  const squares = graph.operate(SQUARED_DIFFERENCE, `${name}/squares`, [input, middle], shape)
  const spread = graph.operate(add(), `${name}/spread`, [meanOf('variance', squares), graph.float(args.epsilon)], row)
  const factor = graph.operate(RSQRT, `${name}/factor`, [spread], row)
  const centred = graph.operate(subtract(), `${name}/centred`, [input, middle], shape)
  let output = graph.operate(multiply(), `${name}/normalised`, [centred, factor], shape)
  if (args.scale) {
    const gamma = graph.floats(`${name}/gamma`, normalised, weight('gamma'))
    output = graph.operate(multiply(), `${name}/scaled`, [output, gamma], shape)
  }
  if (!args.center) return output
  return graph.operate(add(), name, [output, graph.floats(`${name}/beta`, normalised, weight('beta'))], shape)
}
