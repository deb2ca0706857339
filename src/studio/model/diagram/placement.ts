/**
 * Where the boxes of a diagram stand, in rows and lanes. A box's row is the number of boxes on the longest way to it, so every wire leads
 * down. The longest way through the model stands in one lane, from top to bottom. Branches stand in lanes beside it.
 */
import { groupBy } from '../../../common/groupBy'
import type { DiagramNode } from './diagramNodes'

export interface Placement {
  readonly rowOf: ReadonlyMap<string, number>
  /** 0 is the longest way's; the others lie left and right of it. */
  readonly laneOf: ReadonlyMap<string, number>
  /** Wires that run down in a lane, by `wireKey`: nothing else stands there between its ends. */
  readonly inLane: ReadonlyMap<string, number>
}

export function wireKey(from: string, to: string): string {
  return `${from} ${to}`
}

/** Places boxes so that the frame round a block holds the block's boxes alone. */
export function placeNodes(nodes: readonly DiagramNode[]): Placement {
  const apart = new Set<string>()
  for (;;) {
    const rowOf = findRows(nodes, apart)
    const placement = { rowOf, ...findLanes(nodes, rowOf) }
    const torn = findTornBlock(nodes, placement)
    if (torn === undefined || apart.has(torn)) return placement
    apart.add(torn)
  }
}

/** @param apart blocks whose rows no other box may stand in. */
function findRows(nodes: readonly DiagramNode[], apart: ReadonlySet<string>): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  let floor = 0
  let block: string | undefined
  for (const node of nodes) {
    const own = node.block && apart.has(node.block.key) ? node.block.key : undefined
    if (own !== block) floor = Math.max(-1, ...rows.values()) + 1
    block = own
    rows.set(node.key, Math.max(floor, ...node.inputs.map((key) => rows.get(key)! + 1)))
  }
  const last = Math.max(-1, ...nodes.filter(({ kind }) => kind !== 'exit').map(({ key }) => rows.get(key)!))
  for (const { key, kind } of nodes) if (kind === 'exit') rows.set(key, last + 1)
  return rows
}

function readersOf(nodes: readonly DiagramNode[]): ReadonlyMap<string, readonly DiagramNode[]> {
  const readers = new Map<string, DiagramNode[]>(nodes.map(({ key }) => [key, []]))
  for (const node of nodes) for (const key of new Set(node.inputs)) readers.get(key)?.push(node)
  return readers
}

function findLanes(
  nodes: readonly DiagramNode[],
  rowOf: ReadonlyMap<string, number>,
): Pick<Placement, 'laneOf' | 'inLane'> {
  const row = (key: string): number => rowOf.get(key)!
  const readers = readersOf(nodes)
  /** Boxes on the longest way from each to the end. */
  const ahead = new Map<string, number>()
  for (const { key } of nodes.toReversed()) {
    ahead.set(key, 1 + Math.max(0, ...readers.get(key)!.map((reader) => ahead.get(reader.key)!)))
  }
  const longestFirst = (one: DiagramNode, other: DiagramNode): number => ahead.get(other.key)! - ahead.get(one.key)!

  const laneOf = new Map<string, number>()
  const inLane = new Map<string, number>()
  const taken = new Map<number, [from: number, to: number][]>()
  const isFree = (lane: number, from: number, to: number): boolean =>
    (taken.get(lane) ?? []).every(([first, last]) => to < first || from > last)

  for (const start of nodes.toSorted((one, other) => row(one.key) - row(other.key) || longestFirst(one, other))) {
    if (laneOf.has(start.key)) continue
    const chain = [start]
    for (;;) {
      const next = readers
        .get(chain.at(-1)!.key)!
        .filter(({ key }) => !laneOf.has(key))
        .toSorted(longestFirst)[0]
      if (!next) break
      chain.push(next)
    }
    const end = chain.at(-1)!
    const source = start.inputs.toSorted((one, other) => row(other) - row(one))[0]
    const target = readers.get(end.key)!.toSorted((one, other) => row(one.key) - row(other.key))[0]
    const from = source === undefined ? row(start.key) : row(source) + 1
    const to = target === undefined ? row(end.key) : Math.max(row(end.key), row(target.key) - 1)
    const beside = source === undefined ? 0 : laneOf.get(source)!
    const lane = lanesFrom(beside).find((each) => isFree(each, from, to))!
    taken.set(lane, [...(taken.get(lane) ?? []), [from, to]])
    for (const [at, { key }] of chain.entries()) {
      laneOf.set(key, lane)
      const before = at === 0 ? source : chain[at - 1]!.key
      if (before !== undefined) inLane.set(wireKey(before, key), lane)
    }
    if (target) inLane.set(wireKey(end.key, target.key), lane)
  }
  return { laneOf, inLane }
}

/** A lane, and those beside it, the nearest first and right before left. */
function lanesFrom(lane: number): readonly number[] {
  return [
    lane,
    ...Array.from({ length: 200 }, (_, i) => i + 1).flatMap((distance) => [lane + distance, lane - distance]),
  ]
}

/** A block with another box between its own, so that a frame round it would hold that, too. */
function findTornBlock(nodes: readonly DiagramNode[], { rowOf, laneOf }: Placement): string | undefined {
  const blocks = groupBy(
    nodes.filter(({ block }) => block),
    ({ block }) => block!.key,
  )
  for (const [key, own] of blocks) {
    const rows = own.map((node) => rowOf.get(node.key)!)
    const lanes = own.map((node) => laneOf.get(node.key)!)
    const isWithin = (value: number, values: readonly number[]): boolean =>
      value >= Math.min(...values) && value <= Math.max(...values)
    const torn = nodes.some(
      (node) =>
        node.block?.key !== key && isWithin(rowOf.get(node.key)!, rows) && isWithin(laneOf.get(node.key)!, lanes),
    )
    if (torn) return key
  }
  return undefined
}
