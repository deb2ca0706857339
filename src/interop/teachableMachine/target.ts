/** What the page knows of Teachable Machine as something to write for. */
import type { ModelTarget } from '../target'
import { tensorflowjsTarget } from '../tensorflowjs/target'

export const teachableMachineTarget: ModelTarget = {
  id: 'teachable-machine',
  name: 'Teachable Machine',
  purpose:
    'For whatever takes a model of Teachable Machine: model.json, weights.bin and metadata.json, which tmImage.load opens.',
  takes: 'model',
  choices: [],
  findObstacle: (layer, inputs) => tensorflowjsTarget.findObstacle(layer, inputs),
  findImageObstacle: ({ height, width, channels }) =>
    height === width
      ? undefined
      : `Teachable Machine’s library cuts a square out of each image, and the model takes ${height} × ${width} × ${channels}: train it on images as high as they are wide.`,
  load: () => import('./write'),
}
