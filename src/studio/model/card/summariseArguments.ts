import { describeArgument } from '../../../model/describeArgument'
import type { Field, LayerArgs } from '../../../model/layers/define'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { isSameValue } from '../../../model/sameValue'

/** A layer's arguments in a line: the first, and those that are not the layer type's defaults. `Filters 64 · Padding same`. */
export function summariseArguments(layer: Layer): string {
  const { fields } = definitionOf(layer.className)
  return describe(
    layer,
    fields.filter((field, at) => (at === 0 && !field.advanced) || isChanged(layer, field)),
  )
}

/** The advanced arguments that are not the layer type's defaults, in a line: `Use bias off`. Empty when all are. */
export function summariseAdvanced(layer: Layer): string {
  const { fields } = definitionOf(layer.className)
  return describe(
    layer,
    fields.filter((field) => field.advanced && isChanged(layer, field)),
  )
}

function isChanged(layer: Layer, { name }: Field): boolean {
  const [args, defaults]: LayerArgs[] = [layer.args, definitionOf(layer.className).defaults]
  return !isSameValue(args?.[name], defaults?.[name])
}

function describe(layer: Layer, fields: readonly Field[]): string {
  const args: LayerArgs = layer.args
  return fields.map((field) => `${field.label} ${describeArgument(field, args[field.name])}`).join(' · ')
}
