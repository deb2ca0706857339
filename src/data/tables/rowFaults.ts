/** Says in words why a row of a table of pixels can't be used. */
import { quoted } from '../../common/text'
import type { FieldText } from './fieldText'
import { MAX_LABEL_LENGTH } from './labelText'
import type { RowFault } from './parsePixelRow'
import type { TableProfile } from './tableProfile'
import type { ValueRange } from './valueRange'

/** The kind of problem that many rows share, and the message for one. */
export interface RowProblem {
  readonly kind: string
  readonly message: string
}

/** The most of a field that is quoted. */
const MAX_QUOTED = 200

export function describeFault(
  fault: RowFault,
  { header, columns }: Pick<TableProfile, 'header' | 'columns'>,
  { black, white }: ValueRange,
  block: Uint8Array,
  text: FieldText,
): RowProblem {
  const column = 'column' in fault ? nameColumn(fault.column, header) : ''
  switch (fault.kind) {
    case 'fields': {
      const fields = fault.count === 1 ? '1 field' : `${fault.count.toLocaleString('en-US')} fields`
      const message = `The row has ${fields} where the others have ${columns.toLocaleString('en-US')}, so it was left out.`
      return { kind: 'rows have a wrong number of fields', message }
    }
    case 'missing':
      return { kind: 'rows miss a pixel', message: `${column} is empty, so the row was left out.` }
    case 'text': {
      const cell = text.read(block, fault.from, Math.min(fault.to, fault.from + MAX_QUOTED))
      const message = `${column} reads ${quoted(cell)}, which is no number, so the row was left out.`
      return { kind: 'rows have a pixel that is no number', message }
    }
    case 'range': {
      const range = `from ${black} to ${white}${white === 255 ? '' : ' as in the first rows'}`
      const message = `${column} reads ${Number(fault.value.toPrecision(6))}, and pixels go ${range}, so the row was left out.`
      return { kind: 'rows have a pixel out of range', message }
    }
  }
}

export const NOT_ONE_HOT: RowProblem = {
  kind: 'rows are not one-hot',
  message: 'The row does not have a single 1 among zeros, so its label is not known and it was left out.',
}

export function findLabelProblem(label: string): RowProblem | undefined {
  if (label === '') return { kind: 'rows have no label', message: 'The row has no label, so it was left out.' }
  if (label.length <= MAX_LABEL_LENGTH) return undefined
  const message = `The label ${quoted(label)} is ${label.length.toLocaleString('en-US')} letters long, more than the ${MAX_LABEL_LENGTH.toLocaleString('en-US')} that are read, so the row was left out.`
  return { kind: 'rows have a label that is too long', message }
}

function nameColumn(column: number, header: readonly string[] | undefined): string {
  const number = `Column ${(column + 1).toLocaleString('en-US')}`
  const name = header?.[column] ?? ''
  return name === '' ? number : `${number}, ${quoted(name)},`
}
