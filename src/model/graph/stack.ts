/**
 * The document's model: an ordered list of layers, and its edits. Every edit is pure, gives a new stack, and leaves the layers that it
 * doesn't touch as they are. An edit that names a layer which is gone, or changes nothing, gives the same stack back.
 *
 * A layer keeps its id through edits and in the saved document. The stack counts the ids it has given and never gives one twice, so an id
 * can't come to name another layer. Undo brings back a whole stack, with its count. Ids of the undone steps may then be given again,
 * because nothing in the stack that came back knows them.
 */
import type { LayerArgs, LayerFix } from '../layers/define'
import { definitionOf, findDefinition } from '../layers/registry'
import type { Layer, LayerArgsOf, LayerClassName, NewLayer } from '../layers/registry'
import { isSameValue } from '../sameValue'

export interface Stack {
  /** How an image comes in: as one row of values, or as height × width × channels. */
  readonly input: 'flat' | 'image'
  readonly layers: readonly Layer[]
  /** The number in the last id that the stack gave a layer, whether or not it still has that layer. */
  readonly lastId: number
}

/** A layer of its type's default arguments, except those given. */
export function createLayer<Name extends LayerClassName>(
  className: Name,
  args: Partial<LayerArgsOf[Name]> = {},
): NewLayer {
  return createLayerFrom(className, args as LayerArgs)
}

/** Like `createLayer`, for arguments that the compiler can't know: the layer type's own fields, fixes or `fromConfig` gave them. */
export function createLayerFrom(className: LayerClassName, args: LayerArgs): NewLayer {
  return { className, args: { ...definitionOf(className).defaults, ...args } } as NewLayer
}

function idOf(number: number): string {
  return `layer-${number}`
}

/** The number in an id that a stack gave; 0 for one that a person wrote in the saved document. */
function numberOf(id: string): number {
  return Number(/^layer-(\d{1,15})$/.exec(id)?.[1] ?? 0)
}

/** A new stack of these layers, with ids of its own. */
export function createStack(input: Stack['input'], layers: readonly NewLayer[]): Stack {
  return { input, layers: layers.map((layer, index) => ({ ...layer, id: idOf(index + 1) })), lastId: layers.length }
}

/**
 * Restores a saved stack. Its layers keep their ids, no two of which are the same. The count of ids goes on from `lastId`, or from a larger
 * number in an id.
 */
export function restoreStack({ input, layers, lastId }: Stack): Stack {
  return { input, layers, lastId: layers.reduce((most, { id }) => Math.max(most, numberOf(id)), lastId) }
}

/** Puts a layer at an index (0 is first; beyond the end is last) and gives it an id. */
export function insertLayer(stack: Stack, at: number, layer: NewLayer): Stack {
  const lastId = stack.lastId + 1
  return { ...stack, layers: stack.layers.toSpliced(Math.max(0, at), 0, { ...layer, id: idOf(lastId) }), lastId }
}

export function removeLayer(stack: Stack, id: string): Stack {
  return stack.layers.some((layer) => layer.id === id)
    ? { ...stack, layers: stack.layers.filter((layer) => layer.id !== id) }
    : stack
}

/** Moves a layer so that it ends up at index `to`, held within the list. */
export function moveLayer(stack: Stack, id: string, to: number): Stack {
  const from = stack.layers.findIndex((layer) => layer.id === id)
  const layer = stack.layers[from]
  const target = Math.min(Math.max(0, to), stack.layers.length - 1)
  if (!layer || target === from) return stack
  return { ...stack, layers: stack.layers.toSpliced(from, 1).toSpliced(target, 0, layer) }
}

/** Puts a copy of a layer, with an id of its own, right behind it. */
export function duplicateLayer(stack: Stack, id: string): Stack {
  const at = stack.layers.findIndex((layer) => layer.id === id)
  const layer = stack.layers[at]
  return layer ? insertLayer(stack, at + 1, layer) : stack
}

/** Changes some arguments of a layer. The names and kinds are those of the layer type's fields. */
export function updateLayer(stack: Stack, id: string, args: LayerArgs): Stack {
  const at = stack.layers.findIndex((layer) => layer.id === id)
  const layer = stack.layers[at]
  if (!layer) return stack
  const updated = { ...createLayerFrom(layer.className, { ...layer.args, ...args }), id }
  return isSameLayer(updated, layer) ? stack : { ...stack, layers: stack.layers.with(at, updated) }
}

export function setInput(stack: Stack, input: Stack['input']): Stack {
  return stack.input === input ? stack : { ...stack, input }
}

/** Makes the edit that solves a problem of the layer. */
export function applyFix(stack: Stack, id: string, fix: LayerFix): Stack {
  if (fix.kind === 'remove') return removeLayer(stack, id)
  if (fix.kind === 'update') return updateLayer(stack, id, fix.args)
  const at = stack.layers.findIndex((layer) => layer.id === id)
  const definition = findDefinition(fix.className)
  if (at < 0 || !definition) return stack
  return insertLayer(
    stack,
    fix.kind === 'insertBefore' ? at : at + 1,
    createLayerFrom(definition.className, fix.args ?? {}),
  )
}

/** Whether two stacks make the same model. Layers are compared place by place: their ids, and the count of ids, make no difference. */
export function isSameStack(one: Stack, other: Stack): boolean {
  return (
    one === other ||
    (one.input === other.input &&
      one.layers.length === other.layers.length &&
      one.layers.every((layer, at) => isSameLayer(layer, other.layers[at])))
  )
}

function isSameLayer(one: Layer, other: Layer | undefined): boolean {
  return one.className === other?.className && isSameValue(one.args, other.args)
}
