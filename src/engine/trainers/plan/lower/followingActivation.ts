/** Layer types that are a function of one value at a time, which the layer before them may compute in its own operation. */
import { isRowActivation, type Activation } from '../../../../model/layers/activations'
import type { Layer, LayerArgsOf, LayerClassName } from '../../../../model/layers/registry'
import type { PointwiseActivation } from '../activations'
import { pointwiseOf } from './activation'

/** The function of each such type; undefined for arguments with which it needs a whole row. */
const POINTWISE: { readonly [Name in LayerClassName]?: (args: LayerArgsOf[Name]) => PointwiseActivation | undefined } =
  {
    Activation: ({ activation }) => (isRowActivation(activation) ? undefined : activation),
    ReLU: (args) => ({ kind: 'relu', ...args }),
    LeakyReLU: ({ negativeSlope }) => ({ kind: 'relu', maxValue: null, negativeSlope, threshold: 0 }),
    ELU: ({ alpha }) => ({ kind: 'elu', alpha }),
    Rescaling: ({ scale, offset }) => ({ kind: 'affine', scale, offset }),
  }

export function pointwiseOfLayer<Name extends LayerClassName>(
  className: Name,
  args: LayerArgsOf[Name],
): PointwiseActivation | undefined {
  return POINTWISE[className]?.(args)
}

/**
 * The function that a layer's operation computes at its end: the layer's own, or, where it has none, that of the layer behind.
 *
 * @param next the layer that alone reads the output.
 * @returns the function, and `tookNext` for the lowering to pass on.
 */
export function followingActivation(
  own: Activation,
  next: Layer | undefined,
): { readonly activation: PointwiseActivation; readonly tookNext?: true } {
  const following = own === 'linear' && next ? pointwiseOfLayer(next.className, next.args) : undefined
  return following === undefined ? { activation: pointwiseOf(own) } : { activation: following, tookNext: true }
}
