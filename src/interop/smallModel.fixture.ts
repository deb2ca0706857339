/** For tests: a trained model of two layers, small enough to be written and read many times. */
import { initialWeights } from '../model/graph/initialise'
import { createLayer, createStack } from '../model/graph/stack'
import type { TrainedModel } from '../model/trainedModel'
import { rescaling } from '../model/training/normalisation'
import { DEFAULT_RECIPE } from '../model/training/recipe'

const data = { height: 4, width: 4, channels: 1, classes: 3 }
const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'softmax' })])

export const SMALL_MODEL: TrainedModel = {
  stack,
  data,
  classes: ['cat', 'dog', 'eel'],
  weights: initialWeights(stack, data, 1),
  normalisation: rescaling(1),
  recipe: DEFAULT_RECIPE,
}
