/**
 * Several layers at once: a piece is what was taken out of a stack, or read from elsewhere, and can be put in anywhere. References within
 * the piece go along. A reference to the layer that was right above it becomes one to the layer right above the place where it is put.
 */
import { ABOVE, INPUT, type From } from '../layers/define'
import type { DrawnLayer, Layer } from '../layers/registry'
import { blocksOf, findBlock, freeBlockName, idsOfBlock, inBlock } from './blocks'
import { insertLayers, type Stack } from './stack'

export interface Piece {
  /** At least one, in order. What they read is by the ids that they have here, or had in the stack that they come from. */
  readonly layers: readonly Layer[]
  /** The id of the layer that was right above the first one, or `INPUT`. */
  readonly entry: string
}

/** The most layers of a stack to which more can be added at once. */
const MOST_LAYERS = 500
const MOST_COPIES = 50

/** The layers with these ids as a piece. Of a block they stay a block only when all of it is taken. Undefined when there are none. */
export function takePiece({ layers }: Pick<Stack, 'layers'>, ids: readonly string[]): Piece | undefined {
  const wanted = new Set(ids)
  const first = layers.findIndex(({ id }) => wanted.has(id))
  if (first < 0) return undefined
  const parts = new Set(layers.filter(({ id }) => !wanted.has(id)).map(({ block }) => block))
  const taken = layers.filter(({ id }) => wanted.has(id))
  return {
    layers: taken.map((layer) =>
      layer.block !== undefined && parts.has(layer.block) ? inBlock(layer, undefined) : layer,
    ),
    entry: layers[first - 1]?.id ?? INPUT,
  }
}

/** A stack with ids that none before it had: what a page knows of the layers of another stack is nothing that it knows of these. */
export function withNewIds({ input, layers }: Stack, { lastId }: Stack): Stack {
  return putPiece({ input, layers: [], lastId }, 0, { layers, entry: INPUT })
}

/** Why so many layers more are too many: one sentence. */
export function findCrowdProblem({ layers }: Pick<Stack, 'layers'>, more: number): string | undefined {
  const all = layers.length + more
  return all <= MOST_LAYERS
    ? undefined
    : `That would make ${all} layers, and ${MOST_LAYERS} is the most that can be edited here.`
}

/**
 * Puts a piece in from an index on. Names that the stack has already get a number. Between two layers of a block the piece joins it, and
 * so it does where `block` names it; elsewhere its blocks stay blocks.
 */
export function putPiece(stack: Stack, at: number, { layers, entry }: Piece, block?: string): Stack {
  const place = Math.min(Math.max(0, at), stack.layers.length)
  const [before, after] = [stack.layers[place - 1], stack.layers[place]]
  const around = block ?? (before?.block === after?.block ? before?.block : undefined)
  const above = before?.id ?? INPUT
  const names = new Set(stack.layers.map(({ name }) => name))
  const blocks = around === undefined ? freeBlocks(stack, layers) : undefined
  const drawn = new Map<string, DrawnLayer>()
  for (const [index, layer] of layers.entries()) {
    const { id, name, from, block: own, ...rest } = layer
    const free = name === undefined ? undefined : freeLayerName(name, names)
    names.add(free)
    const reads = from?.map((each): From | DrawnLayer => {
      if (each === ABOVE) return ABOVE
      if (each === entry) return index === 0 ? ABOVE : above
      return drawn.get(each) ?? each
    })
    const its = around ?? (own === undefined ? undefined : blocks?.get(own))
    drawn.set(id, {
      ...rest,
      ...(free !== undefined && { name: free }),
      ...(reads && !(reads.length === 1 && reads[0] === ABOVE) && { from: reads }),
      ...(its !== undefined && { block: its }),
    })
  }
  return insertLayers(stack, place, [...drawn.values()])
}

/** What the blocks of a piece are called in the stack. */
function freeBlocks(stack: Stack, layers: readonly Layer[]): ReadonlyMap<string, string> {
  const taken = new Set(stack.layers.map(({ block }) => block))
  const names = new Map<string, string>()
  for (const { name } of blocksOf(layers)) {
    const free = freeBlockName(name, taken)
    taken.add(free)
    names.set(name, free)
  }
  return names
}

/** As Keras numbers its own names: `eyes`, `eyes_1`, `eyes_2`. */
function freeLayerName(wanted: string, taken: ReadonlySet<string | undefined>): string {
  if (!taken.has(wanted)) return wanted
  const [, base = wanted, own = '0'] = /^(.*)_(\d{1,9})$/.exec(wanted) ?? []
  for (let number = Number(own) + 1; ; number++) {
    const name = `${base}_${number}`
    if (!taken.has(name)) return name
  }
}

