/** What the page knows of LiteRT's file as something to write. */
import { formatShape, type Shape } from '../../model/layers/define'
import type { Layer } from '../../model/layers/registry'
import type { ModelTarget } from '../target'

export const litertTarget: ModelTarget = {
  id: 'litert',
  name: 'LiteRT',
  purpose: 'For phones and small devices: model.tflite, formerly TensorFlow Lite, with the names of the classes in it.',
  takes: 'model',
  choices: [],
  findObstacle,
  load: () => import('./write'),
}

/** Without the batch's: LiteRT's kernels for processors prepare no sums, softmax or joints of more. */
const MOST_AXES = 5

function findObstacle({ className }: Layer, inputs: readonly Shape[]): string | undefined {
  const large = inputs.find(({ length }) => length > MOST_AXES)
  if (!large || className === 'Flatten' || className === 'Reshape') return undefined
  return `LiteRT takes ${MOST_AXES} axes here at most, and the layer gets ${formatShape(large)}: put a Reshape to fewer before it.`
}
