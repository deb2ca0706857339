import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256 } from './sha256'

it('is what Node’s own is, for every length around a block and for a megabyte', () => {
  const bytes = Uint8Array.from({ length: 2 ** 20 + 7 }, (_, i) => (i * 2_654_435_761) >>> 24)
  const lengths = [...Array.from({ length: 130 }, (_, i) => i), 2 ** 20, bytes.length]
  for (const length of lengths) {
    const part = bytes.subarray(bytes.length - length)
    expect(Buffer.from(sha256(part)).toString('hex')).toBe(createHash('sha256').update(part).digest('hex'))
  }
})
