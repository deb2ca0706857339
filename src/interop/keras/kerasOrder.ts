/**
 * The order in which Keras has the layers of a Functional model once it has built it, whatever order its config lists them in: files of weights go
 * by it (keras/src/ops/function.py, `map_graph`).
 */
import { joinWords } from '../../common/text'
import { inputIdsOf, isLine } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import type { Stack } from '../../model/graph/stack'
import type { Layer } from '../../model/layers/registry'

/** The same model, with the layers that lead to its output in Keras's order. All have names, and say what they read. */
export function inKerasOrder(stack: Stack): Stack {
  if (isLine(stack.layers)) return stack
  const names = layerNames(stack)
  const reads = inputIdsOf(stack.layers)
  const places = firstMet(stack.layers, reads)
  const depths = depthsOf(stack.layers, reads)
  const layers = stack.layers
    .map((layer, at): Layer => ({ ...layer, name: names[at]!, from: reads.get(layer.id)! }))
    .filter(({ id }) => places.has(id))
    .toSorted(
      (one, other) => depths.get(other.id)! - depths.get(one.id)! || places.get(one.id)! - places.get(other.id)!,
    )
  return { ...stack, layers }
}

/** Sentences on the layers that lead nowhere, which Keras leaves out of a model. */
export function describeLeftOut(stack: Stack): readonly string[] {
  const kept = new Set(inKerasOrder(stack).layers.map(({ id }) => id))
  const names = layerNames(stack).filter((_, at) => !kept.has(stack.layers[at]!.id))
  if (names.length === 0) return []
  const layers = joinWords(names.map((name) => `“${name}”`))
  return [`No layer reads ${layers}, so the file is without ${names.length === 1 ? 'it' : 'them'}.`]
}

type Reads = ReadonlyMap<string, readonly string[]>

/** The place of each layer on a walk from the output, which goes into the first input as far as it can. */
function firstMet(layers: readonly Layer[], reads: Reads): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const open = layers.slice(-1).map(({ id }) => id)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (places.has(id) || !reads.has(id)) continue
    places.set(id, places.size)
    open.push(...reads.get(id)!.toReversed())
  }
  return places
}

/** How many layers the longest way to the output has. */
function depthsOf(layers: readonly Layer[], reads: Reads): ReadonlyMap<string, number> {
  const [output] = layers.slice(-1)
  const depths = new Map(output ? [[output.id, 0]] : [])
  for (const { id } of layers.toReversed()) {
    const depth = depths.get(id)
    if (depth === undefined) continue
    for (const input of reads.get(id)!) depths.set(input, Math.max(depths.get(input) ?? 0, depth + 1))
  }
  return depths
}
