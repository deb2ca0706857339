/**
 * Whether two pieces of plain data hold the same: numbers, texts, lists and records, compared all the way down. NaN, which is a number
 * left open in a form, is the same as NaN and as nothing else; -0 is the same as 0.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return true
  if (isList(one) || isList(other)) return isList(one) && isList(other) && isSameList(one, other)
  return isRecord(one) && isRecord(other) && isSameRecord(one, other)
}

type List = readonly unknown[]
type PlainRecord = Readonly<Record<string, unknown>>

function isList(value: unknown): value is List {
  return Array.isArray(value)
}

function isRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null
}

function isSameList(one: List, other: List): boolean {
  return one.length === other.length && one.every((value, at) => isSameValue(value, other[at]))
}

function isSameRecord(one: PlainRecord, other: PlainRecord): boolean {
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSameValue(one[key], other[key]))
  )
}
