/** LeNet-5 (LeCun, Bottou, Bengio and Haffner, 1998). */
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

function buildLeNet5(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 6, kernelSize: [5, 5], padding: 'same', activation: 'tanh' }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 16, kernelSize: [5, 5], activation: 'tanh' }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 120, activation: 'tanh' }),
    createLayer('Dense', { units: 84, activation: 'tanh' }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const leNet5: Template = {
  name: 'LeNet-5',
  description: 'LeCun’s network of 1998 as it is usually written today, with max pooling where the original averages.',
  build: (data) => ({
    ...fitTo(data, buildLeNet5(data)),
    recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 10 },
  }),
}
