/**
 * The document's model: an ordered list of layers, and its edits. Every edit is pure, gives a new stack, and leaves the layers that it
 * doesn't touch as they are. An edit that names a layer which is gone, or changes nothing, gives the same stack back.
 *
 * A layer keeps its id through edits and in the saved document. The stack counts the ids it has given and never gives one twice, so an id
 * can't come to name another layer. Undo brings back a whole stack, with its count. Ids of the undone steps may then be given again,
 * because nothing in the stack that came back knows them.
 */
import { ABOVE, INPUT, type From, type LayerArgs, type LayerFix } from '../layers/define'
import { definitionOf, findDefinition, hasWeights } from '../layers/registry'
import type { DrawnLayer, Layer, LayerArgsOf, LayerClassName, NewLayer } from '../layers/registry'
import { isSameValue } from '../sameValue'
import { withUniqueBlocks } from './blocks'
import { inputIdsAt, plainFrom } from './inputs'

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
export function createStack(input: Stack['input'], layers: readonly DrawnLayer[]): Stack {
  return insertLayers({ input, layers: [], lastId: 0 }, 0, layers)
}

/**
 * Restores a saved stack. Its layers keep their ids, no two of which are the same. The count of ids goes on from `lastId`, or from a larger
 * number in an id. Of blocks that share a name, all but the first get one of their own.
 */
export function restoreStack({ input, layers, lastId }: Stack): Stack {
  const most = layers.reduce((number, { id }) => Math.max(number, numberOf(id)), lastId)
  return { input, layers: withUniqueBlocks(layers), lastId: most }
}

/** Puts a layer at an index (0 is first; beyond the end is last) and gives it an id. */
export function insertLayer(stack: Stack, at: number, layer: DrawnLayer): Stack {
  return insertLayers(stack, at, [layer])
}

/**
 * Puts layers side by side from an index on, and gives each an id. Those that read another of them read it in the stack. Between two layers
 * of a block, layers of no block join it.
 */
export function insertLayers(stack: Stack, at: number, layers: readonly DrawnLayer[]): Stack {
  const place = Math.min(Math.max(0, at), stack.layers.length)
  const ids = new Map<DrawnLayer, string>()
  let { lastId } = stack
  const added = layers.map((layer): Layer => {
    const from = layer.from?.map((each) => (typeof each === 'string' ? each : idIn(ids, each)))
    const id = idOf(++lastId)
    ids.set(layer, id)
    return withBlock({ ...layer, id, ...(from && { from }) } as Layer, stack.layers, place)
  })
  return { ...stack, layers: stack.layers.toSpliced(place, 0, ...added), lastId }
}

function idIn(ids: ReadonlyMap<DrawnLayer, string>, layer: DrawnLayer): string {
  const id = ids.get(layer)
  if (id === undefined) throw new Error(`${layer.className} is read before it is there`)
  return id
}

/** The layer, out of its block when it comes to lie beside none of the block's other layers. */
function outOfBlock(layer: Layer, layers: readonly Layer[], at: number): Layer {
  if (layer.block === undefined || [layers[at - 1]?.block, layers[at]?.block].includes(layer.block)) return layer
  const { block: _, ...free } = layer
  return free
}

/** The layer, in the block that both its neighbours at a place are in, if they are in one. */
function withBlock(layer: Layer, layers: readonly Layer[], at: number): Layer {
  const [before, after] = [layers[at - 1]?.block, layers[at]?.block]
  if (layer.block !== undefined || before === undefined || before !== after) return layer
  return { ...layer, block: before }
}

export function removeLayer(stack: Stack, id: string): Stack {
  return stack.layers.some((layer) => layer.id === id)
    ? { ...stack, layers: stack.layers.filter((layer) => layer.id !== id) }
    : stack
}

/** Moves a layer so that it ends up at index `to`, held within the list. It leaves its block, or joins one, by its new neighbours. */
export function moveLayer(stack: Stack, id: string, to: number): Stack {
  const from = stack.layers.findIndex((layer) => layer.id === id)
  const layer = stack.layers[from]
  const target = Math.min(Math.max(0, to), stack.layers.length - 1)
  if (!layer || target === from) return stack
  const others = stack.layers.toSpliced(from, 1)
  const moved = withBlock(outOfBlock(layer, others, target), others, target)
  return { ...stack, layers: others.toSpliced(target, 0, moved) }
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
  const updated = { ...layer, ...createLayerFrom(layer.className, { ...layer.args, ...args }) } as Layer
  return isSameLayer(updated, layer) ? stack : { ...stack, layers: stack.layers.with(at, updated) }
}

