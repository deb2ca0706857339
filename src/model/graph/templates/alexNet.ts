/** A net after AlexNet (Krizhevsky, Sutskever and Hinton, 2012), scaled down to images of 28 to 96 pixels. */
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

/** Five convolutions, overlapping pools, and two large dense layers with dropout, as there; smaller kernels and strides, as the images are. */
function buildAlexNet(data: DataShape): Stack {
  const pool = () => createLayer('MaxPooling2D', { poolSize: [3, 3], strides: [2, 2] })
  return createStack('image', [
    createLayer('Conv2D', { filters: 48, kernelSize: [5, 5], padding: 'same' }),
    pool(),
    createLayer('Conv2D', { filters: 128, kernelSize: [5, 5], padding: 'same' }),
    pool(),
    createLayer('Conv2D', { filters: 192, padding: 'same' }),
    createLayer('Conv2D', { filters: 192, padding: 'same' }),
    createLayer('Conv2D', { filters: 128, padding: 'same' }),
    pool(),
    createLayer('Flatten'),
    createLayer('Dense', { units: 512 }),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: 512 }),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const alexNet: Template = {
  name: 'AlexNet-like',
  description:
    'The network that began it all in 2012, scaled down for images of 28 to 96 pixels: five convolutions and two large dense layers.',
  build: (data) => ({
    ...fitTo(data, buildAlexNet(data)),
    recipe: { optimizer: 'adam', learningRate: 0.0005, batchSize: 128, epochs: 20 },
  }),
}
