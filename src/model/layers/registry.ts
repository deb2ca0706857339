/** The layer types that Strata has, in the order of the menu that adds one. A new type is one line here, and its file. */
import { conv2d } from './conv2d'
import type { LayerDefinition } from './define'
import { dense } from './dense'
import { dropout } from './dropout'
import { flatten } from './flatten'
import { maxPooling2d } from './maxPooling2d'
import { reshape } from './reshape'

export const LAYERS = [conv2d, maxPooling2d, flatten, dense, dropout, reshape] as const

type Definition = (typeof LAYERS)[number]

export type LayerClassName = Definition['className']

/** Each layer type's arguments, by its class name. */
export type LayerArgsOf = { readonly [D in Definition as D['className']]: D['defaults'] }

/** A layer that is not in a stack yet, and so has no id. */
export type NewLayer = {
  [Name in LayerClassName]: { readonly className: Name; readonly args: LayerArgsOf[Name] }
}[LayerClassName]

/** A layer of a stack. The id is its own within the stack and stays with it through edits. */
export type Layer = NewLayer & { readonly id: string }

// Methods are compared bivariantly, so every definition is one of any arguments; `Layer` pairs each class name with its own.
const definitions: ReadonlyMap<string, LayerDefinition<LayerClassName>> = new Map(
  LAYERS.map((definition) => [definition.className, definition]),
)

/** The definition of a layer type. */
export function definitionOf(className: LayerClassName): LayerDefinition<LayerClassName> {
  const definition = findDefinition(className)
  if (!definition) throw new Error(`No layer type ${className}`)
  return definition
}

/** The definition under a class name that came from outside, if there is one. */
export function findDefinition(className: string): LayerDefinition<LayerClassName> | undefined {
  return definitions.get(className)
}
