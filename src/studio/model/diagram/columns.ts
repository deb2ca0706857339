/** Splits a deep model into columns that stand side by side. Where a wire is cut, it ends in a circle with a letter, and goes on from one. */
import type { DiagramNode } from './diagramNodes'
import type { Column } from './layoutColumn'

/** What a cut costs, beside columns of the height that all would have if they were alike, which costs 1. */
const COST = { wire: 0.1, block: 0.4 }

/**
 * Finds the rows at which columns begin, the first without 0: columns are of about the same height, and cuts pass few wires and no block.
 *
 * @param whole the model in one column.
 * @returns the rows for so many columns.
 */
export function cutInto(
  nodes: readonly DiagramNode[],
  { rows, rowOf }: Column,
): (columns: number) => readonly number[] {
  const cutCost = rows.map((_, row) => costOfCut(nodes, rowOf, row))
  return (columns) => {
    const wanted = (rows.at(-1)!.bottom - rows[0]!.top) / columns
    const costOf = (from: number, to: number): number => {
      const height = rows[to - 1]!.bottom - rows[from]!.top
      return (height / wanted - 1) ** 2 + (from > 0 ? cutCost[from]! : 0)
    }
    /** The best way to split the rows up to each into so many columns, by its cost and where they begin. */
    let best = rows.map((_, at) => ({ cost: costOf(0, at + 1), starts: [] as readonly number[] }))
    for (let count = 2; count <= columns; count++) {
      const before = best
      best = rows.map((_, at) => {
        const costs = rows
          .slice(0, at)
          .map((_, i) => i + 1)
          .map((start) => ({ start, cost: before[start - 1]!.cost + costOf(start, at + 1) }))
        const found = costs.reduce((one, other) => (other.cost < one.cost ? other : one), { start: 0, cost: Infinity })
        return { cost: found.cost, starts: [...(before[found.start - 1]?.starts ?? []), found.start] }
      })
    }
    return best.at(-1)?.starts ?? []
  }
}

/** Of a cut above a row. */
function costOfCut(nodes: readonly DiagramNode[], rowOf: ReadonlyMap<string, number>, row: number): number {
  const isAbove = (key: string): boolean => rowOf.get(key)! < row
  const below = nodes.filter(({ key }) => !isAbove(key))
  const sources = new Set(below.flatMap(({ inputs }) => inputs.filter(isAbove)))
  const blocksAbove = new Set(nodes.filter(({ key }) => isAbove(key)).map(({ block }) => block?.key))
  const tearsBlock = below.some(({ block }) => block && blocksAbove.has(block.key))
  return COST.wire * Math.max(0, sources.size - 1) + (tearsBlock ? COST.block : 0)
}

/** The nodes of each column, with circles for the wires that are cut. */
export function splitNodes(
  nodes: readonly DiagramNode[],
  rowOf: ReadonlyMap<string, number>,
  starts: readonly number[],
): readonly (readonly DiagramNode[])[] {
  const columnOf = (key: string): number => starts.filter((start) => start <= rowOf.get(key)!).length
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const cut = nodes.filter(({ key }) =>
    nodes.some(({ key: reader, inputs }) => inputs.includes(key) && columnOf(reader) !== columnOf(key)),
  )
  const letterOf = new Map(cut.map(({ key }, at) => [key, letter(at)]))
  const circle = (kind: 'exit' | 'entry', source: string, inputs: readonly string[]): DiagramNode => {
    const type = kind === 'entry' ? `from ${byKey.get(source)!.name}` : ''
    const nothing = { shape: '', parameters: '' }
    return { key: `${kind} ${source}`, kind, name: letterOf.get(source)!, type, ...nothing, inputs }
  }
  return Array.from({ length: starts.length + 1 }, (_, column) => {
    const own = nodes.filter(({ key }) => columnOf(key) === column)
    const isOwn = (key: string): boolean => columnOf(key) === column
    const entering = new Set(own.flatMap(({ inputs }) => inputs.filter((key) => !isOwn(key))))
    const leaving = own.filter(({ key }) =>
      nodes.some(({ key: reader, inputs }) => inputs.includes(key) && !isOwn(reader)),
    )
    return [
      ...[...entering].map((source) => circle('entry', source, [])),
      ...own.map((node) => ({
        ...node,
        inputs: node.inputs.map((key) => (isOwn(key) ? key : `entry ${key}`)),
        ...(node.block && { block: blockIn(node.block, column, nodes, columnOf) }),
      })),
      ...leaving.map(({ key }) => circle('exit', key, [key])),
    ]
  })
}

/** A block that began in an earlier column says so. */
function blockIn(
  block: NonNullable<DiagramNode['block']>,
  column: number,
  nodes: readonly DiagramNode[],
  columnOf: (key: string) => number,
): NonNullable<DiagramNode['block']> {
  const first = Math.min(...nodes.filter((node) => node.block?.key === block.key).map(({ key }) => columnOf(key)))
  return first === column ? block : { ...block, name: `${block.name} (continued)` }
}

const LETTERS = 26

/** A to Z, then A1 to Z1. */
function letter(at: number): string {
  const round = Math.floor(at / LETTERS)
  return `${String.fromCodePoint(65 + (at % LETTERS))}${round === 0 ? '' : round}`
}
