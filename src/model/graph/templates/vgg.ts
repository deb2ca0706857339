/** A net after VGG (Simonyan and Zisserman, 2015), for images of 28 to 96 pixels. */
import type { DrawnLayer } from '../../layers/registry'
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

/** Two 3 x 3 convolutions see what one of 5 x 5 does, with fewer weights. */
function block(filters: number, at: number): readonly DrawnLayer[] {
  const layers = [
    createLayer('Conv2D', { filters, padding: 'same', kernelInitializer: 'he_normal' }),
    createLayer('Conv2D', { filters, padding: 'same', kernelInitializer: 'he_normal' }),
    createLayer('MaxPooling2D'),
  ]
  return layers.map((layer) => ({ ...layer, block: `Block ${at}` }))
}

function buildVgg(data: DataShape): Stack {
  return createStack('image', [
    ...block(32, 1),
    ...block(64, 2),
    ...block(128, 3),
    createLayer('Flatten'),
    createLayer('Dense', { units: 256, kernelInitializer: 'he_normal' }),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const vgg: Template = {
  name: 'VGG-like',
  description: 'Blocks of two small convolutions and a pooling, as in VGG (2014), for images of 28 to 96 pixels.',
  build: (data) => ({
    ...fitTo(data, buildVgg(data)),
    recipe: { optimizer: 'adam', learningRate: 0.0005, batchSize: 128, epochs: 20 },
  }),
}
