/** Concatenate: `concatenateForward`, `concatenateInputGradient`, one of each for every input. */
import { sizeOf } from '../../../../model/layers/define'
import { axisOf, concatenate } from '../../../../model/layers/merging/concatenate'
import { targetOf, type Lowering } from './builder'

export const lowerConcatenate: Lowering<'Concatenate'> = ({ args, name, inputs, plan }) => {
  const shape = concatenate.outputShape(
    args,
    inputs.map((input) => input.shape),
  )
  const axis = axisOf(args, shape) ?? 0
  const rows = sizeOf(shape.slice(0, axis))
  const output = plan.value(name, shape, { trained: inputs.some(({ gradient }) => gradient !== undefined) })
  let at = 0
  for (const input of inputs) {
    const length = sizeOf(input.shape) / rows
    const part = { layer: name, batchSize: plan.batchSize, rows, length, whole: sizeOf(shape) / rows, at }
    plan.addForward({ kind: 'concatenateForward', ...part, input: input.buffer, output: output.buffer })
    const target = targetOf(input)
    if (target) {
      plan.addBackward({ kind: 'concatenateInputGradient', ...part, source: output.gradient ?? '', ...target })
    }
    at += length
  }
  return { output }
}