/** Names a layer; without a name, it gets Keras's. */
export function renameLayer(stack: Stack, id: string, name: string | undefined): Stack {
  return place(stack, id, 'name', name)
}

/** Says where a layer's inputs come from. */
export function connectLayer(stack: Stack, id: string, from: readonly From[]): Stack {
  return place(stack, id, 'from', plainFrom(from))
}

/** Keeps layers as they are while others train, or lets them train. Layers without weights have nothing to keep, and stay as they are. */
export function freezeLayers(stack: Stack, ids: readonly string[], frozen: boolean): Stack {
  return ids.reduce((frozenSoFar, id) => {
    const layer = frozenSoFar.layers.find((each) => each.id === id)
    return layer && hasWeights(layer) ? place(frozenSoFar, id, 'frozen', frozen || undefined) : frozenSoFar
  }, stack)
}

/** Sets what a person decided about a layer beside its arguments, or takes it back. */
function place(stack: Stack, id: string, decision: 'name' | 'from' | 'frozen', value: Layer[typeof decision]): Stack {
  const at = stack.layers.findIndex((layer) => layer.id === id)
  const layer = stack.layers[at]
  if (!layer || isSameValue(layer[decision], value)) return stack
  const { [decision]: _before, ...rest } = layer
  return {
    ...stack,
    layers: stack.layers.with(at, value === undefined ? rest : { ...rest, [decision]: value }),
  }
}

export function setInput(stack: Stack, input: Stack['input']): Stack {
  return stack.input === input ? stack : { ...stack, input }
}

/** Makes the edit that solves a problem of the layer. */
export function applyFix(stack: Stack, id: string, fix: LayerFix): Stack {
  if (fix.kind === 'remove') return removeLayer(stack, id)
  if (fix.kind === 'update') return updateLayer(stack, fix.layer ?? id, fix.args)
  if (fix.kind === 'connect') return connectLayer(stack, id, fix.from)
  if (fix.kind === 'rename') return renameLayer(stack, id, fix.name)
  if (fix.kind === 'move') return moveLayer(stack, fix.layer, fix.to)
  const at = stack.layers.findIndex((layer) => layer.id === id)
  const definition = findDefinition(fix.className)
  if (at < 0 || !definition) return stack
  const layer = createLayerFrom(definition.className, fix.args ?? {})
  if (fix.kind === 'through') return readThrough(stack, at, fix.input, layer)
  return insertLayer(stack, fix.kind === 'insertBefore' ? at : at + 1, layer)
}

/** Puts a layer right above the one at an index, on the way of one of its inputs. The others are read as before. */
function readThrough(stack: Stack, at: number, input: number, layer: NewLayer): Stack {
  const reader = stack.layers[at]!
  const reads = inputIdsAt(stack.layers, at)
  const source = reads[input]
  if (source === undefined) return stack
  const above = stack.layers[at - 1]?.id ?? INPUT
  const from = plainFrom([source === above ? ABOVE : source])
  const inserted = insertLayer(stack, at, { ...layer, ...(from && { from }) })
  return connectLayer(inserted, reader.id, reads.with(input, ABOVE))
}

/**
 * Whether two stacks make the same model. Layers are compared place by place: their ids, and the count of ids, make no difference, nor do
 * the blocks that they are in. The names do, as they are in the model's files, and so does which layers are frozen.
 */
export function isSameStack(one: Stack, other: Stack): boolean {
  if (one === other) return true
  if (one.input !== other.input || one.layers.length !== other.layers.length) return false
  const [places, otherPlaces] = [placesOf(one), placesOf(other)]
  return one.layers.every((layer, at) => {
    const its = other.layers[at]!
    const isAlike = isSameLayer(layer, its) && layer.name === its.name && layer.frozen === its.frozen
    return isAlike && isSameValue(places[at], otherPlaces[at])
  })
}

/** For each layer, the places of the layers that it reads; -1 for what is not in the stack, and for the images. */
function placesOf({ layers }: Stack): readonly (readonly number[])[] {
  const places = new Map(layers.map(({ id }, at) => [id, at]))
  return layers.map((_, at) => inputIdsAt(layers, at).map((id) => places.get(id) ?? -1))
}

function isSameLayer(one: Layer, other: Layer): boolean {
  return one.className === other.className && isSameValue(one.args, other.args)
}
