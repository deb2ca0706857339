/**
 * The list of layers as it is drawn: a row a layer, and one at the head of each block. The layers of a folded block have no rows. A row
 * is moved past others as they are seen, into blocks and out of them.
 */
import { blocksOf, type Block } from '../../../model/graph/blocks'
import type { Layer } from '../../../model/layers/registry'

export interface LayerRow {
  readonly kind: 'layer'
  readonly id: string
  readonly layer: Layer
  /** Its place among the layers, from 0. */
  readonly at: number
  /** The layer's. */
  readonly ids: readonly [string]
}

export interface BlockRow {
  readonly kind: 'block'
  /** Stays while the block is renamed. */
  readonly id: string
  readonly block: Block
  readonly isFolded: boolean
  /** Of all its layers. */
  readonly ids: readonly string[]
}

export type Row = LayerRow | BlockRow

/** @param isFolded whether the block of that name is. */
export function rowsOf(layers: readonly Layer[], isFolded: (name: string) => boolean): readonly Row[] {
  const blocks = new Map(blocksOf(layers).map((block) => [block.start, block]))
  const rows: Row[] = []
  for (let at = 0; at < layers.length; at++) {
    const layer = layers[at]!
    const block = blocks.get(at)
    if (block) {
      const ids = layers.slice(block.start, block.end).map(({ id }) => id)
      rows.push({ kind: 'block', id: `block ${layer.id}`, block, isFolded: isFolded(block.name), ids })
      if (isFolded(block.name)) {
        at = block.end - 1
        continue
      }
    }
    rows.push({ kind: 'layer', id: layer.id, layer, at, ids: [layer.id] })
  }
  return rows
}

/** Where a row goes: the index of its first layer among the others, and the block that it is then in. */
export interface Destination {
  readonly to: number
  readonly block: string | undefined
}

/**
 * A step up or down, past one neighbour. Into a block and out of it is a step of its own, which leaves the order of the layers as it is.
 * Undefined at the end of the list.
 */
export function stepRow(rows: readonly Row[], id: string, by: 1 | -1): Destination | undefined {
  const at = rows.findIndex((row) => row.id === id)
  const row = rows[at]
  if (!row) return undefined
  if (row.kind === 'block') return stepBlock(rows, row, by)
  const { block } = row.layer
  const next = rows[at + by]
  if (next && (next.kind === 'block' ? !next.isFolded && by < 0 : next.layer.block !== block)) {
    // The head of its own block, or a layer of another block or of none.
    return { to: row.at, block: block === undefined ? blockOf(next) : undefined }
  }
  if (!next) return block === undefined ? undefined : { to: row.at, block: undefined }
  if (next.kind === 'layer') return { to: next.at, block }
  // The head of the block that follows: from one block, it is a step out of it at first.
  if (block !== undefined) return { to: row.at, block: undefined }
  if (!next.isFolded) return { to: row.at, block: next.block.name }
  return { to: by > 0 ? next.block.end - 1 : next.block.start, block: undefined }
}

/** Whether there is such a step. @param count of all layers. */
export function canStep(row: Row, by: 1 | -1, count: number): boolean {
  if (row.kind === 'block') return by < 0 ? row.block.start > 0 : row.block.end < count
  return row.layer.block !== undefined || (by < 0 ? row.at > 0 : row.at < count - 1)
}

function stepBlock(rows: readonly Row[], { block }: BlockRow, by: 1 | -1): Destination | undefined {
  const neighbour = rows.find((row) => {
    const [start, end] = row.kind === 'block' ? [row.block.start, row.block.end] : [row.at, row.at + 1]
    if (row.kind === 'layer' && row.layer.block !== undefined) return false
    return by > 0 ? start === block.end : end === block.start
  })
  if (!neighbour) return undefined
  const size = neighbour.kind === 'block' ? neighbour.block.end - neighbour.block.start : 1
  return { to: block.start + by * size, block: block.name }
}

function blockOf(row: Row): string | undefined {
  return row.kind === 'block' ? row.block.name : row.layer.block
}

/** Where a row goes that is dropped on another one. Behind the last layer of a block, those of the block stay in it. */
export function dropRow(rows: readonly Row[], id: string, over: string): Destination | undefined {
  const [from, to] = [id, over].map((each) => rows.findIndex((row) => row.id === each)) as [number, number]
  const row = rows[from]
  if (!row || to < 0 || from === to) return undefined
  const order = rows.toSpliced(from, 1).toSpliced(to, 0, row)
  const [before, after] = [order[to - 1], order[to + 1]]
  const first = order.slice(0, to).reduce((sum, { ids, ...each }) => {
    const isOwn = row.kind === 'block' && ids.some((layer) => row.ids.includes(layer))
    return isOwn || (each.kind === 'block' && !each.isFolded) ? sum : sum + ids.length
  }, 0)
  const head = before?.kind === 'block' && !before.isFolded ? before.block : undefined
  if (row.kind === 'block') {
    // Dropped on the head of another block on the way down, it goes behind that block.
    const isPast = head && to > from && head.name !== row.block.name
    return { to: isPast ? first + head.end - head.start : first, block: row.block.name }
  }
  if (head) return { to: first, block: head.name }
  if (before?.kind !== 'layer') return { to: first, block: undefined }
  const { block } = before.layer
  const isWithin = after?.kind === 'layer' && after.layer.block === block
  return { to: first, block: isWithin || row.layer.block === block ? block : undefined }
}

/** The place among the rows, from 0, of a row that is dropped on another one: a block goes past a whole block. */
export function dropPlace(rows: readonly Row[], id: string, over: string): number {
  const at = rows.findIndex((row) => row.id === id)
  const destination = dropRow(rows, id, over)
  const row = rows[at]
  if (!row || !destination) return at
  const others = rows.filter(
    (each) => each !== row && !(row.kind === 'block' && each.ids.every((one) => row.ids.includes(one))),
  )
  const { to, block } = destination
  let before = 0
  const place = others.findIndex((each) => {
    const isHead = each.kind === 'block' && !each.isFolded
    const isReached = before >= to && !(isHead && each.block.name === block)
    if (!isHead) before += each.ids.length
    return isReached
  })
  return place < 0 ? others.length : place
}
