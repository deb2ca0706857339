/** The fields that say how a layer's window slides: those that Learn has, too. */
import type { Field } from '../../../model/layers/define'
import { definitionOf, type LayerClassName } from '../../../model/layers/registry'

/** By Keras's names for them. */
const WINDOW_ARGUMENTS: ReadonlySet<string> = new Set([
  'kernelSize',
  'poolSize',
  'strides',
  'padding',
  'dilationRate',
  'outputPadding',
])

/** None for a layer whose window can't be moved, such as a pool of the whole image. */
export function windowFields(className: LayerClassName): readonly Field[] {
  const { window, fields } = definitionOf(className)
  return window ? fields.filter(({ name }) => WINDOW_ARGUMENTS.has(name)) : []
}
