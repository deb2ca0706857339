/** The templates, and how a stack that was begun from one follows other data. A new template is one file and one line here. */
import { isSameShape } from '../../layers/define'
import type { ImageShape } from '../../layers/define'
import { isSameValue } from '../../sameValue'
import { DEFAULT_RECIPE } from '../../training/recipe'
import { withClasses } from '../output'
import type { DataShape } from '../shapes'
import { isSameStack, updateLayer } from '../stack'
import type { Stack } from '../stack'
import { allConvolutional } from './allConvolutional'
import { alexNet } from './alexNet'
import { galaxyTutorial, galaxyWorkflow } from './galaxy'
import { kerasCnn, kerasRegularisedCnn, kerasResNet } from './kerasProject'
import { leNet5 } from './leNet5'
import { ludwig } from './ludwig'
import { mobileNet } from './mobileNet'
import { quick99 } from './quick99'
import { imageShape, type Template } from './template'
import { vgg } from './vgg'

export const TEMPLATES: readonly [Template, ...Template[]] = [
  galaxyTutorial,
  galaxyWorkflow,
  ludwig,
  leNet5,
  quick99,
  kerasCnn,
  kerasRegularisedCnn,
  kerasResNet,
  alexNet,
  vgg,
  mobileNet,
  allConvolutional,
]

/** The templates' stacks for the data that were asked for last: every edit asks, and drawing them all up takes as long as the edit. */
let drawn: { readonly data: DataShape; readonly stacks: readonly Stack[] } | undefined

function stacksFor(data: DataShape): readonly Stack[] {
  if (!drawn || !isSameValue(drawn.data, data)) {
    drawn = { data, stacks: TEMPLATES.map((template) => template.build(data).stack) }
  }
  return drawn.stacks
}

/** The template that makes this stack for these data. */
export function findTemplate(stack: Stack, data: DataShape): Template | undefined {
  return TEMPLATES[stacksFor(data).findIndex((own) => isSameStack(own, stack))]
}

/** The batch size of the template that makes this stack for these data; of the first where none does. */
export function usualBatchSize(stack: Stack, data: DataShape): number {
  return (findTemplate(stack, data) ?? TEMPLATES[0]).build(data).recipe.batchSize ?? DEFAULT_RECIPE.batchSize
}

/**
 * Adapts a stack to other data than it was drawn up for. An untouched template is built anew. In a stack of the person's own, the units of
 * the output layer follow the classes, and a Reshape at its beginning follows the images.
 */
export function adaptStack(stack: Stack, from: DataShape, to: DataShape): Stack {
  const adapted = findTemplate(stack, from)?.build(to).stack ?? withImages(withClasses(stack, to.classes), from, to)
  return isSameStack(adapted, stack) ? stack : adapted
}

/** Changes the target of a first Reshape from the one shape of images to the other. */
function withImages(stack: Stack, from: ImageShape, to: ImageShape): Stack {
  const [first] = stack.layers
  if (first?.className !== 'Reshape' || !isSameShape(first.args.targetShape, imageShape(from))) return stack
  return updateLayer(stack, first.id, { targetShape: imageShape(to) })
}
