import { expect, it } from 'vitest'
import { hash } from './hash'

it('is PCG’s, in 32 bits', () => {
  // From its published source, compiled as C.
  expect([0, 1, 2 ** 31, 2 ** 32 - 1].map(hash)).toEqual([0x07bb2fe2, 0xa8beea3c, 0x21c72646, 0xe62a4902])
  expect(hash(-1)).toBe(hash(2 ** 32 - 1))
})
