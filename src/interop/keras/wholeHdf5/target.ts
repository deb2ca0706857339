/** What the page knows of Keras's older file of a whole model as something to write. */
import type { ModelTarget } from '../../target'

export const kerasHdf5Target: ModelTarget = {
  id: 'keras-h5',
  name: 'Keras HDF5',
  purpose: 'For Python with Keras 2, and for tools that read its files: model.h5, which Keras 3 opens too.',
  takes: 'model',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
