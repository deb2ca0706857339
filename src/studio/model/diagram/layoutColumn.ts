/** Lays out a model, or a part of one, in one column: boxes in rows and lanes, wires around them, frames round blocks. */
import { groupBy } from '../../../common/groupBy'
import type { DiagramNode } from './diagramNodes'
import { SIZES, TEXTS, type Box, type Drawing, type Frame, type Net, type Point } from './drawing'
import { placeNodes, type Placement } from './placement'
import { textWidth } from './textWidth'
import { placeJogs, wireNodes, type Jog, type Wire, type Wiring } from './wires'

/** Between lines side by side. */
const TRACK = 10
/** Between a box and the first line beside it. */
const BESIDE = 18
/** Between a frame and what is in it; above, its name stands in it, too. */
const FRAME = { side: 10, top: 26, bottom: 12, label: 15 }
/** Between what belongs to one lane and what belongs to the next. */
const MIDST = 22
const ROW_GAP = 22
/** From a row to the first line under it, and from the last line to the next row, with room for an arrow. */
const GAP = { above: 10, below: 15 }
const PORTS_APART = 22

export interface Column extends Drawing {
  /** The top of each row, and its bottom. */
  readonly rows: readonly { readonly top: number; readonly bottom: number }[]
  readonly rowOf: ReadonlyMap<string, number>
}

/** @param boxWidth of the boxes of layers. */
export function layoutColumn(nodes: readonly DiagramNode[], boxWidth: number): Column {
  const placement = placeNodes(nodes)
  const wiring = wireNodes(nodes, placement)
  const across = placeLanes(
    wiring,
    wiring.lanes.map((lane) => widthOfLane(lane, nodes, placement, boxWidth)),
  )
  const ports = placePorts(wiring, placement, across, boxWidth)
  const jogsOf = new Map(wiring.wires.map((wire) => [wire, findJogs(wire, placement, across, ports)]))
  const trackOf = placeJogs([...jogsOf.values()].flat())
  const blocks = findBlocks(nodes, placement)
  const rows = placeRows(nodes, placement, blocks, trackOf)

  const boxes = nodes.map((node): Box => {
    const [width, height] = sizeOf(node, boxWidth)
    const { top } = rows[placement.rowOf.get(node.key)!]!
    return { node, x: across.middle(placement.laneOf.get(node.key)!) - width / 2, y: top, width, height }
  })
  const boxOf = new Map(boxes.map((box) => [box.node.key, box]))
  const trackY = ({ gap }: Jog, track: number): number =>
    rows[gap]!.bottom + (blocks.some(({ last }) => last === gap) ? FRAME.bottom : 0) + GAP.above + track * TRACK
  const lineOf = (wire: Wire): readonly Point[] => {
    const box = boxOf.get(wire.from)!
    const points: Point[] = [{ x: across.middle(placement.laneOf.get(wire.from)!), y: box.y + box.height }]
    for (const jog of jogsOf.get(wire)!) {
      const track = trackOf.get(jog)
      if (track === undefined) continue
      const y = trackY(jog, track)
      points.push({ x: jog.above, y }, { x: jog.below, y })
    }
    return [...points, { x: ports.get(wire)!, y: boxOf.get(wire.to)!.y }]
  }
  const nets = [...groupBy(wiring.wires, ({ from }) => from).values()].map((wires): Net => wires.map(lineOf))
  const frames = blocks.map((block): Frame => {
    const beside = wiring.wires.flatMap(({ to, channel }) =>
      channel.kind === 'space' && block.own.some(({ key }) => key === to) ? [across.line(channel.line)] : [],
    )
    return frameOf(block, boxOf, beside, rows, nets)
  })
  return fit({ boxes, frames, nets, rows, rowOf: placement.rowOf })
}

