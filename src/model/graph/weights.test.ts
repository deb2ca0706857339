import { expect, it } from 'vitest'
import { trainableFirst } from './weights'

it('lists the weights that don’t train behind all that do, each kind in the order of the layers', () => {
  const spec = (key: string, trainable = true) => ({ key, trainable })
  const layers = [
    [spec('conv2d/kernel'), spec('conv2d/bias')],
    [spec('statistics/mean', false), spec('statistics/gamma'), spec('statistics/variance', false)],
    [],
    [spec('dense/kernel'), spec('dense/bias')],
  ]
  expect(trainableFirst(layers).map(({ key }) => key)).toEqual([
    'conv2d/kernel',
    'conv2d/bias',
    'statistics/gamma',
    'dense/kernel',
    'dense/bias',
    'statistics/mean',
    'statistics/variance',
  ])
})
