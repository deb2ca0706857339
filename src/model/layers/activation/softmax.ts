/** Softmax: values along the last axis become shares that add up to 1. */
import { defineLayer } from '../define'
import { readLastAxes } from '../lastAxes'
import { SAME_SHAPE } from '../sameShape'

type SoftmaxArgs = Readonly<Record<string, never>>

export const softmax = defineLayer<'Softmax', SoftmaxArgs>({
  ...SAME_SHAPE,
  className: 'Softmax',
  family: 'activation',
  keywords: ['probabilities', 'classifier', 'output'],
  summary: 'Turns the values along the last axis into shares that add up to 1: at the end, one share a class.',
  defaults: {},
  fields: [],
  toConfig: () => ({ axis: -1 }),
  fromConfig(config, axes) {
    readLastAxes(config, 1, axes)
    return {}
  },
})
