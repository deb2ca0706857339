import { expect, test } from 'vitest'
import { ALL_IMAGES, changeFilter, isFiltered } from './imageView'

test('parts of a filter come and go', () => {
  const sevens = changeFilter(ALL_IMAGES, { classIndex: 7, sort: 'brightness' })
  expect(sevens.filter).toEqual({ classIndex: 7, sort: 'brightness' })
  expect(isFiltered(sevens)).toBe(true)
  const sorted = changeFilter(sevens, { classIndex: undefined })
  expect(sorted.filter).toEqual({ sort: 'brightness' })
  expect(isFiltered(sorted)).toBe(false)
})

test('the reason for a list goes with the list', () => {
  const listed = { filter: { images: [1, 2] }, why: 'Identical images' }
  expect(changeFilter(listed, { sort: 'class' })).toEqual({
    filter: { images: [1, 2], sort: 'class' },
    why: 'Identical images',
  })
  expect(changeFilter(listed, { images: undefined })).toEqual(ALL_IMAGES)
})
