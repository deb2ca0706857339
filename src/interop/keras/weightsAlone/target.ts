/** What the page knows of Keras 3's file of weights as something to write. */
import type { ModelTarget } from '../../target'

export const kerasWeightsTarget: ModelTarget = {
  id: 'keras-weights',
  name: 'Keras weights',
  purpose:
    'For a model that is built in Python: model.weights.h5, which load_weights of Keras 3 takes, and its layers.',
  takes: 'model',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
