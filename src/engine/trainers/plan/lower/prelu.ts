/** PReLU: `preluForward`, `preluAlphaGradient`, `preluInputGradient`. */
import { alphaShapeOf } from '../../../../model/layers/activation/prelu'
import { alphaSplitsFor } from '../operations/prelu'
import { targetOf, type Lowering } from './builder'

export const lowerPrelu: Lowering<'PReLU'> = ({ args, name, input, plan }) => {
  const { batchSize } = plan
  const alphaShape = alphaShapeOf(args.sharedAxes, input.shape)
  const alphaOffset = plan.weightOffset(`${name}/alpha`)
  const output = plan.value(name, input.shape, { trained: true })
  const common = { layer: name, batchSize, shape: input.shape, alphaShape, input: input.buffer }
  const source = output.gradient ?? ''
  const splits = plan.splits(alphaSplitsFor(common))
  const target = targetOf(input)
  plan.addForward({ kind: 'preluForward', ...common, alphaOffset, output: output.buffer })
  plan.addBackward(
    {
      kind: 'preluAlphaGradient',
      ...common,
      source,
      partials: plan.partials(name, [`${name}/alpha`], splits),
      splits,
    },
    ...(target ? [{ kind: 'preluInputGradient', ...common, alphaOffset, source, ...target } as const] : []),
  )
  return { output }
}
