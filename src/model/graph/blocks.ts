/**
 * Blocks: layers side by side that a person gave one name. A layer holds the name of its block, so a block is what it is by its layers
 * alone. Blocks do not nest, and no two of a stack have the same name.
 */
import type { Layer } from '../layers/registry'

/** A stack, as far as blocks are concerned. */
interface Layered {
  readonly layers: readonly Layer[]
}

export interface Block {
  readonly name: string
  /** The places of its first layer, and of the first behind it. */
  readonly start: number
  readonly end: number
}

/** The blocks of a list of layers, from the first to the last. */
export function blocksOf(layers: readonly Pick<Layer, 'block'>[]): readonly Block[] {
  const blocks: Block[] = []
  for (const [at, { block: name }] of layers.entries()) {
    if (name === undefined) continue
    const last = blocks.at(-1)
    if (last?.end === at && last.name === name) blocks[blocks.length - 1] = { ...last, end: at + 1 }
    else blocks.push({ name, start: at, end: at + 1 })
  }
  return blocks
}

export function findBlock({ layers }: Layered, name: string): Block | undefined {
  return blocksOf(layers).find((block) => block.name === name)
}

/** The ids of a block's layers; none when there is no such block. */
export function idsOfBlock({ layers }: Layered, name: string): readonly string[] {
  return layers.filter(({ block }) => block === name).map(({ id }) => id)
}

/** The name, or when it is taken, the same with the next number that is free: `Residual`, `Residual 2`, `Residual 3`. */
export function freeBlockName(wanted: string, taken: ReadonlySet<string | undefined>): string {
  if (!taken.has(wanted)) return wanted
  const [, base = wanted, own = '1'] = /^(.*) (\d{1,9})$/.exec(wanted) ?? []
  for (let number = Number(own) + 1; ; number++) {
    const name = `${base} ${number}`
    if (!taken.has(name)) return name
  }
}

function blockNamesOf({ layers }: Layered): ReadonlySet<string | undefined> {
  return new Set(layers.map(({ block }) => block))
}

const LONGEST_BLOCK_NAME = 40

/** What is wrong with a name for a block, which may have one already: one sentence. */
export function findBlockNameProblem(stack: Layered, name: string, own?: string): string | undefined {
  const wanted = name.trim()
  if (wanted === '') return 'A block needs a name.'
  if (wanted.length > LONGEST_BLOCK_NAME) {
    return `A block’s name has ${LONGEST_BLOCK_NAME} characters at most: choose a shorter one.`
  }
  if (wanted === own || !blockNamesOf(stack).has(wanted)) return undefined
  return `Another block is called “${wanted}”: choose another name.`
}

/** Why these layers can't be one block: one sentence. */
export function findGroupProblem({ layers }: Layered, ids: readonly string[]): string | undefined {
  const wanted = new Set(ids)
  const places = layers.flatMap(({ id }, at) => (wanted.has(id) ? [at] : []))
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return 'Select the layers of the block first.'
  if (last - first >= places.length) {
    return 'The layers of a block stand side by side: select those between them too, or move them together.'
  }
  const cut = blocksOf(layers).find(({ start, end }) => {
    const inside = places.filter((at) => at >= start && at < end).length
    return inside > 0 && inside < end - start
  })
  if (!cut) return undefined
  return `Some of these layers are in the block “${cut.name}” with others: select all of it, or ungroup it first.`
}

/** Makes layers one block. Blocks that are all among them become part of it. A group that can't be leaves the stack as it is. */
export function groupLayers<Stack extends Layered>(stack: Stack, ids: readonly string[], name: string): Stack {
  const wanted = new Set(ids)
  const others = { layers: stack.layers.filter(({ id }) => !wanted.has(id)) }
  if (findGroupProblem(stack, ids) !== undefined || findBlockNameProblem(others, name) !== undefined) return stack
  return setBlock(stack, ({ id }) => wanted.has(id), name.trim())
}

/** Gives a block another name. One that can't be leaves the stack as it is. */
export function renameBlock<Stack extends Layered>(stack: Stack, name: string, to: string): Stack {
  if (findBlockNameProblem(stack, to, name) !== undefined) return stack
  return setBlock(stack, ({ block }) => block === name, to.trim())
}

/** Takes the block away, and leaves its layers where they are. */
export function ungroupBlock<Stack extends Layered>(stack: Stack, name: string): Stack {
  return setBlock(stack, ({ block }) => block === name, undefined)
}

function setBlock<Stack extends Layered>(
  stack: Stack,
  isMeant: (layer: Layer) => boolean,
  name: string | undefined,
): Stack {
  const layers = stack.layers.map((layer) => (isMeant(layer) && layer.block !== name ? inBlock(layer, name) : layer))
  return layers.every((layer, at) => layer === stack.layers[at]) ? stack : { ...stack, layers }
}

/** The layer as one of this block, or of none. */
export function inBlock(layer: Layer, name: string | undefined): Layer {
  const { block: _, ...free } = layer
  return name === undefined ? free : { ...free, block: name }
}

/** The layers with a name of its own for each block: of blocks that share one, those behind the first get a number. */
export function withUniqueBlocks(layers: readonly Layer[]): readonly Layer[] {
  const taken = new Set<string | undefined>(layers.map(({ block }) => block))
  const seen = new Set<string>()
  const renamed = [...layers]
  for (const { name, start, end } of blocksOf(layers)) {
    if (seen.has(name)) {
      const own = freeBlockName(name, taken)
      taken.add(own)
      for (let at = start; at < end; at++) renamed[at] = inBlock(layers[at]!, own)
    }
    seen.add(name)
  }
  return renamed
}
