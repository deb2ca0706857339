import { expect, it } from 'vitest'
import { createLayer, createStack } from '../../../model/graph/stack'
import { IMAGES, inputsOf, onlyReaderOf } from './readers'

const { layers } = createStack('image', [createLayer('Conv2D'), createLayer('MaxPooling2D'), createLayer('Flatten')])
const [conv, pool, flatten] = layers.map(({ id }) => id) as [string, string, string]

it('reads each layer’s input from the one above', () => {
  expect([...inputsOf(layers)]).toEqual([
    [conv, IMAGES],
    [pool, conv],
    [flatten, pool],
  ])
  expect(onlyReaderOf(conv, layers, inputsOf(layers))?.id).toBe(pool)
  expect(onlyReaderOf(flatten, layers, inputsOf(layers))).toBeUndefined()
})

it('names no only reader where two layers read the same', () => {
  const inputs = new Map([...inputsOf(layers), [flatten, conv]])
  expect(onlyReaderOf(conv, layers, inputs)).toBeUndefined()
})
