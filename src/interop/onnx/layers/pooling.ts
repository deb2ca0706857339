/** Pooling, with channels first. */
import { poolSlidingOf } from '../../../model/layers/pooling/pooling2d'
import { int, ints } from '../graph'
import { padsOf } from './convolutions'
import type { LayerContext, LayerWriter } from './writer'

function pooled(
  { graph, args, inputs, output }: LayerContext<'MaxPooling2D' | 'AveragePooling2D'>,
  op: 'MaxPool' | 'AveragePool',
) {
  const input = graph.channelsFirst(inputs[0])
  const sliding = poolSlidingOf(args)
  const name = graph.add(op, [input.name], {
    kernel_shape: ints(sliding.kernel),
    strides: ints(sliding.strides),
    pads: ints(padsOf(sliding, input)),
    // As in Keras, a mean at the edge is one of the pixels that are there.
    ...(op === 'AveragePool' && { count_include_pad: int(0) }),
  })
  return { ...input, name, shape: output }
}

export const writeMaxPooling2d: LayerWriter<'MaxPooling2D'> = (context) => pooled(context, 'MaxPool')
export const writeAveragePooling2d: LayerWriter<'AveragePooling2D'> = (context) => pooled(context, 'AveragePool')

function pooledWhole(
  { graph, args, inputs, output }: LayerContext<'GlobalMaxPooling2D' | 'GlobalAveragePooling2D'>,
  op: string,
) {
  const input = graph.channelsFirst(inputs[0])
  const whole = { ...input, name: graph.add(op, [input.name]), shape: [1, 1, input.shape[2]!] }
  return args.keepdims ? whole : { ...graph.flattened(whole), shape: output }
}

export const writeGlobalMaxPooling2d: LayerWriter<'GlobalMaxPooling2D'> = (context) =>
  pooledWhole(context, 'GlobalMaxPool')
export const writeGlobalAveragePooling2d: LayerWriter<'GlobalAveragePooling2D'> = (context) =>
  pooledWhole(context, 'GlobalAveragePool')
