/** For tests: a plan all of which Ludwig can say. */
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Plan } from '../target'

export const blocks = createStack('image', [
  createLayer('ZeroPadding2D', { rows: [2, 2], columns: [1, 1] }),
  createLayer('Conv2D', { filters: 8, kernelSize: [5, 3], strides: [2, 2], activation: 'linear', useBias: false }),
  createLayer('BatchNormalization', { epsilon: 1e-5, momentum: 0.9 }),
  createLayer('Activation', { activation: 'relu' }),
  createLayer('Dropout', { rate: 0.25 }),
  createLayer('AveragePooling2D', { poolSize: [3, 3], strides: [2, 1] }),
  createLayer('Conv2D', { filters: 12, padding: 'same', dilationRate: [2, 2], activation: 'tanh' }),
  createLayer('Flatten'),
  createLayer('Dropout', { rate: 0.5 }),
  createLayer('Dense', { units: 24, activation: 'linear' }),
  createLayer('LayerNormalization', { epsilon: 1e-5 }),
  createLayer('LeakyReLU', { negativeSlope: 0.01 }),
  createLayer('Dense', { units: 16, activation: 'elu' }),
  createLayer('Dropout', { rate: 0.1 }),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])

const { earlyStopping, reduceLROnPlateau, clipping, adam } = DEFAULT_RECIPE

export const PLAN: Plan = {
  stack: blocks,
  data: { height: 28, width: 28, channels: 1, classes: 10 },
  classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  recipe: {
    ...DEFAULT_RECIPE,
    epochs: 7,
    batchSize: 64,
    learningRate: 0.002,
    seed: 5,
    adam: { ...adam, epsilon: 1e-7, amsgrad: true },
    clipping: { ...clipping, globalClipnorm: 2 },
    accumulation: { gradientAccumulationSteps: 2 },
    earlyStopping: { ...earlyStopping, on: true, patience: 4, monitor: 'val_accuracy' },
    reduceLROnPlateau: { ...reduceLROnPlateau, on: true, factor: 0.5, patience: 3, minLr: 0.0005 },
    augmentation: { ...DEFAULT_RECIPE.augmentation, horizontalFlip: true, rotation: 10 },
  },
}
