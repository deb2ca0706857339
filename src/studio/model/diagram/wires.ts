/**
 * Where the wires of a diagram run: out of a box's bottom, sideways in the gap under its row, down a channel, sideways in the gap above the
 * reader's row, and in at its top. Gaps and channels hold no box, so no wire crosses one. Lines that would lie on one another get tracks side
 * by side, unless they come from the same box.
 */
import { groupBy } from '../../../common/groupBy'
import type { DiagramNode } from './diagramNodes'
import { wireKey, type Placement } from './placement'
import { assignTracks, countTracks, type Span } from './tracks'

export interface Wire {
  readonly from: string
  readonly to: string
  /** The channel it runs down where it passes rows: the middle of a lane, or the space left of a lane. */
  readonly channel: Channel
  readonly fromRow: number
  readonly toRow: number
}

type Channel = { readonly kind: 'lane'; readonly lane: number } | { readonly kind: 'space'; readonly line: SpaceLine }

/** A line down the space left of a lane, for all wires of one box that run there. */
export interface SpaceLine extends Span {
  readonly from: number
  readonly to: number
  readonly net: string
  /** The index of the lane, among all from left to right, left of which it runs; one more than the last lies right of all. */
  readonly space: number
  /** The side of the space it keeps to. */
  readonly side: 'left' | 'right'
}

export interface Wiring {
  /** Lanes from left to right. */
  readonly lanes: readonly number[]
  readonly wires: readonly Wire[]
  /** The track of each line in its space, counted from the side that it keeps to. */
  readonly trackOf: ReadonlyMap<SpaceLine, number>
  /** Tracks in each space, on either side. */
  readonly spaces: readonly { readonly left: number; readonly right: number }[]
}

export function wireNodes(nodes: readonly DiagramNode[], { rowOf, laneOf, inLane }: Placement): Wiring {
  const lanes = [...new Set(laneOf.values())].toSorted((one, other) => one - other)
  const lines = new Map<string, { from: number; to: number } & Omit<SpaceLine, 'from' | 'to'>>()

  const channelOf = (from: string, to: string, fromRow: number, toRow: number): Channel => {
    const lane = inLane.get(wireKey(from, to))
    if (lane !== undefined) return { kind: 'lane', lane }
    const [own, its] = [laneOf.get(from)!, laneOf.get(to)!]
    if (toRow === fromRow + 1) return { kind: 'lane', lane: its }
    // Beside the reader, on the side that the wire comes from.
    const side = own > its ? 'left' : 'right'
    const space = lanes.indexOf(its) + (side === 'left' ? 1 : 0)
    const key = `${from} ${space} ${side}`
    const line = lines.get(key) ?? { net: from, space, side, from: fromRow, to: toRow - 1 }
    line.to = Math.max(line.to, toRow - 1)
    lines.set(key, line)
    return { kind: 'space', line }
  }

  const wires = nodes.flatMap(({ key: to, inputs }) =>
    inputs.map((from): Wire => {
      const [fromRow, toRow] = [rowOf.get(from)!, rowOf.get(to)!]
      return { from, to, fromRow, toRow, channel: channelOf(from, to, fromRow, toRow) }
    }),
  )
  // The shortest lines run nearest to the boxes.
  const inOrder = [...lines.values()].toSorted((one, other) => one.to - one.from - (other.to - other.from))
  const trackOf = new Map<SpaceLine, number>()
  const spaces = Array.from({ length: lanes.length + 1 }, (_, space) => {
    const count = (side: SpaceLine['side']): number => {
      const tracks = assignTracks(inOrder.filter((line) => line.space === space && line.side === side))
      for (const [line, track] of tracks) trackOf.set(line, track)
      return countTracks(tracks)
    }
    return { left: count('left'), right: count('right') }
  })
  return { lanes, wires, trackOf, spaces }
}

/** A sideways stretch of a wire in the gap under a row, from where it comes down to where it goes on down. */
export interface Jog {
  readonly wire: Wire
  /** The gap lies under this row. */
  readonly gap: number
  readonly above: number
  readonly below: number
}

/** Jogs of one box that come down at the same place run along one line. */
interface JogLine extends Span {
  readonly net: string
  readonly above: number
  readonly below: readonly number[]
  readonly jogs: readonly Jog[]
}

/** Lines nearer than this would be taken for one. */
const APART = 5

/** @returns the track of each jog in its gap, from the top; jogs that lead straight down have none. */
export function placeJogs(jogs: readonly Jog[]): ReadonlyMap<Jog, number> {
  const result = new Map<Jog, number>()
  const bent = jogs.filter(({ above, below }) => above !== below)
  for (const inGap of groupBy(bent, ({ gap }) => gap).values()) {
    const lines = [...groupBy(inGap, ({ wire, above }) => `${wire.from} ${above}`).values()].map((own): JogLine => {
      const { above, wire } = own[0]!
      const below = own.map((jog) => jog.below)
      return {
        net: wire.from,
        above,
        below,
        jogs: own,
        from: Math.min(above, ...below) - APART,
        to: Math.max(above, ...below) + APART,
      }
    })
    for (const [line, track] of assignTracks(inOrder(lines), (line, placed) => firstTrack(line, lines, placed))) {
      for (const jog of line.jogs) result.set(jog, track)
    }
  }
  return result
}

/** Whether the one must run above the other, whose end comes down where the one begins. */
function runsAbove(one: JogLine, other: JogLine): boolean {
  return one.net !== other.net && other.below.some((x) => Math.abs(x - one.above) < APART)
}

/** Those that must run above others first, and among the rest the shortest: so lines into one box lie within one another, uncrossed. */
function inOrder(lines: readonly JogLine[]): readonly JogLine[] {
  const left = lines.toSorted((one, other) => one.to - one.from - (other.to - other.from))
  const ordered: JogLine[] = []
  while (left.length > 0) {
    const at = left.findIndex((line) => left.every((other) => other === line || !runsAbove(other, line)))
    ordered.push(...left.splice(Math.max(0, at), 1))
  }
  return ordered
}

function firstTrack(line: JogLine, lines: readonly JogLine[], placed: ReadonlyMap<JogLine, number>): number {
  const above = lines
    .filter((other) => other !== line && runsAbove(other, line))
    .map((other) => placed.get(other) ?? -1)
  return 1 + Math.max(-1, ...above)
}
