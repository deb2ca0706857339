/**
 * Reading and writing the entries of a layer's Keras config. Each reader throws a `LayerConfigError` with one sentence when the entry
 * is missing or of another kind; an entry that Keras itself may leave out has a default.
 */
import type { KerasConfig } from './define'
import type { Pair } from './pair'

/** A layer asks for something that Strata doesn't have, or its config is broken. The message is one plain sentence without a subject. */
export class LayerConfigError extends Error {
  override readonly name = 'LayerConfigError'
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every(isWhole)
}

export function readNumber(config: KerasConfig, key: string, missing?: number): number {
  const value = config[key] ?? missing
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}, where a number belongs`)
}

/** An entry that Keras itself may leave out has a default. */
export function readBoolean(config: KerasConfig, key: string, missing: boolean): boolean {
  const value = config[key] ?? missing
  if (typeof value === 'boolean') return value
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}, where true or false belongs`)
}

export function readInteger(config: KerasConfig, key: string, missing?: number): number {
  const value = config[key] ?? missing
  if (isWhole(value)) return value
  throw new LayerConfigError(`has ${describeValue(config[key])} for ${key}, where a whole number belongs`)
}

export function readIntegers(config: KerasConfig, key: string): readonly number[] {
  const value = config[key]
  if (Array.isArray(value) && value.every(isWhole)) return [...value]
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}, where a list of whole numbers belongs`)
}

/** Keras writes a pair as two numbers, or as one that stands for both. */
export function readPair(config: KerasConfig, key: string, missing?: Pair): Pair {
  const value = config[key]
  if (missing && (value === undefined || value === null)) return missing
  if (isWhole(value)) return [value, value]
  if (isPair(value)) return [value[0], value[1]]
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}, where one or two whole numbers belong`)
}

/**
 * Keras writes what is around an image as pairs of above and below, left and right. It also reads a pair of numbers, for height and width,
 * and one for all four sides.
 */
export function readSides(config: KerasConfig, key: string, missing: number): readonly [rows: Pair, columns: Pair] {
  const value = config[key] ?? missing
  const both = (side: unknown): unknown => (isWhole(side) ? [side, side] : side)
  const [rows, columns, ...others]: readonly unknown[] = Array.isArray(value)
    ? value.map(both)
    : [both(value), both(value)]
  if (isPair(rows) && isPair(columns) && others.length === 0) return [rows, columns]
  throw new LayerConfigError(
    `has ${describeValue(config[key])} for ${key}, where one, two or four whole numbers belong`,
  )
}

export function readChoice<Value extends string>(
  config: KerasConfig,
  key: string,
  options: readonly { readonly value: Value }[],
  missing: Value,
): Value {
  const value = config[key]
  if (value === undefined || value === null) return missing
  const option = options.find((candidate) => candidate.value === value)
  if (option) return option.value
  const known = options.map((candidate) => candidate.value).join(', ')
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}; Strata has ${known}`)
}

/** Refuses a config whose entry has another value than `only`, the one that Strata computes. */
export function requireValue(config: KerasConfig, key: string, only: unknown): void {
  const value = config[key]
  if (value === undefined || value === null || value === only) return
  throw new LayerConfigError(`has ${describeValue(value)} for ${key}; Strata has ${describeValue(only)} alone`)
}
