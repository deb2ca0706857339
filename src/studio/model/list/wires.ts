/** The lines beside the list: which row each leads from and to, and in which lane it runs so that none lies on another. */
import { inputIdsAt } from '../../../model/graph/inputs'
import { INPUT } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import type { Row } from './rows'

export interface Wire {
  /** The row that is read, or `INPUT` for the images. */
  readonly source: string
  readonly reader: string
  /** The number of the line among those that lead to the reader, from 0. */
  readonly port: number
  /** From 0, which is next to the cards. Lines of one source share a lane, and so are one line that branches. */
  readonly lane: number
  /** The source comes after the reader. */
  readonly isBroken: boolean
}

/** The connections that the order of the list does not show by itself. Those within a folded block are not drawn. */
export function wiresOf(layers: readonly Layer[], rows: readonly Row[]): readonly Wire[] {
  const rowOf = new Map(rows.flatMap((row, at) => (isHead(row) ? [] : row.ids.map((id) => [id, at] as const))))
  const wires: { source: number; reader: number; port: number }[] = []
  for (const [at, { id }] of layers.entries()) {
    const above = layers[at - 1]?.id ?? INPUT
    const reader = rowOf.get(id)!
    for (const read of inputIdsAt(layers, at)) {
      const source = read === INPUT ? -1 : rowOf.get(read)
      if (read === above || source === undefined || source === reader) continue
      // What is right above a folded block is what its first layer reads.
      if (rows[reader]!.kind === 'block' && source === reader - 1) continue
      const others = wires.filter((wire) => wire.reader === reader)
      if (!others.some((wire) => wire.source === source)) wires.push({ source, reader, port: others.length })
    }
  }
  const lanes = assignLanes(wires)
  return wires.map(({ source, reader, port }) => ({
    source: rows[source]?.id ?? INPUT,
    reader: rows[reader]!.id,
    port,
    lane: lanes.get(source)!,
    isBroken: source > reader,
  }))
}

/** The head of an unfolded block stands for no layer. */
function isHead(row: Row): boolean {
  return row.kind === 'block' && !row.isFolded
}

/** A lane for each source: the nearest to the cards that is free along the way, short ways first. */
function assignLanes(
  wires: readonly { readonly source: number; readonly reader: number }[],
): ReadonlyMap<number, number> {
  const spans = new Map<number, { readonly start: number; readonly end: number }>()
  for (const { source, reader } of wires) {
    const { start = source, end = source } = spans.get(source) ?? {}
    spans.set(source, { start: Math.min(start, reader), end: Math.max(end, reader) })
  }
  const byLength = [...spans].toSorted(([, one], [, other]) => one.end - one.start - (other.end - other.start))
  const lanes = new Map<number, number>()
  for (const [source, { start, end }] of byLength) {
    // A line ends at the top of a card and begins at the bottom, so two that meet at a card do not touch.
    const taken = [...lanes].filter(([other]) => spans.get(other)!.start < end && start < spans.get(other)!.end)
    const used = new Set(taken.map(([, lane]) => lane))
    let lane = 0
    while (used.has(lane)) lane++
    lanes.set(source, lane)
  }
  return lanes
}
