/** The data that a stack was drawn up for. */
import { countOutputs } from './output'
import type { DataShape } from './shapes'
import type { Stack } from './stack'

/**
 * A Reshape at the stack's beginning says what the images are, and a Dense at its end how many classes there are. The rest is as in `data`.
 */
export function drawnFor(stack: Stack, data: DataShape): DataShape {
  const [first] = stack.layers
  const classes = countOutputs(stack)
  const target = first?.className === 'Reshape' ? first.args.targetShape : []
  const [height = 0, width = 0, channels = 0] = target
  // A length of -1 follows from the others: it is no image's.
  const isImage = target.length === 3 && target.every((length) => length > 0)
  return {
    ...data,
    ...(isImage ? { height, width, channels } : {}),
    ...(classes > 0 ? { classes } : {}),
  }
}
