/** What a step's time is made of, part by part in the order of the layers. */
import type { LayerTime, StepTime } from '../../engine/protocol/stepTime'
import type { LayerFamily } from '../../model/layers/define'
import { layerNames } from '../../model/graph/names'
import type { Stack } from '../../model/graph/stack'
import { definitionOf } from '../../model/layers/registry'

export interface StepShare {
  readonly name: string
  /** Of a layer. */
  readonly family?: LayerFamily
  /** Of 1. */
  readonly share: number
}

/** @returns shares that add up to 1, without those of nothing. */
export function sharesOf(stack: Stack, { layers, rest, milliseconds }: StepTime): readonly StepShare[] {
  const names = layerNames(stack)
  const timeOf = (time: LayerTime | undefined): number => (time ? time.forward + time.backward : 0)
  const ofLayers = stack.layers.map(({ className }, at) => ({
    name: names[at]!,
    family: definitionOf(className).family,
    share: timeOf(layers[names[at]!]) / milliseconds,
  }))
  return [
    { name: 'the images', share: rest.images / milliseconds },
    ...ofLayers,
    { name: 'the loss', share: rest.loss / milliseconds },
    { name: 'the update of the weights', share: rest.update / milliseconds },
  ].filter(({ share }) => share > 0)
}

/** The part that takes the most. */
export function largestShare(shares: readonly StepShare[]): StepShare | undefined {
  return shares.toSorted((one, other) => other.share - one.share)[0]
}
