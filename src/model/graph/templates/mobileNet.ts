/** A net after MobileNet (Howard et al., 2017), for images of 28 to 96 pixels. */
import type { DrawnLayer } from '../../layers/registry'
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

function activated(): readonly DrawnLayer[] {
  return [createLayer('BatchNormalization'), createLayer('ReLU', { maxValue: 6 })]
}

/** A filter for each channel, and then a mix of the channels: a ninth of what one convolution costs. */
function separable(filters: number, stride: number, at: number): readonly DrawnLayer[] {
  const layers = [
    createLayer('DepthwiseConv2D', {
      padding: 'same',
      strides: [stride, stride],
      activation: 'linear',
      useBias: false,
    }),
    ...activated(),
    createLayer('Conv2D', { filters, kernelSize: [1, 1], activation: 'linear', useBias: false }),
    ...activated(),
  ]
  return layers.map((layer) => ({ ...layer, block: `Separable ${at}` }))
}

function buildMobileNet(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 16, padding: 'same', activation: 'linear', useBias: false }),
    ...activated(),
    ...separable(32, 1, 1),
    ...separable(64, 2, 2),
    ...separable(64, 1, 3),
    ...separable(128, 2, 4),
    ...separable(128, 1, 5),
    ...separable(256, 2, 6),
    createLayer('GlobalAveragePooling2D'),
    createLayer('Dropout', { rate: 0.2 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const mobileNet: Template = {
  name: 'MobileNet-like',
  description:
    'Depthwise convolutions and ReLU6, as in MobileNet (2017): few parameters and few operations, for images of 28 to 96 pixels.',
  build: (data) => ({
    ...fitTo(data, buildMobileNet(data)),
    recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 20 },
  }),
}
