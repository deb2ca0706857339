/** A net without pooling or dense layers (Springenberg, Dosovitskiy, Brox and Riedmiller, 2015). */
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

/** Convolutions of stride 2 make the image smaller. The last one has a map for each class, whose mean is the class's score. */
function buildAllConvolutional(data: DataShape): Stack {
  const halve = (filters: number) => createLayer('Conv2D', { filters, strides: [2, 2], padding: 'same' })
  return createStack('image', [
    createLayer('Conv2D', { filters: 32, padding: 'same' }),
    halve(32),
    createLayer('Dropout', { rate: 0.2 }),
    createLayer('Conv2D', { filters: 64, padding: 'same' }),
    halve(64),
    createLayer('Dropout', { rate: 0.2 }),
    createLayer('Conv2D', { filters: 64, padding: 'same' }),
    createLayer('Conv2D', { filters: data.classes, kernelSize: [1, 1], activation: 'linear' }),
    createLayer('GlobalAveragePooling2D'),
    createLayer('Softmax'),
  ])
}

export const allConvolutional: Template = {
  name: 'All-convolutional',
  description:
    'No pooling between, no dense layer at the end: strides make the image smaller, and the mean of a map is a class’s score.',
  build: (data) => ({
    ...fitTo(data, buildAllConvolutional(data)),
    recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 15 },
  }),
}
