import type { ModelSummary } from '../../engine/protocol/model'
import type { DatasetSummary } from '../../engine/protocol/data'
import type { Evaluation } from '../../model/metrics/evaluation'
import { describe, expect, it } from 'vitest'
import { testState, type TestFacts } from './testState'

const DATASET = {
  width: 28,
  height: 28,
  channels: 1,
  classes: ['cat', 'dog'],
  perClass: { train: [5, 5], validation: [0, 0], test: [2, 2] },
} as unknown as DatasetSummary

const MODEL = {
  data: { width: 28, height: 28, channels: 1, classes: 2 },
  classes: ['cat', 'dog'],
} as unknown as ModelSummary
const RESULTS = { split: 'test', images: 4 } as unknown as Evaluation

const UNTESTED: TestFacts = {
  dataset: DATASET,
  model: MODEL,
  training: false,
  test: undefined,
  testing: false,
  isOutdated: false,
}

describe('the test results', () => {
  it('are there when the model was tested', () => {
    expect(testState({ ...UNTESTED, test: RESULTS })).toEqual({ kind: 'results', results: RESULTS })
  })

  it('can be had when a model that fits was not tested', () => {
    expect(testState(UNTESTED)).toEqual({
      kind: 'untested',
      message: 'This model has not been tested on these data yet.',
    })
    expect(testState({ ...UNTESTED, isOutdated: true })).toEqual({
      kind: 'untested',
      message: 'Test images or their labels have changed since this model was tested.',
    })
  })

  it.each([
    ['data', { dataset: undefined }, 'no data to test the model on'],
    ['data and model', { dataset: undefined, model: undefined }, 'nothing to test yet'],
    ['model', { model: undefined }, 'no model yet'],
    ['test split', { dataset: { ...DATASET, perClass: { ...DATASET.perClass, test: [0, 0] } } }, 'no test split'],
    [
      'excluded images',
      { dataset: { ...DATASET, excluded: 4, perClass: { ...DATASET.perClass, test: [0, 0] } } },
      'include some that are excluded',
    ],
    ['end of the run', { training: true }, 'when the run has ended'],
    ['images of the right size', { dataset: { ...DATASET, width: 32 } }, '32 × 28 pixels'],
    ['images of the right classes', { dataset: { ...DATASET, classes: ['a', 'b'] } }, 'knows no class of the data'],
  ] as const)('say what is missing: the %s', (_, change, words) => {
    const state = testState({ ...UNTESTED, ...change })
    expect(state.kind === 'missing' && state.message).toContain(words)
  })

  it('say which images would have to be left out', () => {
    expect(testState({ ...UNTESTED, dataset: { ...DATASET, classes: ['eel', 'dog'] } })).toEqual({
      kind: 'missing',
      message: 'The model doesn’t know “eel”, which 7 images of the data are: leave them out, or load other data.',
      unknown: [{ index: 0, name: 'eel', images: 7 }],
    })
    expect(testState({ ...UNTESTED, dataset: { ...DATASET, width: 32, classes: ['eel', 'dog'] } })).toMatchObject({
      unknown: [],
    })
  })
})
