/** ZeroPadding2D and Cropping2D: `placeImage`, forward and, with the sign of the offset turned, backward. */
import type { Shape } from '../../../../model/layers/define'
import type { Pair } from '../../../../model/layers/pair'
import { cropping2d, zeroPadding2d } from '../../../../model/layers/reshaping/border'
import { targetOf, type Lowered, type Lowering, type PlanBuilder, type Value } from './builder'
import { imageSizeOf } from './conv2d'

export const lowerZeroPadding2d: Lowering<'ZeroPadding2D'> = ({ args, name, input, plan }) => {
  const shape = zeroPadding2d.outputShape(args, [input.shape])
  return place(plan, name, input, shape, [args.rows[0], args.columns[0]])
}

export const lowerCropping2d: Lowering<'Cropping2D'> = ({ args, name, input, plan }) => {
  const shape = cropping2d.outputShape(args, [input.shape])
  return place(plan, name, input, shape, [-args.rows[0], -args.columns[0]])
}

function place(plan: PlanBuilder, layer: string, input: Value, shape: Shape, offset: Pair): Lowered {
  const [from, to] = [imageSizeOf(input.shape), imageSizeOf(shape)]
  const target = targetOf(input)
  const output = plan.value(layer, shape, { trained: target !== undefined })
  const common = { kind: 'placeImage', layer, batchSize: plan.batchSize } as const
  plan.addForward({ ...common, from, to, offset, input: input.buffer, output: output.buffer })
  if (target) {
    const { gradient, kept } = target
    plan.addBackward({
      ...common,
      from: to,
      to: from,
      offset: [-offset[0], -offset[1]],
      input: output.gradient ?? '',
      output: gradient,
      ...(kept ? { kept } : {}),
    })
  }
  return { output }
}
