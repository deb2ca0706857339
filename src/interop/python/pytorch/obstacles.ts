/** Which layers a PyTorch script can't have. */
import type { Layer } from '../../../model/layers/registry'

export function obstacleOf(layer: Layer): string | undefined {
  return layer.className === 'Conv2DTranspose' && layer.args.outputPadding !== null
    ? 'PyTorch has another output padding than Keras: leave the size to the padding.'
    : undefined
}
