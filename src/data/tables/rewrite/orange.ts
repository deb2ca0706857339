/** Reads the tables of Orange: names, then a line of types, then a line that says which column is the class (Orange's manual, "Loading your data"). */
import type { Rewriting } from './rewriting'

const TYPES = /^(c|continuous|numeric|d|discrete|categorical|s|string|text|t|time)?$/i
const ROLES = /^(class|meta|ignore|i|c|m|weight|[\w-]+=\S*)?$/i

export function readOrange(lines: readonly string[]): Promise<Rewriting | undefined> {
  const [names, types, roles] = lines.slice(0, 3).map((line) => line.split('\t'))
  if (names === undefined || types === undefined || roles === undefined || names.length < 2)
    return Promise.resolve(undefined)
  const isOrange =
    types.length === names.length &&
    types.every((type) => TYPES.test(type)) &&
    types.some((type) => type !== '') &&
    roles.every((role) => ROLES.test(role))
  if (!isOrange) return Promise.resolve(undefined)
  // A class of any name is the label.
  const header = names.map((name, i) => (/^(class|c)$/i.test(roles[i] ?? '') ? 'class' : name)).join('\t')
  const rewrite = (line: string, number: number): string => {
    if (number === 0) return header
    return number < 3 ? '' : line
  }
  return Promise.resolve({ rewrite })
}
