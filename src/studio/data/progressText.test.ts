import { describe, expect, it } from 'vitest'
import { describePace, describeProgress } from './progressText'

describe('a load that goes on', () => {
  it('counts files, bytes and images, each where they are what is waited for', () => {
    expect(describeProgress({ phase: 'listing', done: 1200, total: 0 })).toBe('1,200 files so far')
    expect(describeProgress({ phase: 'downloading', done: 0, total: 0 })).toBe('Asking zenodo.org')
    expect(describeProgress({ phase: 'downloading', done: 12.3e6, total: 27e6 })).toBe('12.3 MB of 27.0 MB')
    expect(describeProgress({ phase: 'reading', done: 0, total: 0 })).toBe('Looking through the files')
    expect(describeProgress({ phase: 'decoding', done: 1200, total: 70_000 })).toBe('1,200 of 70,000 images')
  })

  it('says how fast it goes and how long it will take, as far as that is known', () => {
    expect(describePace({ phase: 'decoding', done: 0, total: 70_000, perSecond: 0 })).toBeUndefined()
    expect(describePace({ phase: 'decoding', done: 10_000, total: 70_000, perSecond: 20_000 })).toBe(
      '20,000 images/s · 3.0 s left',
    )
    expect(describePace({ phase: 'downloading', done: 7e6, total: 27e6, perSecond: 1e6 })).toBe('1.00 MB/s · 20 s left')
    expect(describePace({ phase: 'downloading', done: 7e6, total: 0, perSecond: 1e6 })).toBe('1.00 MB/s')
  })
})
