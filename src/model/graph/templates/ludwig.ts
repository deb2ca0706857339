/** The network that Galaxy's tutorial on Ludwig trains. */
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

function buildLudwig(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 32 }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 64 }),
    createLayer('Dropout', { rate: 0.4 }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 128 }),
    createLayer('Dropout', { rate: 0.4 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const ludwig: Template = {
  name: 'Ludwig stacked CNN',
  description:
    'What the config of Galaxy’s Ludwig tutorial asks for: 32 and 64 filters, dropout, and 128 units, 5 epochs.',
  build: (data) => ({
    ...fitTo(data, buildLudwig(data)),
    recipe: { optimizer: 'adam', learningRate: 0.001, batchSize: 128, epochs: 5, validationSplit: 0.15, seed: 42 },
  }),
}
