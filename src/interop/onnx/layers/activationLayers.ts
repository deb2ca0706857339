/** The layers that are an activation, and Rescaling. */
import { alphaShapeOf } from '../../../model/layers/activation/prelu'
import { clipped, writeActivation } from '../activations'
import { float } from '../graph'
import type { LayerWriter } from './writer'

export const writeActivationLayer: LayerWriter<'Activation'> = ({ graph, args, inputs }) =>
  writeActivation(graph, inputs[0], args.activation)

export const writeSoftmax: LayerWriter<'Softmax'> = ({ graph, inputs }) => writeActivation(graph, inputs[0], 'softmax')

export const writeElu: LayerWriter<'ELU'> = ({ graph, args, inputs }) =>
  graph.pointwise('Elu', inputs[0], { alpha: float(args.alpha) })

export const writeLeakyRelu: LayerWriter<'LeakyReLU'> = ({ graph, args, inputs }) =>
  graph.pointwise('LeakyRelu', inputs[0], { alpha: float(args.negativeSlope) })

/** With both a threshold and a slope it is what passes, less the slope's part below the threshold, as Keras computes it. */
export const writeRelu: LayerWriter<'ReLU'> = ({ graph, args, inputs }) => {
  const [input] = inputs
  const { maxValue, negativeSlope, threshold } = args
  const bounded = (value: typeof input, least: number | null): typeof input =>
    maxValue === null ? value : clipped(graph, value, least, maxValue)
  if (threshold === 0) {
    if (negativeSlope !== 0) return bounded(graph.pointwise('LeakyRelu', input, { alpha: float(negativeSlope) }), null)
    return maxValue === null ? graph.pointwise('Relu', input) : clipped(graph, input, 0, maxValue)
  }
  const passed = bounded(graph.pointwise('ThresholdedRelu', input, { alpha: float(threshold) }), 0)
  if (negativeSlope === 0) return passed
  const distance = graph.add('Sub', [graph.number('threshold', threshold), input.name])
  const below = graph.pointwise('Relu', { ...input, name: distance })
  const part = graph.pointwise('Mul', below, {}, [graph.number('slope', negativeSlope)])
  return graph.pointwise('Sub', passed, {}, [part.name])
}

export const writePrelu: LayerWriter<'PReLU'> = ({ graph, args, name, inputs }) => {
  const input = inputs[0].flattened ? graph.channelsLast(inputs[0]) : inputs[0]
  const alpha = graph.weight(`${name}/alpha`, alphaShapeOf(args.sharedAxes, input.shape), input.axes)
  return graph.pointwise('PRelu', input, {}, [alpha])
}

export const writeRescaling: LayerWriter<'Rescaling'> = ({ graph, args, inputs }) => {
  const scaled = graph.pointwise('Mul', inputs[0], {}, [graph.number('scale', args.scale)])
  return graph.pointwise('Add', scaled, {}, [graph.number('offset', args.offset)])
}
