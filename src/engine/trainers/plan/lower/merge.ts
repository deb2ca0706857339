/**
 * Add, Subtract, Multiply, Average, Maximum: `mergeForward`, `mergeInputGradient`. An input that is added as it is has the gradient of the
 * output, and takes no operation.
 */
import { sizeOf } from '../../../../model/layers/define'
import { stretchedShape, withAxes } from '../../../../model/layers/merging/stretchedShape'
import type { PointwiseActivation } from '../activations'
import type { MergeInput, MergeInputGradient, MergeMethod } from '../operations/merge'
import { activatedValue } from './activation'
import { targetOf, type Lowering, type PlanBuilder, type Value } from './builder'
import { followingActivation } from './followingActivation'

type MergeLowering = Lowering<'Add' | 'Subtract' | 'Multiply' | 'Average' | 'Maximum'>

export const lowerAdd = lowering('add')
export const lowerSubtract = lowering('subtract')
export const lowerMultiply = lowering('multiply')
export const lowerAverage = lowering('average')
export const lowerMaximum = lowering('maximum')

function lowering(method: MergeMethod): MergeLowering {
  return ({ name, inputs, next, plan }) => {
    const { activation, ...took } = followingActivation('linear', next)
    // Factors are multiplied two by two, so that each has one other by which its gradient is multiplied.
    const [first, ...others] = inputs
    const joined = method === 'multiply' && first ? multiplyAllButLast(plan, name, first, others) : inputs
    return { output: merge(plan, { method, layer: name, name, inputs: joined, activation }), ...took }
  }
}

/** @returns two values whose product is that of all. */
function multiplyAllButLast(
  plan: PlanBuilder,
  layer: string,
  first: Value,
  others: readonly Value[],
): readonly Value[] {
  const [second, ...rest] = others
  if (!second || rest.length === 0) return [first, ...others]
  const name = `${layer} with ${rest.length} to go`
  const product = merge(plan, { method: 'multiply', layer, name, inputs: [first, second], activation: 'linear' })
  return multiplyAllButLast(plan, layer, product, rest)
}

interface Merge {
  readonly method: MergeMethod
  readonly layer: string
  /** Of the value that it makes. */
  readonly name: string
  readonly inputs: readonly Value[]
  readonly activation: PointwiseActivation
}

function merge(plan: PlanBuilder, spec: Merge): Value {
  const { method, layer, name, inputs, activation } = spec
  const { batchSize } = plan
  const shape = stretchedShape(inputs.map((input) => input.shape)) ?? []
  const trained = inputs.some(({ gradient }) => gradient !== undefined)
  const { output, sums } = activatedValue(plan, name, shape, activation, { trained })
  const codes = method === 'maximum' && trained ? plan.transient(`${name} codes`, batchSize * sizeOf(shape)) : undefined
  const all = inputs.map((input): MergeInput => ({ buffer: input.buffer, shape: withAxes(input.shape, shape.length) }))
  plan.addForward({
    kind: 'mergeForward',
    layer,
    method,
    batchSize,
    shape,
    inputs: all,
    activation,
    output: output.buffer,
    sums,
    ...(codes !== undefined && { codes }),
  })

  const source = output.gradient ?? ''
  for (const [index, input] of inputs.entries()) {
    const scale = scaleOf(method, index, inputs.length)
    const passes = method !== 'multiply' && method !== 'maximum'
    if (passes && sizeOf(input.shape) === sizeOf(shape)) {
      plan.passGradient(layer, input, source, scale)
      continue
    }
    const target = targetOf(input)
    if (!target) continue
    const factor = method === 'multiply' ? all[1 - index] : undefined
    const spec: MergeInputGradient = {
      batchSize,
      shape,
      input: all[index]!.shape,
      source,
      scale,
      ...(factor && { factor }),
      ...(codes !== undefined && { chosen: { codes, code: index } }),
      ...target,
    }
    plan.addBackward({ kind: 'mergeInputGradient', layer, ...spec })
  }
  return output
}

/** What the output's gradient is multiplied by on its way to an input. */
function scaleOf(method: MergeMethod, index: number, inputs: number): number {
  if (method === 'average') return 1 / inputs
  return method === 'subtract' && index > 0 ? -1 : 1
}
