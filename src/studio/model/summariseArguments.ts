import { formatShape, type ArgumentValue, type Field, type LayerArgs } from '../../model/layers/define'
import { definitionOf, type Layer } from '../../model/layers/registry'

/** A layer's arguments in a line: the first, and those that are not the layer type's defaults. `Filters 64 · Padding same`. */
export function summariseArguments(layer: Layer): string {
  const { fields, defaults } = definitionOf(layer.className)
  const args: LayerArgs = layer.args
  return fields
    .filter(({ name }, i) => i === 0 || JSON.stringify(args[name]) !== JSON.stringify(defaults[name]))
    .map((field) => `${field.label} ${formatArgument(field, args[field.name])}`)
    .join(' · ')
}

function formatArgument(field: Field, value: ArgumentValue | undefined): string {
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? '–'
  if (typeof value === 'number') return Number.isNaN(value) ? '–' : String(value)
  if (isLengths(value) && value.length > 0 && !value.some(Number.isNaN)) return formatShape(value)
  return '–'
}

// `Array.isArray` alone does not narrow a read-only array.
function isLengths(value: ArgumentValue | undefined): value is readonly number[] {
  return Array.isArray(value)
}
