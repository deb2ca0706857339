/** A map of a config, which knows what of it was read: what is left over is told of, and never lost in silence. */
import { quoted } from '../../common/text'
import { InteropError } from '../interopError'
import type { Pair } from '../../model/layers/pair'

export type PlainMap = Readonly<Record<string, unknown>>

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a value is, for a sentence: `“auto”`, `a list`. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return isPlainMap(value) ? 'a map' : quoted(String(value))
}

export class Fields {
  /** `trainer.optimizer`. */
  readonly where: string
  private readonly values: PlainMap
  private readonly taken = new Set<string>()
  private readonly inner: Fields[] = []

  constructor(values: PlainMap, where = '') {
    this.values = values
    this.where = where
  }

  /** Whether it says something of that name: null says nothing, to Ludwig too. */
  has(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] !== null
  }

  /** Whether it says that there is none. */
  isNull(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] === null
  }

  /** The value of that name, whatever it is; undefined where there is none. */
  take(name: string): unknown {
    this.taken.add(name)
    return this.has(name) ? this.values[name] : undefined
  }

  /** The first of the names that says something. */
  nameOf(...names: readonly string[]): string | undefined {
    return names.find((name) => this.has(name))
  }

  number(name: string, missing: number): number {
    const value = this.take(name)
    if (value === undefined) return missing
    if (typeof value === 'number' && Number.isFinite(value)) return value
    // PyYAML reads 1e-3, which has no point, as a text, and Ludwig makes a number of it.
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
    if (Number.isFinite(number)) return number
    throw this.wrong(name, value, 'a number')
  }

  whole(name: string, missing: number, least = 0): number {
    const value = this.number(name, missing)
    if (Number.isSafeInteger(value) && value >= least) return value
    throw this.wrong(name, value, `a whole number of ${least} or more`)
  }

  text(name: string, missing: string): string {
    const value = this.take(name)
    if (value === undefined || typeof value === 'string') return value ?? missing
    throw this.wrong(name, value, 'a word')
  }

  flag(name: string, missing: boolean): boolean {
    const value = this.take(name)
    if (value === undefined || typeof value === 'boolean') return value ?? missing
    throw this.wrong(name, value, 'true or false')
  }

  /** One number for both sides, or one for each. */
  pair(name: string, missing: Pair): Pair {
    const value = this.take(name)
    if (value === undefined) return missing
    const lengths: readonly unknown[] = Array.isArray(value) ? value : [value, value]
    const [first, second] = lengths
    if (lengths.length === 2 && isLength(first) && isLength(second)) return [first, second]
    throw this.wrong(name, value, 'one or two whole numbers of 1 or more')
  }

  map(name: string): Fields | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (!isPlainMap(value)) throw this.wrong(name, value, 'a map')
    return this.within(value, this.pathOf(name))
  }

  /** The maps in a list of that name; undefined where there is none. */
  list(name: string, most: number): readonly Fields[] | undefined {
    const value = this.take(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw this.wrong(name, value, 'a list')
    if (value.length > most) throw new InteropError(`${quoted(this.pathOf(name))} has more than ${most} entries.`)
    return value.map((each: unknown, at) => {
      const where = `${this.pathOf(name)}[${at}]`
      if (each === null) return this.within({}, where)
      if (!isPlainMap(each)) throw new InteropError(`${quoted(where)} is ${describe(each)}, where a map belongs.`)
      return this.within(each, where)
    })
  }

  /** Where everything lies that was not read. */
  rest(): readonly string[] {
    const own = Object.keys(this.values).filter((name) => !this.taken.has(name) && this.has(name))
    return [...own.map((name) => this.pathOf(name)), ...this.inner.flatMap((fields) => fields.rest())]
  }

  pathOf(name: string): string {
    return this.where === '' ? name : `${this.where}.${name}`
  }

  wrong(name: string, value: unknown, belongs: string): InteropError {
    return new InteropError(`${quoted(this.pathOf(name))} is ${describe(value)}, where ${belongs} belongs.`)
  }

  private within(values: PlainMap, where: string): Fields {
    const fields = new Fields(values, where)
    this.inner.push(fields)
    return fields
  }
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}
