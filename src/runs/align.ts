/** Lays stacks side by side: which layer of one stands for which of another. */
import { isSameValue } from '../model/sameValue'
import type { Layer } from '../model/layers/registry'

/** The layers at one place of several stacks, in the stacks' order; `undefined` where a stack has none there. */
export type Slot = readonly (Layer | undefined)[]

/** Layers of the same type stand side by side as far as their order allows, and those with the same arguments before others. */
export function alignLayers(stacks: readonly (readonly Layer[])[]): readonly Slot[] {
  return stacks.reduce<readonly Slot[]>((slots, layers, at) => merge(slots, layers, at), [])
}

/** @param width how many stacks the slots hold so far. */
function merge(slots: readonly Slot[], layers: readonly Layer[], width: number): readonly Slot[] {
  const empty: Slot = Array.from({ length: width }, () => undefined)
  const scores = scoreAll(slots, layers)
  const merged: Slot[] = []
  let [slot, layer] = [0, 0]
  while (slot < slots.length || layer < layers.length) {
    const [here, next] = [slots[slot], layers[layer]]
    const score = scores[slot]![layer]!
    if (here && next && match(here, next) > 0 && score === match(here, next) + scores[slot + 1]![layer + 1]!) {
      merged.push([...here, next])
      slot++
      layer++
    } else if (here && score === scores[slot + 1]![layer]!) {
      merged.push([...here, undefined])
      slot++
    } else {
      merged.push([...empty, next])
      layer++
    }
  }
  return merged
}

/** `scores[s][l]`: the best that the slots from `s` on and the layers from `l` on can come to (Needleman and Wunsch, 1970). */
function scoreAll(slots: readonly Slot[], layers: readonly Layer[]): readonly (readonly number[])[] {
  const scores = Array.from({ length: slots.length + 1 }, () => Array.from({ length: layers.length + 1 }, () => 0))
  for (let slot = slots.length - 1; slot >= 0; slot--) {
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const together = match(slots[slot]!, layers[layer]!)
      scores[slot]![layer] = Math.max(
        scores[slot + 1]![layer]!,
        scores[slot]![layer + 1]!,
        together > 0 ? together + scores[slot + 1]![layer + 1]! : 0,
      )
    }
  }
  return scores
}

function match(slot: Slot, layer: Layer): number {
  const like = slot.filter((other) => other?.className === layer.className)
  if (like.length === 0) return 0
  return like.some((other) => isSameValue(other?.args, layer.args)) ? 3 : 2
}
