/** Flatten: no operation at all; the same values under another shape. */
import { sizeOf } from '../../../../model/layers/define'
import type { Lowering } from './builder'

export const lowerFlatten: Lowering<'Flatten'> = ({ input }) => ({ output: { ...input, shape: [sizeOf(input.shape)] } })
