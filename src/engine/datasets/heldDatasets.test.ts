import { describe, expect, it } from 'vitest'
import { createHeldDatasets, type HeldDataset } from './heldDatasets'

function heldOf(bytes: number): HeldDataset {
  const dataset = {
    name: `${bytes} bytes`,
    width: 1,
    height: 1,
    channels: 1,
    count: bytes,
    pixels: new Uint8Array(bytes),
    classes: ['a', 'b'],
    labels: new Uint16Array(bytes),
    splits: new Uint8Array(bytes),
    paths: [],
  }
  const report = { splitsGiven: true, files: [], problems: [], problemCount: 0, problemsCsv: '', notes: [] }
  return { dataset, report, seconds: 0 }
}

describe('createHeldDatasets', () => {
  it('gives each dataset an id of its own, from 1', () => {
    const held = createHeldDatasets()
    const one = heldOf(1)
    expect([held.add(one), held.add(heldOf(2))]).toEqual([1, 2])
    expect(held.get(1)).toBe(one)
    expect(held.get(0)).toBeUndefined()
    expect(held.get(3)).toBeUndefined()
  })

  it('lets the one go that was used longest ago when there are too many', () => {
    const held = createHeldDatasets({ datasets: 2, bytes: 1000 })
    held.add(heldOf(1))
    held.add(heldOf(1))
    held.get(1)
    held.add(heldOf(1))
    expect([1, 2, 3].map((id) => held.get(id) !== undefined)).toEqual([true, false, true])
  })

  it('lets as many go as the pixels of a new one need, and keeps it whatever it takes', () => {
    const held = createHeldDatasets({ datasets: 10, bytes: 100 })
    for (const bytes of [40, 40, 15]) held.add(heldOf(bytes))
    held.add(heldOf(60))
    expect([1, 2, 3, 4].map((id) => held.get(id) !== undefined)).toEqual([false, false, true, true])
    held.add(heldOf(500))
    expect([3, 4, 5].map((id) => held.get(id) !== undefined)).toEqual([false, false, true])
  })
})