/** @param beside where lines run that belong into the frame. */
function frameOf(
  { name, own, first, last }: Block,
  boxOf: ReadonlyMap<string, Box>,
  beside: readonly number[],
  rows: Column['rows'],
  nets: readonly Net[],
): Frame {
  const boxes = own.map(({ key }) => boxOf.get(key)!)
  const begin = Math.min(...boxes.map(({ x }) => x))
  const end = Math.max(...boxes.map(({ x, width }) => x + width))
  const left = Math.min(begin, ...beside) - FRAME.side
  const right = Math.max(end, ...beside) + FRAME.side
  const top = rows[first]!.top - FRAME.top
  const bottom = rows[last]!.bottom + FRAME.bottom
  const label = { x: begin, y: top + FRAME.label }
  // Wires come down through the line that the name stands on.
  const crossed = nets
    .flat()
    .flatMap((points) => points.slice(1).map((point, at) => [points[at]!, point] as const))
    .filter(([one, other]) => one.x === other.x && one.y <= label.y && other.y >= label.y && one.x >= begin)
    .map(([{ x }]) => x - FRAME.side)
  return {
    name,
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    label: { ...label, room: Math.min(end, ...crossed) - begin },
  }
}

function sizeOf({ kind }: DiagramNode, boxWidth: number): readonly [width: number, height: number] {
  if (kind === 'layer') return [boxWidth, SIZES.layer]
  return kind === 'input' ? [boxWidth, SIZES.input] : [SIZES.circle, SIZES.circle]
}

/** A lane of circles has room for what stands beside them, on both sides. */
function widthOfLane(lane: number, nodes: readonly DiagramNode[], { laneOf }: Placement, boxWidth: number): number {
  const own = nodes.filter(({ key }) => laneOf.get(key) === lane)
  return Math.max(...own.map((node) => sizeOf(node, boxWidth)[0] + 2 * besideCircle(node)))
}

/** What stands beside a circle takes so much. */
function besideCircle({ kind, type }: DiagramNode): number {
  return kind === 'entry' ? SIZES.besideCircle + textWidth(type, TEXTS.small) : 0
}

interface Across {
  middle(lane: number): number
  line(line: Extract<Wire['channel'], { kind: 'space' }>['line']): number
}

/** Where lanes, and the lines in the spaces between them, stand from left to right. */
function placeLanes({ lanes, spaces, trackOf }: Wiring, widths: readonly number[]): Across {
  const roomFor = (tracks: number): number => (tracks > 0 ? BESIDE + (tracks - 1) * TRACK + FRAME.side : FRAME.side)
  const lefts: number[] = []
  let x = 0
  for (const [space, { left, right }] of spaces.entries()) {
    if (space > 0) x += roomFor(left) + (space < lanes.length ? MIDST : 0)
    if (space < lanes.length) {
      x += roomFor(right)
      lefts.push(x)
      x += widths[space]!
    }
  }
  return {
    middle: (lane) => lefts[lanes.indexOf(lane)]! + widths[lanes.indexOf(lane)]! / 2,
    line(line) {
      const away = BESIDE + trackOf.get(line)! * TRACK
      return line.side === 'right' ? lefts[line.space]! - away : lefts[line.space - 1]! + widths[line.space - 1]! + away
    },
  }
}

/** Where a wire goes down past rows; for one to the next row, where it comes from. */
function arrivalOf({ from, channel, fromRow, toRow }: Wire, { laneOf }: Placement, across: Across): number {
  if (toRow === fromRow + 1) return across.middle(laneOf.get(from)!)
  return channel.kind === 'lane' ? across.middle(channel.lane) : across.line(channel.line)
}

/** Where each wire enters its reader: in the middle if it comes straight down, and else on the side that it comes from. */
function placePorts(
  { wires }: Wiring,
  placement: Placement,
  across: Across,
  boxWidth: number,
): ReadonlyMap<Wire, number> {
  const ports = new Map<Wire, number>()
  for (const [to, own] of groupBy(wires, (wire) => wire.to)) {
    const middle = across.middle(placement.laneOf.get(to)!)
    const arrivals = own
      .map((wire) => ({ wire, x: arrivalOf(wire, placement, across) }))
      .toSorted((one, other) => one.x - other.x)
    const straight = arrivals.findIndex(({ x }) => x === middle)
    const center = straight >= 0 ? straight : (arrivals.length - 1) / 2
    const most = Math.max(center, arrivals.length - 1 - center)
    const apart = most > 0 ? Math.min(PORTS_APART, (boxWidth / 2 - SIZES.padding) / most) : 0
    for (const [at, { wire }] of arrivals.entries()) ports.set(wire, middle + (at - center) * apart)
  }
  return ports
}

