/** Dropout: `dropoutForward`, `dropoutInputGradient`. */
import { sizeOf } from '../../../../model/layers/define'
import { targetOf, type Lowering } from './builder'

export const lowerDropout: Lowering<'Dropout'> = ({ args, name, index, input, plan }) => {
  if (!plan.trains) return { output: input }
  const target = targetOf(input)
  const output = plan.value(name, input.shape, { trained: target !== undefined })
  const common = { layer: name, index, rate: args.rate, batchSize: plan.batchSize, values: sizeOf(input.shape) }
  plan.addForward({ kind: 'dropoutForward', ...common, from: input.buffer, to: output.buffer })
  if (target) {
    const { gradient, kept } = target
    plan.addBackward({
      kind: 'dropoutInputGradient',
      ...common,
      from: output.gradient ?? '',
      to: gradient,
      ...(kept ? { kept } : {}),
    })
  }
  return { output }
}
