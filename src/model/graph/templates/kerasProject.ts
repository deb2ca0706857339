/**
 * The three networks of a Keras project on handwritten digits: a plain CNN, one with batch normalisation and dropout, and a residual net
 * (He, Zhang, Ren and Sun, 2016) of 2,055,306 parameters.
 */
import { EARLY_STOPPING } from '../../training/callbacks/earlyStopping'
import { REDUCE_LR_ON_PLATEAU } from '../../training/callbacks/reduceLROnPlateau'
import type { DrawnLayer } from '../../layers/registry'
import type { DataShape } from '../shapes'
import { createLayer, createStack, type Stack } from '../stack'
import { fitTo, type Template } from './template'

/** Its first training, and what it was trained with after that: until the validation loss no longer falls. */
const RECIPE = { optimizer: 'adam', learningRate: 0.001, batchSize: 64, validationSplit: 0.1 } as const
const CAREFUL = {
  ...RECIPE,
  epochs: 50,
  earlyStopping: { ...EARLY_STOPPING.defaults, on: true, monitor: 'val_loss', patience: 3, restoreBestWeights: true },
  reduceLROnPlateau: {
    ...REDUCE_LR_ON_PLATEAU.defaults,
    on: true,
    monitor: 'val_loss',
    factor: 0.2,
    patience: 2,
    minLr: 0.0001,
  },
} as const

function buildCnn(data: DataShape): Stack {
  return createStack('image', [
    createLayer('Conv2D', { filters: 32 }),
    createLayer('MaxPooling2D'),
    createLayer('Conv2D', { filters: 64 }),
    createLayer('MaxPooling2D'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 128 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

function buildRegularised(data: DataShape): Stack {
  const block = (filters: number): readonly DrawnLayer[] => [
    createLayer('Conv2D', { filters }),
    createLayer('BatchNormalization'),
    createLayer('MaxPooling2D'),
    createLayer('Dropout', { rate: 0.25 }),
  ]
  return createStack('image', [
    ...block(32),
    ...block(64),
    createLayer('Flatten'),
    createLayer('Dense', { units: 128 }),
    createLayer('BatchNormalization'),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

/** A convolution with its normalisation, and the activation behind them unless a sum comes first. */
function normalised(filters: number, isActivated: boolean): readonly DrawnLayer[] {
  return [
    createLayer('Conv2D', { filters, padding: 'same', activation: 'linear' }),
    createLayer('BatchNormalization'),
    ...(isActivated ? [createLayer('Activation', { activation: 'relu' })] : []),
  ]
}

function residual(filters: number, block: string): readonly DrawnLayer[] {
  const widened = normalised(filters, true)
  const shortcut = widened.at(-1)!
  const own: readonly DrawnLayer[] = [
    ...normalised(filters, true),
    ...normalised(filters, false),
    { ...createLayer('Add'), from: ['above', shortcut] },
    createLayer('Activation', { activation: 'relu' }),
  ]
  return [
    ...widened,
    ...own.map((layer) => ({ ...layer, block })),
    createLayer('MaxPooling2D'),
    createLayer('Dropout', { rate: 0.25 }),
  ]
}

function buildResNet(data: DataShape): Stack {
  return createStack('image', [
    ...residual(64, 'Residual, 64 filters'),
    ...residual(128, 'Residual, 128 filters'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 256 }),
    createLayer('BatchNormalization'),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: data.classes, activation: 'softmax' }),
  ])
}

export const kerasCnn: Template = {
  name: 'Keras CNN',
  description:
    'The first network of a Keras project on handwritten digits: two convolutions, 10 epochs of batches of 64.',
  build: (data) => ({ ...fitTo(data, buildCnn(data)), recipe: { ...RECIPE, epochs: 10 } }),
}

export const kerasRegularisedCnn: Template = {
  name: 'Keras CNN, regularised',
  description:
    'That project’s second network: batch normalisation, and dropout of 0.25 and 0.5 against learning by heart. Training stops early, and slows down before.',
  build: (data) => ({ ...fitTo(data, buildRegularised(data)), recipe: CAREFUL }),
}

export const kerasResNet: Template = {
  name: 'Keras ResNet',
  description:
    'That project’s residual net: two blocks of 64 and 128 filters, whose input is added to their output. Training stops early, and slows down before.',
  build: (data) => ({ ...fitTo(data, buildResNet(data)), recipe: CAREFUL }),
}
