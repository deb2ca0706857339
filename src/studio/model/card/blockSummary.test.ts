import { expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../../model/graph/shapes'
import { createLayer, createStack } from '../../../model/graph/stack'
import { summariseBlock } from './blockSummary'

const { layers } = analyseStack(
  createStack('image', [
    createLayer('Conv2D', { filters: 8 }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 0 }),
  ]),
  DEFAULT_DATA_SHAPE,
)

it('sums up what the layers of a block make and cost', () => {
  expect(summariseBlock(layers.slice(0, 2))).toEqual({
    layers: 2,
    output: [5408],
    parameters: 80,
    weighted: 1,
    frozen: 0,
    errors: 0,
    hints: 0,
  })
})

it('knows no shape and no sum where a layer has an error', () => {
  expect(summariseBlock(layers)).toEqual({ layers: 3, weighted: 1, frozen: 0, errors: 1, hints: 0 })
})
