/**
 * Records of runs as JSON and back, with whatever a version of Strata puts in them. JSON has no number that is not finite, and no typed
 * array: they are written as objects of one key, `$number` and `$array`.
 */

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
} as const

type ArrayName = keyof typeof ARRAYS

export function toPlainJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'number' && (!Number.isFinite(part) || Object.is(part, -0))) {
      return { $number: Object.is(part, -0) ? '-0' : String(part) }
    }
    const array = nameOfArray(part)
    return array ? { $array: array, values: Array.from(part as Iterable<number>) } : part
  })
}

/** @throws SyntaxError where it is no JSON. */
export function fromPlainJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part
    if ('$number' in part && typeof part.$number === 'string') return Number(part.$number)
    if (!('$array' in part && 'values' in part)) return part
    const { $array: name, values } = part
    if (typeof name !== 'string' || !Object.hasOwn(ARRAYS, name) || !Array.isArray(values)) return part
    return ARRAYS[name as ArrayName].from(values as readonly number[])
  })
}

function nameOfArray(part: unknown): ArrayName | undefined {
  if (!ArrayBuffer.isView(part)) return undefined
  const found = Object.entries(ARRAYS).find(([, type]) => part instanceof type)
  return found?.[0] as ArrayName | undefined
}
