/** What the page knows of TensorFlow.js's layers-model as something to write. */
import type { ModelTarget } from '../target'

export const tensorflowjsTarget: ModelTarget = {
  id: 'tensorflowjs',
  name: 'TensorFlow.js',
  purpose: 'For web pages and Node: model.json and its weights, which tf.loadLayersModel opens.',
  takes: 'model',
  choices: [],
  findObstacle: ({ className, args }) =>
    className === 'ReLU' && args.threshold !== 0 && args.negativeSlope !== 0
      ? 'TensorFlow.js passes over a ReLU’s slope where it has a threshold, so the model would predict otherwise there: use one of the two.'
      : undefined,
  load: () => import('./write'),
}
