/** PReLU: `preluForward`, `preluAlphaGradient`, `preluInputGradient`. */
import { alphaShapeOf } from '../../../../model/layers/activation/prelu'
import type { Operation } from '../operation'
import { alphaSplitsFor } from '../operations/prelu'
import { isTrained, targetOf, type Lowering } from './builder'

export const lowerPrelu: Lowering<'PReLU'> = ({ args, name, input, frozen, plan }) => {
  const { batchSize } = plan
  const alphaShape = alphaShapeOf(args.sharedAxes, input.shape)
  const alphaOffset = plan.weightOffset(`${name}/alpha`)
  const output = plan.value(name, input.shape, { trained: isTrained({ input, frozen }) })
  const common = { layer: name, batchSize, shape: input.shape, alphaShape, input: input.buffer }
  const source = output.gradient ?? ''
  const target = targetOf(input)
  plan.addForward({ kind: 'preluForward', ...common, alphaOffset, output: output.buffer })
  const gradients: Operation[] = []
  if (!frozen) {
    const splits = plan.splits(alphaSplitsFor(common))
    const partials = plan.partials(name, [`${name}/alpha`], splits)
    gradients.push({ kind: 'preluAlphaGradient', ...common, source, partials, splits })
  }
  if (target) gradients.push({ kind: 'preluInputGradient', ...common, alphaOffset, source, ...target })
  plan.addBackward(...gradients)
  return { output }
}
