/** The report as Markdown, for an issue or a chat. */
import { withoutBidiControls } from '../../common/text'
import { BLOCKS } from './blocks'
import { NAMES } from './contestantNames'
import { BLOCK_NAMES, type BenchReport, type BlockName, type BlockResult } from './report'
import { tablesOf, type BenchTable, type TableCell } from './tables'

export function toMarkdown(report: BenchReport): string {
  const sections = BLOCK_NAMES.flatMap((block) => {
    const result = report.blocks[block]
    return result ? [blockToMarkdown(block, result)] : []
  })
  return [`# Strata bench, ${report.date.slice(0, 10)}`, escape(report.browser), ...sections].join('\n\n')
}

export function blockToMarkdown(block: BlockName, result: BlockResult): string {
  const tables = result.figures ? tablesOf(block, result.figures as never) : []
  return [`## ${BLOCKS[block].title}`, ...tables.map(tableToMarkdown), ...remarksOf(result).map(escape)].join('\n\n')
}

/** What is to be said beside a block's tables. */
export function remarksOf(result: BlockResult): readonly string[] {
  const { figures } = result
  const notMeasured =
    figures && 'notMeasured' in figures
      ? figures.notMeasured.map(({ contestant, reason }) => `${NAMES[contestant]} was not measured: ${reason}`)
      : []
  return [result.reason, result.shrunk, ...notMeasured].filter((remark) => remark !== undefined)
}

function tableToMarkdown({ caption, columns, rows, footer = [] }: BenchTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`
  return [
    `**${escape(caption)}**`,
    '',
    line(columns.map(({ name, unit }) => (unit === undefined ? name : `${name}, ${unit}`))),
    line(columns.map(({ isText }, at) => (at === 0 || isText ? '---' : '---:'))),
    ...[...rows, ...footer].map((row) => line(row.map(textOf))),
  ].join('\n')
}

export function textOf(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.text
}

/** What an adapter or a browser calls itself must not become markup. */
function escape(text: string): string {
  return withoutBidiControls(text)
    .replace(/[\\`*_<>|[\]]/g, '\\$&')
    .replace(/\s+/g, ' ')
}
