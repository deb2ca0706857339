import type { LayerFacts } from '../../../model/graph/shapes'
import { sizeOf } from '../../../model/layers/define'
import { definitionOf, type Layer } from '../../../model/layers/registry'

/**
 * The number of input channels if each channel of the output adds up all of them, as in a convolution but not in a depthwise one: then
 * there is a weight for each pair of an input and an output channel, at each place of the kernel.
 */
export function mixedChannels({ className, args }: Layer, facts: LayerFacts | undefined): number | undefined {
  const definition = definitionOf(className)
  const { inputs, output } = facts ?? {}
  const [from, to] = [inputs?.[0]?.[2], output?.[2]]
  if (!inputs || from === undefined || to === undefined) return undefined
  const window = definition.window?.(args, inputs)
  const [kernel] = definition.weights(args, inputs)
  const isMixed = window && kernel && sizeOf(kernel.shape) === sizeOf(window.kernel) * from * to
  return isMixed ? from : undefined
}
