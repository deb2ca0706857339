import { expect, it } from 'vitest'
import { windowFields } from './windowFields'

it('windowFields has what moves a window, and nothing of a layer without one', () => {
  expect(windowFields('Conv2D').map(({ label }) => label)).toEqual([
    'Kernel size',
    'Strides',
    'Padding',
    'Dilation rate',
  ])
  expect(windowFields('MaxPooling2D').map(({ label }) => label)).toEqual(['Pool size', 'Strides', 'Padding'])
  expect(windowFields('Dense')).toEqual([])
})