function findJogs(wire: Wire, placement: Placement, across: Across, ports: ReadonlyMap<Wire, number>): readonly Jog[] {
  const start = across.middle(placement.laneOf.get(wire.from)!)
  const port = ports.get(wire)!
  if (wire.toRow === wire.fromRow + 1) return [{ wire, gap: wire.fromRow, above: start, below: port }]
  const channel = arrivalOf(wire, placement, across)
  return [
    { wire, gap: wire.fromRow, above: start, below: channel },
    { wire, gap: wire.toRow - 1, above: channel, below: port },
  ]
}

interface Block {
  readonly name: string
  readonly own: readonly DiagramNode[]
  /** Rows. */
  readonly first: number
  readonly last: number
}

function findBlocks(nodes: readonly DiagramNode[], { rowOf }: Placement): readonly Block[] {
  const blocks = groupBy(
    nodes.filter(({ block }) => block),
    ({ block }) => block!.key,
  )
  return [...blocks.values()].map((own) => {
    const rows = own.map(({ key }) => rowOf.get(key)!)
    return { name: own[0]!.block!.name, own, first: Math.min(...rows), last: Math.max(...rows) }
  })
}

function placeRows(
  nodes: readonly DiagramNode[],
  { rowOf }: Placement,
  blocks: readonly Block[],
  trackOf: ReadonlyMap<Jog, number>,
): Column['rows'] {
  const heights: number[] = []
  for (const node of nodes) {
    const row = rowOf.get(node.key)!
    heights[row] = Math.max(heights[row] ?? 0, sizeOf(node, 0)[1])
  }
  const tracks = heights.map(() => 0)
  for (const [{ gap }, track] of trackOf) tracks[gap] = Math.max(tracks[gap]!, track + 1)
  let y = 0
  return heights.map((height, row) => {
    if (blocks.some(({ first }) => first === row)) y += FRAME.top
    const top = y
    const lines = tracks[row]! > 0 ? GAP.above + (tracks[row]! - 1) * TRACK + GAP.below : 0
    y += height + Math.max(ROW_GAP, lines) + (blocks.some(({ last }) => last === row) ? FRAME.bottom : 0)
    return { top, bottom: top + height }
  })
}

/** Moves all so that it begins at 0, and says how large it is. */
function fit(column: Omit<Column, 'width' | 'height'>): Column {
  const { boxes, frames, nets, rows, rowOf } = column
  const xs = [
    ...boxes.flatMap(({ node, x, width }) => [x, x + width + besideCircle(node)]),
    ...frames.flatMap(({ x, width }) => [x, x + width]),
    ...nets.flat(2).map(({ x }) => x),
  ]
  const ys = [...boxes, ...frames].flatMap(({ y, height }) => [y, y + height])
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return {
    ...move(column, -left, -top),
    width: Math.max(...xs) - left,
    height: Math.max(...ys) - top,
    rows: rows.map((row) => ({ top: row.top - top, bottom: row.bottom - top })),
    rowOf,
  }
}

type Shapes = Omit<Drawing, 'width' | 'height'>

/** A drawing's shapes, so much to the right and down. */
export function move({ boxes, frames, nets }: Shapes, right: number, down: number): Shapes {
  const moved = <Thing extends Point>(thing: Thing): Thing => ({ ...thing, x: thing.x + right, y: thing.y + down })
  return {
    boxes: boxes.map(moved),
    frames: frames.map((frame) => ({ ...moved(frame), label: moved(frame.label) })),
    nets: nets.map((lines) => lines.map((points) => points.map(moved))),
  }
}
