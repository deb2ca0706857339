/**
 * Writes FlatBuffers (https://flatbuffers.dev/internals/) from declared tables. A table is declared once, with the number and the kind of
 * each field, as a schema lists them. A declared table makes parts of values by the fields' names; a part writes itself into a builder.
 */
import { Builder } from 'flatbuffers'

/** Writes a table and all that it refers to, and gives its place. */
export type Part = (builder: Builder) => number

interface Field<Value> {
  /** The field's place in the table, counted from 0. */
  readonly at: number
  /** Writes what lies outside of the table and gives its place. What lies in the table is given as it is. */
  write(builder: Builder, value: Value): number
  add(builder: Builder, at: number, written: number): void
}

type Fields = Readonly<Record<string, Field<unknown>>>
type ValuesOf<Of extends Fields> = {
  readonly [Name in keyof Of]?: Of[Name] extends Field<infer Value> ? Value : never
}

function inside(add: Field<number>['add']) {
  return (at: number): Field<number> => ({ at, write: (_, value) => value, add })
}

function outside<Value>(write: Field<Value>['write']) {
  return (at: number): Field<Value> => ({
    at,
    write,
    add: (builder, place, offset) => builder.addFieldOffset(place, offset, 0),
  })
}

// A default of null writes every value, so that no default of a schema need be known.
export const int8 = inside((builder, at, value) => builder.addFieldInt8(at, value, null))
export const int32 = inside((builder, at, value) => builder.addFieldInt32(at, value, null))
export const float32 = inside((builder, at, value) => builder.addFieldFloat32(at, value, null))

export const text = outside<string>((builder, value) => builder.createString(value))
export const one = outside<Part>((builder, part) => part(builder))
export const many = outside<readonly Part[]>((builder, parts) => {
  const offsets = parts.map((part) => part(builder))
  return vector(builder, offsets, (offset) => builder.addOffset(offset))
})
export const ints = outside<readonly number[]>((builder, values) =>
  vector(builder, values, (value) => builder.addInt32(value)),
)
export const floats = outside<readonly number[]>((builder, values) =>
  vector(builder, values, (value) => builder.addFloat32(value)),
)

/** What readers of weights ask for: they read them where they lie. */
const ALIGNMENT = 16

export const bytes = outside<Uint8Array>((builder, value) => {
  builder.prep(ALIGNMENT, value.length)
  return builder.createByteVector(value)
})

/** A builder writes from the end to the beginning. All elements take 4 bytes. */
function vector(builder: Builder, values: readonly number[], add: (value: number) => void): number {
  builder.startVector(4, values.length, 4)
  for (const value of values.toReversed()) add(value)
  return builder.endVector()
}

/** Declares a table. Fields that get no value are left out. */
export function table<const Of extends Fields>(fields: Of): (values: ValuesOf<Of>) => Part {
  const length = Math.max(-1, ...Object.values(fields).map(({ at }) => at)) + 1
  return (values) => (builder) => {
    const given = Object.entries(fields).flatMap(([name, field]) => {
      const value = values[name]
      return value === undefined ? [] : [{ field, written: field.write(builder, value) }]
    })
    builder.startObject(length)
    for (const { field, written } of given) field.add(builder, field.at, written)
    return builder.endObject()
  }
}

/** @param size about how many bytes it takes, so that the builder need not grow. */
export function writeFlatBuffer(root: Part, identifier: string, size = 1024): Uint8Array<ArrayBuffer> {
  const builder = new Builder(size)
  builder.finish(root(builder), identifier)
  return builder.asUint8Array().slice()
}
