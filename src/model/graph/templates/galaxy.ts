/** The network of Galaxy's tutorial on convolutional networks, as in its text and as in its workflow. */
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, imageShape, type Template } from './template'

function buildGalaxy(data: DataShape, padding: 'same' | 'valid'): Stack {
  return createStack('flat', [
    createLayer('Reshape', { targetShape: imageShape(data) }),
    createLayer('Conv2D', { filters: 64, padding }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 32 }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

const GALAXY_RECIPE = {
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 500,
  validationSplit: 0.15,
  seed: 42,
} as const

export const galaxyTutorial: Template = {
  name: 'Galaxy CNN tutorial',
  description: 'The network in the text of Galaxy’s tutorial on convolutional networks: two convolutions, 2 epochs.',
  build: (data) => ({ ...fitTo(data, buildGalaxy(data, 'same')), recipe: { ...GALAXY_RECIPE, epochs: 2 } }),
}

export const galaxyWorkflow: Template = {
  name: 'Galaxy CNN workflow',
  description: 'The network in that tutorial’s workflow, which differs from its text: no padding, 10 epochs.',
  build: (data) => ({ ...fitTo(data, buildGalaxy(data, 'valid')), recipe: { ...GALAXY_RECIPE, epochs: 10 } }),
}
