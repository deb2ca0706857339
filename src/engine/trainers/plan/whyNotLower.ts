/** Says, before a stack is lowered, why it can't be. */
import type { Stack } from '../../../model/graph/stack'
import { LOWERINGS } from './lower/registry'

/** One sentence that names the layer; undefined when every layer type has a lowering. */
export function whyNotLower(
  { layers }: Pick<Stack, 'layers'>,
  lowerings: Readonly<Record<string, unknown>> = LOWERINGS,
): string | undefined {
  const layer = layers.find(({ className }) => lowerings[className] === undefined)
  return layer && `${layer.className} has no compiled kernels yet, so the whole model trains on TensorFlow.js.`
}
