/** For which images a stack is, as far as the shapes of its weights say it. */
import { countOutputs } from '../../model/graph/output'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { weightSpecs } from '../../model/graph/weights'
import { describeImages, isSameShape, type Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'

/** Larger images are no page's to train on. */
const MOST_PIXELS = 256
const CHANNELS = [1, 3]

/**
 * The only square images, grey or of colours, for which the layers have weights of those shapes.
 *
 * @param shapes by the weights' names. @param notes takes a sentence that says so.
 * @throws InteropError where none fit, or several.
 */
export function findDataShape(stack: Stack, shapes: ReadonlyMap<string, Shape>, notes: string[]): DataShape {
  const classes = countOutputs(stack)
  const fitting: DataShape[] = []
  for (const channels of CHANNELS) {
    for (let side = 1; side <= MOST_PIXELS && fitting.length < 2; side++) {
      const data = { height: side, width: side, channels, classes }
      if (fits(stack, data, shapes)) fitting.push(data)
    }
  }
  const [found, another] = fitting
  if (found && !another) {
    notes.push(
      `The project does not say what images the model is for, so they are taken to be of ${describeImages(found)}: no other square ones fit its weights.`,
    )
    return found
  }
  const why = found ? 'its weights fit several sizes' : 'its weights fit no square ones'
  throw new InteropError(
    `The project does not say how large the model’s images are, and ${why}: choose the weights together with the layers as Keras’s JSON, which says it.`,
  )
}

function fits(stack: Stack, data: DataShape, shapes: ReadonlyMap<string, Shape>): boolean {
  if (!analyseStack(stack, data).usable) return false
  return weightSpecs(stack, data).every(({ key, shape }) => {
    const own = shapes.get(key)
    return own !== undefined && isSameShape(own, shape)
  })
}
