/** What the page knows of LiteRT's file as something to write. */
import type { ModelTarget } from '../target'

export const litertTarget: ModelTarget = {
  id: 'litert',
  name: 'LiteRT',
  purpose:
    'For phones and small devices: one model.tflite with the names of the classes in it, formerly TensorFlow Lite.',
  takes: 'model',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