/** Puts copies of layers right behind the last of them. Those of a part of a block join the block. */
export function duplicateLayers(stack: Stack, ids: readonly string[]): Stack {
  const wanted = new Set(ids)
  const piece = takePiece(stack, ids)
  if (!piece) return stack
  const last = stack.layers.findLastIndex(({ id }) => wanted.has(id))
  const isLoose = piece.layers.at(-1)?.block === undefined
  return putPiece(stack, last + 1, piece, isLoose ? stack.layers[last]?.block : undefined)
}

export function removeLayers(stack: Stack, ids: readonly string[]): Stack {
  const gone = new Set(ids)
  const layers = stack.layers.filter(({ id }) => !gone.has(id))
  return layers.length === stack.layers.length ? stack : { ...stack, layers }
}

/**
 * Moves layers, in their order, so that the first of them ends up at index `to` of the others. They join that block where it is beside
 * them, or any block that is on both sides of them, and are in none otherwise.
 *
 * @param to counts the layers that are not moved, and is held within the list.
 */
export function placeLayers(stack: Stack, ids: readonly string[], to: number, block: string | undefined): Stack {
  const wanted = new Set(ids)
  const moved = stack.layers.filter(({ id }) => wanted.has(id))
  const others = stack.layers.filter(({ id }) => !wanted.has(id))
  const place = Math.min(Math.max(0, to), others.length)
  const [before, after] = [others[place - 1]?.block, others[place]?.block]
  const isWhole = !others.some((layer) => layer.block === block)
  const joined = before === after && before !== undefined ? before : block
  const its = joined === before || joined === after || isWhole ? joined : undefined
  const placed = moved.map((layer) => (layer.block === its ? layer : inBlock(layer, its)))
  const layers = others.toSpliced(place, 0, ...placed)
  return layers.every((layer, at) => layer === stack.layers[at]) ? stack : { ...stack, layers }
}

/**
 * Moves layers of any places together, so that the first of them ends up at index `to` of the others. Outside of a block, blocks that are
 * moved as a whole stay blocks; within one, all become part of it.
 */
export function moveTogether(stack: Stack, ids: readonly string[], to: number, block: string | undefined): Stack {
  const wanted = new Set(ids)
  const parts = new Set(stack.layers.filter(({ id }) => !wanted.has(id)).map((layer) => layer.block))
  const own = new Map(stack.layers.map((layer) => [layer.id, layer.block]))
  const placed = placeLayers(stack, ids, to, block)
  const layers = placed.layers.map((layer) => {
    const before = own.get(layer.id)
    const isKept = wanted.has(layer.id) && layer.block === undefined && before !== undefined && !parts.has(before)
    return isKept ? inBlock(layer, before) : layer
  })
  return layers.every((layer, at) => layer === placed.layers[at]) ? placed : { ...placed, layers }
}

/** Moves a block as a whole, so that its first layer ends up at index `to` of the others, or where the block there begins or ends. */
export function moveBlock(stack: Stack, name: string, to: number): Stack {
  const block = findBlock(stack, name)
  if (!block) return stack
  const others = stack.layers.filter((layer) => layer.block !== name)
  const cut = blocksOf(others).find(({ start, end }) => to > start && to < end)
  const place = cut ? (to > block.start ? cut.end : cut.start) : to
  return placeLayers(stack, idsOfBlock(stack, name), place, name)
}

/** Why the block can't be repeated so often: one sentence. */
export function findRepeatProblem(stack: Stack, name: string, copies: number): string | undefined {
  if (!Number.isInteger(copies) || copies < 1 || copies > MOST_COPIES) {
    return `A block can be repeated 1 to ${MOST_COPIES} times at once.`
  }
  return findCrowdProblem(stack, copies * idsOfBlock(stack, name).length)
}

/** Puts copies of a block behind it, each a block of its own. A number of copies that can't be leaves the stack as it is. */
export function repeatBlock(stack: Stack, name: string, copies: number): Stack {
  const block = findBlock(stack, name)
  const piece = takePiece(stack, idsOfBlock(stack, name))
  if (!block || !piece || findRepeatProblem(stack, name, copies) !== undefined) return stack
  let repeated = stack
  for (let copy = 0; copy < copies; copy++) {
    repeated = putPiece(repeated, block.end + copy * piece.layers.length, piece)
  }
  return repeated
}
