/** Conv2D backward, the input's gradient: multiplied by the derivative of the activation that made the input. */
import type { Conv2dInputGradient } from '../../plan/operations/conv2d'
import type { Kernel } from '../kernel'
import { convolveBack } from './convolveBack'
import { keptDerivative, valuesAt } from './eachPixel'

export function conv2dInputGradient(spec: Conv2dInputGradient): Kernel {
  const derivative = keptDerivative(spec.kept, 1)
  return convolveBack({
    ...spec,
    bindings: [...derivative.bindings, valuesAt('gradient', spec.gradient, 1, 'write')],
    functions: derivative.functions,
    store: (sum) => `gradient[at] = ${sum}${derivative.factor};`,
  })
}
