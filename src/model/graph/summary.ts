/** A model as the text that Keras 3 prints for it: `model.summary()`. */
import { INPUT, type Shape } from '../layers/define'
import { inputIdsOf, isLine } from './inputs'
import type { StackAnalysis } from './shapes'
import type { Stack } from './stack'

/** A row's cells, each of one line or more. */
type Row = readonly (readonly string[])[]

const HEADINGS = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to']
const COUNTS_COLUMN = 2

/**
 * The table has one row a layer and, where layers read others than the one above, a column that says which. Nothing is cut off, so it is as
 * wide as its widest cells.
 *
 * @param analysis of this stack. Where a shape is not known, a `?` stands as in Keras's table of a model that isn't built.
 */
export function writeSummary(stack: Stack, analysis: StackAnalysis): string {
  const rows = isLine(stack.layers) ? sequentialRows(stack, analysis) : functionalRows(stack, analysis)
  const { parameters, trainableParameters } = analysis
  const isKnown = analysis.layers.every(({ output }) => output)
  const total = (what: string, count: number): string =>
    isKnown ? ` ${what}: ${formatCount(count)} (${formatMemory(4 * count)})` : ` ${what}: ? (a layer has a problem)`
  return [
    `Model: "${isLine(stack.layers) ? 'sequential' : 'functional'}"`,
    ...drawTable(rows),
    total('Total params', parameters),
    total('Trainable params', trainableParameters),
    total('Non-trainable params', parameters - trainableParameters),
    '',
  ].join('\n')
}

function sequentialRows(stack: Stack, { layers }: StackAnalysis): readonly Row[] {
  return stack.layers.map(({ className }, index) => {
    const { name, output, parameters } = layers[index]!
    return [[`${name} (${className})`], [formatBatch(output)], [output ? formatCount(parameters) : '?']]
  })
}

function functionalRows(stack: Stack, analysis: StackAnalysis): readonly Row[] {
  const names = analysis.layers.map(({ name }) => name)
  const input = freeName('input_layer', names)
  const nameOf = new Map([[INPUT as string, input], ...stack.layers.map(({ id }, at) => [id, names[at]!] as const)])
  const reads = inputIdsOf(stack.layers)
  const connections = stack.layers.map(({ id }) =>
    (reads.get(id) ?? []).map((read, at, all) => `${nameOf.get(read) ?? '?'}[0][0]${at < all.length - 1 ? ',' : ''}`),
  )
  return [
    [[`${input} (InputLayer)`], [formatBatch(analysis.input)], ['0'], ['-']],
    ...sequentialRows(stack, analysis).map((row, index) => [...row, connections[index]!]),
  ]
}

function freeName(wanted: string, names: readonly string[]): string {
  return names.includes(wanted) ? freeName(`${wanted}_`, names) : wanted
}

function formatBatch(shape: Shape | undefined): string {
  return shape ? `(None, ${shape.join(', ')})` : '?'
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** As Keras writes it: 1 KB is 1,024 bytes. */
function formatMemory(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(2)} ${UNITS[power]}`
}

function drawTable(rows: readonly Row[]): readonly string[] {
  const columns = HEADINGS.slice(0, rows[0]?.length ?? 3)
  const widths = columns.map((heading, column) =>
    Math.max(heading.length, ...rows.flatMap((row) => row[column]!.map(({ length }) => length))),
  )
  const rule = (left: string, line: string, cross: string, right: string): string =>
    left + widths.map((width) => line.repeat(width + 2)).join(cross) + right
  const line = (cells: readonly string[], edge: string): string => {
    const padded = cells.map((cell, column) =>
      column === COUNTS_COLUMN ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    return `${edge} ${padded.join(` ${edge} `)} ${edge}`
  }
  const body = rows.map((row) => {
    const height = Math.max(...row.map(({ length }) => length))
    return Array.from({ length: height }, (_, at) =>
      line(
        row.map((cell) => cell[at] ?? ''),
        '│',
      ),
    )
  })
  return [
    rule('┏', '━', '┳', '┓'),
    line(columns, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...body.flatMap((lines, index) => (index === 0 ? lines : [rule('├', '─', '┼', '┤'), ...lines])),
    rule('└', '─', '┴', '┘'),
  ]
}
