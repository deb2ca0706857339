import { expect, it } from 'vitest'
import { describeSizes } from './sizes'

const one = { title: 'Run 1', classes: ['a', 'b'], confusion: [24, 0, 6, 18] }

it('says nothing of matrices of one size', () => {
  expect(describeSizes(one, { ...one, title: 'Run 2', confusion: [20, 4, 0, 24] }, 'test image')).toBeUndefined()
})

it('says why counts can’t be subtracted, or nothing can', () => {
  const rest =
    '. Their counts can’t be subtracted, so the difference is one of the shares of each row, in percentage points.'
  expect(describeSizes(one, { ...one, title: 'Run 2', confusion: [27, 13, 0, 40] }, 'validation image')).toBe(
    `The splits differ in size: Run 1 has 48 validation images, Run 2 80${rest}`,
  )
  expect(describeSizes(one, { ...one, title: 'Run 2', confusion: [20, 0, 4, 24] }, 'test image')).toBe(
    `Run 1 and Run 2 have other numbers of test images in some classes${rest}`,
  )
  expect(describeSizes(one, { ...one, title: 'Run 2', classes: ['a', 'c'] }, 'test image')).toBe(
    'Their classes differ, so these matrices can’t be subtracted.',
  )
})
