/** Values as Python's literals. */
import { pythonText } from './readImage'

/** What can be written down: plain data, and code that stands for itself. */
export type PythonValue = number | string | boolean | null | PythonCode | readonly PythonValue[]

export class PythonCode {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Lists are tuples, as arguments such as `kernel_size=(3, 3)` are written. */
export function pythonValue(value: PythonValue): string {
  if (value instanceof PythonCode) return value.text
  if (value === null) return 'None'
  if (typeof value === 'string') return pythonText(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return pythonNumber(value)
  const items = value.map(pythonValue)
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
}

/** A number that is a float even where it is whole: some functions of libraries take their type from it. */
export function pythonFloat(value: number): PythonCode {
  const text = String(value)
  return new PythonCode(/^-?\d+$/.test(text) ? `${text}.0` : text)
}

function pythonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : `float("${value}")`
}

/** `name(one=1, other=(2, 2))`. */
export function pythonCall(name: string, args: Readonly<Record<string, PythonValue>>): string {
  const listed = Object.entries(args).map(([key, value]) => `${key}=${pythonValue(value)}`)
  return `${name}(${listed.join(', ')})`
}

/** The lines of some code, further in. Empty ones stay empty. */
export function indented(code: string, depth = 1): string {
  return code.replaceAll(/^(?=.)/gm, '    '.repeat(depth))
}
