/** Activation, ReLU, LeakyReLU, ELU and Rescaling: `pointwiseForward`. The layer before may have taken them in. */
import { isRowActivation } from '../../../../model/layers/activations'
import { sizeOf } from '../../../../model/layers/define'
import type { LayerClassName } from '../../../../model/layers/registry'
import { keepsSum } from '../activations'
import { withRowActivation } from './activation'
import type { Lowering } from './builder'
import { pointwiseOfLayer } from './followingActivation'

/** The lowering of a layer type that is a function of one value at a time. */
export function lowerPointwise<Name extends LayerClassName>(className: Name): Lowering<Name> {
  return ({ args, name, input, plan }) => {
    const activation = pointwiseOfLayer(className, args) ?? 'linear'
    if (activation === 'linear') return { output: input }
    const kept = { buffer: keepsSum(activation) ? input.buffer : `${name} output`, activation }
    const output = plan.value(name, input.shape, { trained: input.gradient !== undefined, kept })
    plan.addForward({
      kind: 'pointwiseForward',
      layer: name,
      activation,
      batchSize: plan.batchSize,
      values: sizeOf(input.shape),
      input: input.buffer,
      output: output.buffer,
    })
    plan.passGradient(name, input, output.gradient ?? '')
    return { output }
  }
}

export const lowerActivation: Lowering<'Activation'> = (lowering) => {
  const { args, name, input, plan } = lowering
  if (!isRowActivation(args.activation)) return lowerPointwise('Activation')(lowering)
  return { output: withRowActivation(plan, name, args.activation, input) }
}

export const lowerSoftmax: Lowering<'Softmax'> = ({ name, input, plan }) => ({
  output: withRowActivation(plan, name, 'softmax', input),
})
