/** What the page knows of Keras 3's own file as something to write. */
import type { ModelTarget } from '../../target'

export const kerasTarget: ModelTarget = {
  id: 'keras',
  name: 'Keras',
  purpose: 'For Python: model.keras, which keras.models.load_model opens in Keras 3, on JAX, PyTorch or TensorFlow.',
  takes: 'model',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
