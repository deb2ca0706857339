/** Kernels out of a layer's weights: each weight in one of them, with the filter and channel that it belongs to. */
import { expect, it } from 'vitest'
import { kernelOf, listKernels } from './filterKernels'

const shape = [1, 2, 3, 2]
const kernel = { shape, values: Float32Array.from({ length: 12 }, (_, at) => at) }

it('lists a convolution filter by filter', () => {
  const all = listKernels(shape, 'Conv2D')
  expect(all.map(({ filter, input }) => [filter, input])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ])
  // [row, column, input, filter]
  expect([...kernelOf(kernel, all[4]!)]).toEqual([3, 9])
})

it('knows that a transposed convolution has its filters before its channels, and a depthwise one no filters of many', () => {
  const transposed = listKernels(shape, 'Conv2DTranspose')
  expect(transposed.at(-1)).toEqual({ filter: 2, input: 1, at: [2, 1] })
  expect([...kernelOf(kernel, transposed.at(-1)!)]).toEqual([5, 11])
  const depthwise = listKernels(shape, 'DepthwiseConv2D')
  expect(depthwise.at(-1)).toEqual({ filter: 5, input: 2, at: [2, 1] })
})

it('loses no weight', () => {
  for (const className of ['Conv2D', 'Conv2DTranspose', 'DepthwiseConv2D'] as const) {
    const all = listKernels(shape, className).flatMap((each) => [...kernelOf(kernel, each)])
    expect(all.toSorted((a, b) => a - b)).toEqual([...kernel.values])
  }
})
