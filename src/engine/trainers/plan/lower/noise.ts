/** SpatialDropout2D, GaussianDropout and GaussianNoise, each an operation forward, and backward where the input's gradient is not the output's. */
import { sizeOf } from '../../../../model/layers/define'
import { targetOf, type Lowering, type PlanBuilder, type Value } from './builder'

export const lowerSpatialDropout2d: Lowering<'SpatialDropout2D'> = ({ args, name, index, input, plan }) => {
  if (!plan.trains) return { output: input }
  const [height = 1, width = 1, channels = 1] = input.shape
  const { output, forward, backward } = drawn(plan, name, input)
  const common = { layer: name, index, rate: args.rate, batchSize: plan.batchSize, places: height * width, channels }
  plan.addForward({ kind: 'spatialDropoutForward', ...common, ...forward })
  if (backward) plan.addBackward({ kind: 'spatialDropoutInputGradient', ...common, ...backward })
  return { output }
}

export const lowerGaussianDropout: Lowering<'GaussianDropout'> = ({ args, name, index, input, plan }) => {
  if (!plan.trains) return { output: input }
  const { output, forward, backward } = drawn(plan, name, input)
  const common = { layer: name, index, rate: args.rate, batchSize: plan.batchSize, values: sizeOf(input.shape) }
  plan.addForward({ kind: 'gaussianDropoutForward', ...common, ...forward })
  if (backward) plan.addBackward({ kind: 'gaussianDropoutInputGradient', ...common, ...backward })
  return { output }
}

export const lowerGaussianNoise: Lowering<'GaussianNoise'> = ({ args, name, index, input, plan }) => {
  if (!plan.trains) return { output: input }
  const { output, forward } = drawn(plan, name, input)
  const { batchSize } = plan
  const values = sizeOf(input.shape)
  plan.addForward({
    kind: 'gaussianNoiseForward',
    layer: name,
    index,
    stddev: args.stddev,
    batchSize,
    values,
    ...forward,
  })
  plan.passGradient(name, input, output.gradient ?? '')
  return { output }
}

/** The output, and the buffers of the way forward and backward. */
function drawn(plan: PlanBuilder, name: string, input: Value) {
  const target = targetOf(input)
  const output = plan.value(name, input.shape, { trained: target !== undefined })
  return {
    output,
    forward: { from: input.buffer, to: output.buffer },
    backward: target && {
      from: output.gradient ?? '',
      to: target.gradient,
      ...(target.kept ? { kept: target.kept } : {}),
    },
  }
}
