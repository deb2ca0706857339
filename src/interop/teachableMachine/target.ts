/** What the page knows of Teachable Machine as something to write for. */
import type { ModelTarget } from '../target'
import { tensorflowjsTarget } from '../tensorflowjs/target'
import { findSquareObstacle } from './square'

export const teachableMachineTarget: ModelTarget = {
  id: 'teachable-machine',
  name: 'Teachable Machine',
  purpose:
    'For whatever takes a model of Teachable Machine: model.json, weights.bin and metadata.json, which tmImage.load opens.',
  takes: 'model',
  choices: [],
  findObstacle: (layer, inputs) => tensorflowjsTarget.findObstacle(layer, inputs),
  findImageObstacle: findSquareObstacle,
  load: () => import('./write'),
}
