/** Conv2D backward, the input's gradient: multiplied by the derivative of the activation that made the input. */
import type { Conv2dInputGradient } from '../../plan/operations/conv2d'
import type { Kernel } from '../kernel'
import type { Tuning } from '../tuning'
import { convolveBack, dealBack } from './convolveBack'
import { keptDerivative, valuesAt } from './eachPixel'

export function conv2dInputGradient(spec: Conv2dInputGradient, tuning: Tuning): Kernel {
  const deal = dealBack(spec.geometry, tuning)
  const derivative = keptDerivative(spec.kept, deal.unit)
  return convolveBack({
    ...spec,
    deal,
    tuning,
    bindings: [...derivative.bindings, valuesAt('gradient', spec.gradient, deal.unit, 'write')],
    functions: derivative.functions,
    store: (sum) => `gradient[at] = ${sum}${derivative.factor};`,
  })
}
