import { expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { insertLayer, createLayer } from '../../model/graph/stack'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { analyse } from './analyse'

const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)

it('gives every panel the same analysis of a stack and data', () => {
  const analysis = analyse(stack, DEFAULT_DATA_SHAPE)
  expect(analysis).toEqual(analyseStack(stack, DEFAULT_DATA_SHAPE))
  expect(analyse(stack, { ...DEFAULT_DATA_SHAPE })).toBe(analysis)
})

it('analyses a stack anew for other data, and another stack', () => {
  analyse(stack, DEFAULT_DATA_SHAPE)
  const colour = { ...DEFAULT_DATA_SHAPE, channels: 3 }
  expect(analyse(stack, colour)).toEqual(analyseStack(stack, colour))
  const edited = insertLayer(stack, 1, createLayer('Dropout'))
  expect(analyse(edited, colour)).toEqual(analyseStack(edited, colour))
})
