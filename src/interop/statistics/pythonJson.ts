/** JSON as Python's `json.dump(..., sort_keys=True, indent=4)` writes it, which is how Ludwig saves. Numbers that are none are `NaN` there. */

/** A map has keys in the form of whole numbers too, which an object would put in an order of their own. */
export type PythonValue =
  | number
  | string
  | null
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>
  | { readonly [key: string]: PythonValue }

const INDENT = 4

export function pythonJson(value: PythonValue, depth = 0): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : nameOf(value)
  if (typeof value === 'string') return pythonText(value)
  if (value === null) return 'null'
  const inner = depth + INDENT
  if (isList(value)) {
    return enclose(
      '[]',
      value.map((each) => pythonJson(each, inner)),
      depth,
    )
  }
  const entries = isMap(value) ? [...value] : Object.entries(value)
  const lines = entries
    .toSorted(([one], [other]) => comparePoints(one, other))
    .map(([key, each]) => `${pythonText(key)}: ${pythonJson(each, inner)}`)
  return enclose('{}', lines, depth)
}

function isList(value: object): value is readonly PythonValue[] {
  return Array.isArray(value)
}

function isMap(value: object): value is ReadonlyMap<string, PythonValue> {
  return value instanceof Map
}

function nameOf(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}

/** Python leaves what ASCII can print alone and writes everything else by its number. */
function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function enclose(brackets: '[]' | '{}', lines: readonly string[], depth: number): string {
  if (lines.length === 0) return brackets
  const inner = ' '.repeat(depth + INDENT)
  return `${brackets[0]}\n${lines.map((line) => inner + line).join(',\n')}\n${' '.repeat(depth)}${brackets[1]}`
}

/** Python orders texts by code points, JavaScript by 16 bits at a time. */
function comparePoints(one: string, other: string): number {
  const [first, second] = [one, other].map((text) => Array.from(text, (letter) => letter.codePointAt(0)!))
  const at = first!.findIndex((point, index) => point !== second![index])
  if (at < 0) return first!.length - second!.length
  return first![at]! - (second![at] ?? -1)
}
