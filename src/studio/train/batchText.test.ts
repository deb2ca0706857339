import { describe, expect, it } from 'vitest'
import type { SeenBatch } from '../../engine/protocol/run'
import { describeBatchFacts, describeStep, describeUpdates } from './batchText'

const BATCH: SeenBatch = {
  place: { epoch: 2, step: 3, steps: 1200 },
  images: 32,
  loss: 1.39214,
  correct: 11,
  learningRate: 0.001,
  shown: Array.from({ length: 32 }, (_, place) => ({ path: 'a.png', truth: 0, predicted: 0, loss: 1, place })),
  rgba: new Uint8ClampedArray(),
  width: 1,
  height: 1,
  augmented: false,
  weighted: false,
  layers: [],
}
const withRatios = (...ratios: readonly number[]): SeenBatch => ({
  ...BATCH,
  layers: ratios.map((update, i) => ({ layer: `layer${i}`, weights: 1, update })),
})

it('says where a step was, and what it came to', () => {
  expect(describeStep(BATCH)).toBe('Step 3 of 1,200 in epoch 2: loss 1.3921, 34.4\u202f% right')
  expect(describeBatchFacts(BATCH)).toBe('32 images, learning rate 0.001')
  expect(describeBatchFacts({ ...BATCH, images: 600, augmented: true, weighted: true })).toBe(
    '600 images, of which the 32 of the largest losses are shown, learning rate 0.001, augmented as the model saw them, losses times the weight of the class',
  )
})

describe('what the updates mean', () => {
  it('is said by the largest of them', () => {
    expect(describeUpdates(withRatios(0.0005, 0.002))).toBe(
      'The layers moved by 0.05\u202f% to 0.2\u202f% of their weights. About 0.1\u202f% a step is usual.',
    )
    expect(describeUpdates(withRatios(0.002))).toBe(
      '\u2068layer0\u2069 moved by 0.2\u202f% of its weights. About 0.1\u202f% a step is usual.',
    )
    expect(describeUpdates(withRatios(0.0005, 0.3))).toMatch(
      /^\u2068layer1\u2069 moved by 30\u202f% of its weights in one step/,
    )
    expect(describeUpdates(withRatios(1e-7, 2e-6))).toMatch(
      /^No layer moved by more than 2\.0e-4\u202f% of its weights/,
    )
  })

  it('is no advice on the learning rate where a step only keeps its gradients', () => {
    const still = withRatios(0, 0)
    expect(describeUpdates({ ...still, ofUpdate: { step: 2, steps: 3 } })).toBe(
      'Its gradients are kept: step 2 of the 3 that make one update, which comes with the last of them.',
    )
    expect(describeUpdates({ ...withRatios(0.002), ofUpdate: { step: 3, steps: 3 } })).toMatch(/ moved by 0.2\u202f%/)
  })

  it('is said where there is nothing to compare', () => {
    expect(describeUpdates(BATCH)).toBe('No layer has weights to train.')
    expect(describeUpdates({ ...withRatios(0.1), learningRate: 0 })).toMatch(/^The learning rate of this step was 0/)
    expect(describeUpdates({ ...BATCH, layers: [{ layer: 'a', weights: 0, update: 1 }] })).toMatch(
      /^All weights were 0/,
    )
    expect(describeUpdates(withRatios(NaN))).toMatch(/^The update is infinite or not a number/)
  })
})
