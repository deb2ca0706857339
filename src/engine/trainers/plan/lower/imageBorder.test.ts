import { expect, it } from 'vitest'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { INPUT } from '../../../../model/layers/define'
import type { DrawnLayer, LayerArgsOf } from '../../../../model/layers/registry'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { lowerStack } from '../lowerStack'
import { borderOf, type Border } from '../geometry'

const data = { height: 8, width: 10, channels: 3, classes: 10 }
const HEAD = [createLayer('Flatten'), createLayer('Dense', { units: 10, activation: 'softmax' })]

function lower(input: 'image' | 'flat', layers: readonly DrawnLayer[], parts?: number) {
  const chunk = { buffer: 'pixels 0', firstRow: 0, rows: 1 }
  const { forward, buffers } = lowerStack({
    stack: createStack(input, [...layers, ...HEAD]),
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize: 2 },
    normalisation: rescaling(3),
    chunks: [chunk, { ...chunk, buffer: 'pixels 1' }],
    ...(parts !== undefined && { parts }),
  })
  const gathers = forward.filter((operation) => operation.kind === 'gatherBatch')
  const [first] = forward.filter((operation) => operation.kind === 'conv2dForward')
  expect(gathers).toHaveLength(2)
  expect(gathers[1]?.border).toEqual(gathers[0]?.border)
  return {
    border: gathers[0]?.border,
    geometry: first?.geometry,
    values: (buffers.find(({ name }) => name === 'images')?.bytes ?? 0) / 4 / 2,
  }
}

const convolution = (args: Partial<LayerArgsOf['Conv2D']>) => createLayer('Conv2D', { filters: 4, ...args })

it.each<[string, 'image' | 'flat', readonly DrawnLayer[], Border]>([
  ['a 3 x 3 kernel', 'image', [convolution({ padding: 'same' })], { before: [1, 1], after: [1, 1] }],
  [
    'an even kernel',
    'image',
    [convolution({ padding: 'same', kernelSize: [2, 4] })],
    { before: [0, 1], after: [1, 2] },
  ],
  [
    'a stride that leaves the zeros below and to the right',
    'image',
    [convolution({ padding: 'same', strides: [2, 2] })],
    { before: [0, 0], after: [1, 1] },
  ],
  [
    'images that are flat at first',
    'flat',
    [createLayer('Reshape', { targetShape: [8, -1, 3] }), convolution({ padding: 'same' })],
    { before: [1, 1], after: [1, 1] },
  ],
])('the images have the zeros that their Conv2D pads them with: %s', (_, input, layers, expected) => {
  const { border, geometry, values } = lower(input, layers)
  expect(border).toEqual(expected)
  const { before, after } = expected
  expect(values).toBe((8 + before[0] + after[0]) * (10 + before[1] + after[1]) * 3)
  expect(geometry?.before).toEqual([0, 0])
  expect(borderOf(geometry!)).toBeUndefined()
})

it.each<[string, 'image' | 'flat', readonly DrawnLayer[], number?]>([
  ['no padding', 'image', [convolution({})]],
  ['another layer before', 'image', [createLayer('Rescaling', { scale: 2 }), convolution({ padding: 'same' })]],
  ['another shape', 'flat', [createLayer('Reshape', { targetShape: [10, 8, 3] }), convolution({ padding: 'same' })]],
  ['a batch in parts', 'image', [convolution({ padding: 'same' })], 2],
])('the images have no border: %s', (_, input, layers, parts) => {
  const { border, values } = lower(input, layers, parts)
  expect(border).toBeUndefined()
  expect(values).toBe(8 * 10 * 3)
})

it('the images have no border where another layer reads them too', () => {
  const first = convolution({ padding: 'same', filters: 3 })
  const { border } = lower('image', [first, { ...createLayer('Add'), from: [first, INPUT] }])
  expect(border).toBeUndefined()
})
