import { expect, it } from 'vitest'
import { analyseStack } from '../../graph/shapes'
import { createLayer, createStack } from '../../graph/stack'

const data = { height: 9, width: 8, channels: 3, classes: 3 }

it.each(['GlobalAveragePooling2D', 'GlobalMaxPooling2D'] as const)('%s keeps one value a channel', (className) => {
  const [pooled, kept] = [false, true].map((keepdims) => {
    const stack = createStack('image', [createLayer(className, { keepdims })])
    return analyseStack(stack, data).layers[0]
  })
  expect(pooled?.output).toEqual([3])
  expect(kept).toMatchObject({ output: [1, 1, 3], receptiveField: 'image' })
})

it('ends a classifier whose channels are the classes', () => {
  const stack = createStack('image', [
    createLayer('Conv2D', { filters: 3, activation: 'linear' }),
    createLayer('GlobalAveragePooling2D'),
  ])
  expect(analyseStack(stack, data).trainable).toBe(true)
})

it('needs images, and says so', () => {
  const stack = createStack('flat', [createLayer('GlobalMaxPooling2D')])
  expect(analyseStack(stack, data).layers[0]?.problems).toMatchObject([
    { message: 'GlobalMaxPooling2D needs images: insert Reshape to 9 × 8 × 3.', fix: { kind: 'insertBefore' } },
  ])
})
