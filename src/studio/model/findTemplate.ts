import { definitionOf } from '../../model/layers/registry'
import type { Layer } from '../../model/layers/registry'
import type { LayerArgs } from '../../model/layers/define'
import type { DataShape } from '../../model/shapes'
import type { Stack } from '../../model/stack'
import { TEMPLATES, type Template } from '../../model/templates'

/** The template whose stack, for these data, is this one; ids don't count. */
export function findTemplate(stack: Stack, data: DataShape): Template | undefined {
  return TEMPLATES.find((template) => isSameStack(template.build(data).stack, stack))
}

function isSameStack(one: Stack, other: Stack): boolean {
  return (
    one.input === other.input &&
    one.layers.length === other.layers.length &&
    one.layers.every((layer, at) => isSameLayer(layer, other.layers[at]))
  )
}

function isSameLayer(one: Layer, other: Layer | undefined): boolean {
  if (one.className !== other?.className) return false
  const [args, otherArgs]: readonly LayerArgs[] = [one.args, other.args]
  return definitionOf(one.className).fields.every(
    ({ name }) => JSON.stringify(args?.[name]) === JSON.stringify(otherArgs?.[name]),
  )
}
