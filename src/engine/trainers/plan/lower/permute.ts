/** Permute: `permute`, forward and, with the order turned round, backward. */
import { permute } from '../../../../model/layers/reshaping/permute'
import { inverseOrder } from '../operations/permute'
import { targetOf, type Lowering } from './builder'

export const lowerPermute: Lowering<'Permute'> = ({ args, name, input, plan }) => {
  const target = targetOf(input)
  const order = args.dims.map((axis) => axis - 1)
  const output = plan.value(name, permute.outputShape(args, [input.shape]), { trained: target !== undefined })
  const common = { kind: 'permute', layer: name, batchSize: plan.batchSize } as const
  plan.addForward({ ...common, shape: input.shape, order, input: input.buffer, output: output.buffer })
  if (target) {
    const { gradient, kept } = target
    plan.addBackward({
      ...common,
      shape: output.shape,
      order: inverseOrder(order),
      input: output.gradient ?? '',
      output: gradient,
      ...(kept ? { kept } : {}),
    })
  }
  return { output }
}
