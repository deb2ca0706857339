/** Pooling. As in Keras, a mean counts no pixel of a padding. */
import { poolSlidingOf } from '../../../model/layers/pooling/pooling2d'
import { averagePool2d, maxPool2d, mean, reduceMax } from '../operators'
import type { Lowering } from './lowering'

function pooling(operatorOf: typeof maxPool2d): Lowering<'MaxPooling2D' | 'AveragePooling2D'> {
  return ({ args, name, inputs, shape, graph }) => {
    const { kernel, strides, padding } = poolSlidingOf(args)
    return graph.operate(operatorOf({ padding, strides }, kernel), name, inputs, shape)
  }
}

function globalPooling(operatorOf: typeof mean): Lowering<'GlobalAveragePooling2D' | 'GlobalMaxPooling2D'> {
  return ({ args, name, inputs: [input], shape, graph }) =>
    graph.operate(operatorOf(args.keepdims), name, [input, graph.integers([1, 2])], shape)
}

export const lowerMaxPooling2d = pooling(maxPool2d)
export const lowerAveragePooling2d = pooling(averagePool2d)
export const lowerGlobalAveragePooling2d = globalPooling(mean)
export const lowerGlobalMaxPooling2d = globalPooling(reduceMax)
