/** What the page knows of ONNX as something to write. */
import type { ModelTarget } from '../target'
import { CHANNELS_FIRST, NORMALISE } from './choices'

export const onnxTarget: ModelTarget = {
  id: 'onnx',
  name: 'ONNX',
  purpose: 'For nearly every runtime and language: model.onnx, with a program in Python that classifies an image.',
  takes: 'model',
  choices: [NORMALISE, CHANNELS_FIRST],
  findObstacle: () => undefined,
  load: () => import('./write'),
}
