/** What the page knows of Keras's JSON of layers as something to write. */
import type { PlanTarget } from '../../target'
import { KERAS_2 } from './choices'

export const kerasJsonTarget: PlanTarget = {
  id: 'keras-json',
  name: 'Keras JSON',
  purpose: 'The layers without weights, as model.to_json() writes them: for Python, and for Galaxy.',
  takes: 'plan',
  choices: [
    {
      name: KERAS_2,
      label: 'For Keras 2',
      help: 'The form that Galaxy’s tools and TensorFlow.js read, and Keras 3 does not.',
      byDefault: false,
    },
  ],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
