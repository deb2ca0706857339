import { expect, it } from 'vitest'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { lowerStack } from '../../plan/lowerStack'
import type { Operation } from '../../plan/operation'
import { keyOf } from './choiceKey'

const conv = (filters: number) => createLayer('Conv2D', { filters, padding: 'same' })

/** The forward passes of the convolutions of so many filters each. */
function forwardOf(filters: readonly number[], batchSize = 8): readonly Operation[] {
  const data = { height: 12, width: 12, channels: 4, classes: 3 }
  const end = [createLayer('Flatten'), createLayer('Dense', { units: 3, activation: 'softmax' })]
  const { forward } = lowerStack({
    stack: createStack('image', [...filters.map(conv), ...end]),
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(4),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 40 }],
  })
  return forward.filter(({ kind }) => kind === 'conv2dForward')
}

const info = { vendor: 'nvidia', architecture: 'ampere', device: '', description: 'NVIDIA GeForce RTX 3060' }
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
const place = { info, userAgent }
const [first] = forwardOf([8]) as [Operation]

it('has a key that changes with each part of it', () => {
  const keys = [
    keyOf(place, first),
    ...Object.keys(info).map((part) => keyOf({ ...place, info: { ...info, [part]: 'another' } }, first)),
    keyOf({ ...place, info: undefined }, first),
    keyOf({ ...place, userAgent: userAgent.replace('131', '132') }, first),
    keyOf({ ...place, userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0' }, first),
    keyOf({ ...place, version: 0 }, first),
    keyOf(place, forwardOf([12])[0]!),
    keyOf(place, forwardOf([8], 16)[0]!),
  ]
  expect(new Set(keys).size).toBe(keys.length)
})

it('is the same for the same operation elsewhere in another stack, and in another build of the browser', () => {
  // The second convolution of one, and the third of the other: other layers, other buffers, other places of their weights.
  const [one, other] = [forwardOf([8, 8])[1]!, forwardOf([12, 8, 8])[2]!]
  expect(other).not.toEqual(one)
  expect(keyOf(place, other)).toBe(keyOf(place, one))
  const renewed = userAgent.replace('131.0.0.0', '131.0.6778.85')
  expect(keyOf({ ...place, userAgent: renewed }, one)).toBe(keyOf(place, one))
})

it('tells places apart from which weights can be read by fours, and from which they can’t', () => {
  if (first.kind !== 'conv2dForward') throw new Error('It is a convolution')
  const at = (kernelOffset: number) => keyOf(place, { ...first, kernelOffset })
  expect(at(4)).toBe(at(8))
  expect(at(4)).not.toBe(at(5))
})
