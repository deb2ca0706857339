import { describe, expect, it } from 'vitest'
import { nextPortion } from './usePortions'

const rows = (count: number, form: string): ReadonlyMap<string, string> =>
  new Map(Array.from({ length: count }, (_, at) => [`layer-${at}`, form]))

/** What is drawn after each portion, from what was drawn before to the end. */
function portions(drawn: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>) {
  const all = [drawn]
  for (;;) {
    const last = all.at(-1)!
    const next = nextPortion(last, wanted)
    if (next === last) return all.slice(1)
    all.push(next)
  }
}

describe('cards in portions', () => {
  it('are all drawn in the end, those at the top first, and none before its turn', () => {
    const steps = portions(new Map(), rows(20, 'unfolded'))
    expect(steps.map(({ size }) => size)).toEqual([6, 12, 18, 20])
    expect([...steps[0]!.keys()]).toEqual([...rows(6, '').keys()])
    expect(steps.at(-1)).toEqual(rows(20, 'unfolded'))
  })

  it('stand as they stood until their turn comes', () => {
    const [first] = portions(rows(9, 'folded'), rows(9, 'unfolded'))
    expect([...first!.values()]).toEqual([...Array<string>(6).fill('unfolded'), ...Array<string>(3).fill('folded')])
  })

  it('are drawn at once where they are few, and forgotten when they go', () => {
    const wanted = new Map([...rows(9, 'folded'), ['layer-4', 'unfolded']])
    expect(portions(rows(9, 'folded'), wanted)).toEqual([wanted])
    expect(portions(rows(9, 'folded'), new Map())).toEqual([new Map()])
    expect(portions(rows(9, 'folded'), rows(9, 'folded'))).toEqual([])
  })
})
