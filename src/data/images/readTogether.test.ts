import { describe, expect, it } from 'vitest'
import { readTogether } from './readTogether'
import type { Place } from '../../files/sourceEntry'

/** Of its own length, and of its own bytes. */
const placeOf = (i: number): Place => ({ file: new Blob([new Uint8Array(i % 50).fill(i)]), begin: 0, end: i % 50 })

describe('readTogether', () => {
  it('gives each of very many files its own bytes', async () => {
    const places = Array.from({ length: 1000 }, (_, i) => placeOf(i))
    const { bytes, begins, ends } = await readTogether(places)
    for (let i = 0; i < 1000; i++) {
      expect([...bytes.subarray(begins[i], ends[i])]).toEqual(Array(i % 50).fill(i & 255))
    }
  })
})
