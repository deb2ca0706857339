/** What the page knows of safetensors as something to write. */
import type { ModelTarget } from '../target'

export const safetensorsTarget: ModelTarget = {
  id: 'safetensors',
  name: 'safetensors',
  purpose: 'For programs that want the weights alone, under Keras’s names: one file that no reader executes.',
  takes: 'model',
  choices: [],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
