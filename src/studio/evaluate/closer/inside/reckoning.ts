/** What a value is made of, sorted for a person who adds it up. */
import type { Term } from '../../../../model/inside/valueTerms'

/** A product; what lies in the padding counts as 0. */
export function productOf({ value = 0, weight = 1 }: Term): number {
  return value * weight
}

/** The terms of one channel of one input, under a window. */
export interface ChannelTerms {
  readonly input: number
  readonly channel: number
  readonly terms: readonly Term[]
  readonly sum: number
}

/** By input channel, those that contribute most first. */
export function byChannel(terms: readonly Term[]): readonly ChannelTerms[] {
  const groups = new Map<string, Term[]>()
  for (const term of terms) {
    const key = `${term.input} ${term.at.at(-1)}`
    const group = groups.get(key)
    if (group) group.push(term)
    else groups.set(key, [term])
  }
  return [...groups.values()]
    .map((group) => ({
      input: group[0]!.input,
      channel: group[0]!.at.at(-1)!,
      terms: group,
      sum: group.reduce((sum, term) => sum + productOf(term), 0),
    }))
    .toSorted((one, other) => Math.abs(other.sum) - Math.abs(one.sum) || one.channel - other.channel)
}

/** Terms in rows and columns, as they lie under the window. */
export interface TermTable {
  readonly rows: number
  readonly columns: number
  /** Row by row; nothing where no term lies. */
  readonly terms: readonly (Term | undefined)[]
}

/**
 * By their place in the kernel where they have one, or in the input.
 * @param terms of one channel.
 */
export function tabulate(terms: readonly Term[]): TermTable {
  const placeOf = ({ at, weightAt }: Term): readonly [number, number] => {
    const [row = 0, column = 0] = weightAt && weightAt.length > 2 ? weightAt : at
    return [row, column]
  }
  const places = terms.map(placeOf)
  const along = (axis: 0 | 1): readonly number[] =>
    [...new Set(places.map((place) => place[axis]))].toSorted((a, b) => a - b)
  const [rows, columns] = [along(0), along(1)]
  const table = Array<Term | undefined>(rows.length * columns.length).fill(undefined)
  for (const [index, term] of terms.entries()) {
    const [row, column] = places[index]!
    table[rows.indexOf(row) * columns.length + columns.indexOf(column)] = term
  }
  return { rows: rows.length, columns: columns.length, terms: table }
}

/** A window with more places along a side is a list. */
const MOST_ALONG = 7

/** Whether the terms of a channel lie under a window that is small enough to be drawn. */
export function isDrawn(terms: readonly Term[]): boolean {
  if (terms.length === 0 || terms[0]!.at.length < 3) return false
  const { rows, columns } = tabulate(terms)
  return rows <= MOST_ALONG && columns <= MOST_ALONG
}

/** The largest products first. */
export function bySize(terms: readonly Term[]): readonly Term[] {
  return terms.toSorted((one, other) => Math.abs(productOf(other)) - Math.abs(productOf(one)))
}
