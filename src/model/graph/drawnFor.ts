/** What a stack was drawn up for. */
import { countOutputs } from './output'
import type { DataShape } from './shapes'
import type { Stack } from './stack'

/** As far as the stack itself says: a Reshape at its beginning names the images, a Dense at its end the classes. The rest is as in `data`. */
export function drawnFor(stack: Stack, data: DataShape): DataShape {
  const [first] = stack.layers
  const classes = countOutputs(stack)
  const [height, width, channels, more] = first?.className === 'Reshape' ? first.args.targetShape : []
  const isImage = height !== undefined && width !== undefined && channels !== undefined && more === undefined
  return {
    ...data,
    ...(isImage ? { height, width, channels } : {}),
    ...(classes > 0 ? { classes } : {}),
  }
}
