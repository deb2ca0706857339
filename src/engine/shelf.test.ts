import { describe, expect, it } from 'vitest'
import { createShelf, type Shelf } from './shelf'

const shelfOf = (things: number, bytes: number): Shelf<Uint8Array> =>
  createShelf({ things, bytes }, ({ byteLength }) => byteLength)

function add(shelf: Shelf<Uint8Array>, bytes: number): number {
  const id = shelf.nextId()
  shelf.put(id, new Uint8Array(bytes))
  return id
}

describe('a shelf', () => {
  it('gives each thing an id of its own, from 1', () => {
    const shelf = shelfOf(8, 1000)
    expect([add(shelf, 1), add(shelf, 2)]).toEqual([1, 2])
    expect(shelf.get(1)).toHaveLength(1)
    expect(shelf.get(0)).toBeUndefined()
    expect(shelf.get(3)).toBeUndefined()
  })

  it('has one thing under an id: the last', () => {
    const shelf = shelfOf(8, 1000)
    const id = add(shelf, 1)
    shelf.put(id, new Uint8Array(7))
    expect(shelf.get(id)).toHaveLength(7)
  })

  it('lets the one go that was used longest ago when there are too many', () => {
    const shelf = shelfOf(2, 1000)
    add(shelf, 1)
    add(shelf, 1)
    shelf.get(1)
    add(shelf, 1)
    expect([1, 2, 3].map((id) => shelf.has(id))).toEqual([true, false, true])
  })

  it('lets as many go as a new one needs, and keeps that whatever it takes', () => {
    const shelf = shelfOf(10, 100)
    for (const bytes of [40, 40, 15]) add(shelf, bytes)
    add(shelf, 60)
    expect([1, 2, 3, 4].map((id) => shelf.has(id))).toEqual([false, false, true, true])
    add(shelf, 500)
    expect([3, 4, 5].map((id) => shelf.has(id))).toEqual([false, false, true])
  })
})
