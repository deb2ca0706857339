/** Reshape: no operation at all; the same values under another shape. */
import { reshape } from '../../../../model/layers/reshaping/reshape'
import type { Lowering } from './builder'

export const lowerReshape: Lowering<'Reshape'> = ({ args, input }) => ({
  output: { ...input, shape: reshape.outputShape(args, [input.shape]) },
})
