/** Which layers Ludwig's stacked CNN has, and with which arguments. */
import { joinWords } from '../../common/text'
import type { Activation } from '../../model/layers/activations'
import type { Shape } from '../../model/layers/define'
import type { Layer, LayerArgsOf } from '../../model/layers/registry'
import { LEAKY_SLOPE, TO_LUDWIG } from './activations'

const KNOWN = joinWords([...TO_LUDWIG.keys()])

/** As `findObstacle` of a target. Whether the layers stand in an order that Ludwig has is for `write` to say. */
export function obstacleOf(layer: Layer, inputs: readonly Shape[]): string | undefined {
  if (layer.frozen) return 'Ludwig trains all layers of its stacked CNN: let this one train.'
  switch (layer.className) {
    case 'Conv2D': {
      const { activation, padding, strides } = layer.args
      if (padding === 'same' && Math.max(...strides) > 1)
        return 'Ludwig’s convolutions have the padding “same” with strides of 1 alone: choose “valid”, or a pooling behind it.'
      return obstacleOfActivation(activation)
    }
    case 'Dense':
      return layer.args.activation === 'softmax' ? undefined : obstacleOfActivation(layer.args.activation)
    case 'Activation':
      return layer.args.activation === 'softmax' ? undefined : obstacleOfActivation(layer.args.activation)
    case 'MaxPooling2D':
    case 'AveragePooling2D':
      return isPadded(layer.args, inputs[0] ?? [])
        ? 'Ludwig’s pooling does not pad as “same” does: choose “valid”.'
        : undefined
    case 'BatchNormalization':
      return layer.args.center === layer.args.scale
        ? undefined
        : 'Ludwig’s batch norm has both Center and Scale, or neither: set them alike.'
    case 'LayerNormalization':
      if (inputs[0]?.length !== 1)
        return 'Ludwig’s layer norm of images is another one than Keras’s: use BatchNormalization.'
      return layer.args.center && layer.args.scale
        ? undefined
        : 'Ludwig’s layer norm has both Center and Scale: turn them on.'
    case 'ReLU': {
      const { maxValue, negativeSlope, threshold } = layer.args
      return maxValue === null && negativeSlope === 0 && threshold === 0
        ? undefined
        : 'Ludwig’s ReLU has no bound, no slope and no threshold: leave them at their defaults.'
    }
    case 'LeakyReLU':
      return layer.args.negativeSlope === LEAKY_SLOPE
        ? undefined
        : `Ludwig’s leaky ReLU has a slope of ${LEAKY_SLOPE}: set that.`
    case 'ELU':
      return layer.args.alpha === 1 ? undefined : 'Ludwig’s ELU has an alpha of 1: set that.'
    case 'ZeroPadding2D': {
      const { rows, columns } = layer.args
      return rows[0] === rows[1] && columns[0] === columns[1]
        ? undefined
        : 'Ludwig pads opposite sides alike: set the same numbers for them.'
    }
    case 'Reshape':
    case 'Flatten':
    case 'Dropout':
    case 'Softmax':
      return undefined
    default:
      return `Ludwig’s stacked CNN has no ${layer.className}: it has convolutions, each with a norm, an activation, dropout and a pooling, and then dense layers.`
  }
}

function obstacleOfActivation(activation: Activation): string | undefined {
  return TO_LUDWIG.has(activation) ? undefined : `Ludwig has no ${activation}: choose one of ${KNOWN}.`
}

/** Whether the padding “same” adds anything to an image of that shape. */
function isPadded({ padding, poolSize, strides }: LayerArgsOf['MaxPooling2D'], input: Shape): boolean {
  if (padding === 'valid') return false
  const steps = strides ?? poolSize
  return poolSize.some((size, axis) => {
    const length = input[axis] ?? 0
    return (Math.ceil(length / steps[axis]!) - 1) * steps[axis]! + size > length
  })
}
