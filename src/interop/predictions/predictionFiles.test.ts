import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { addProbabilities } from '../../model/metrics/predictions'
import { PREDICTION_FILES } from './predictionFiles'

const classes = ['cat', 'a "dog", large']
const probabilities = new Uint16Array(6)
addProbabilities(Float32Array.of(2, 0, -1, 1, NaN, 0), 2, probabilities, 0)
const SPLIT = {
  split: 'test',
  predictions: { classes, predicted: Uint16Array.of(0, 1, 0), probabilities },
  labels: Uint16Array.of(0, 0, 1),
  paths: ['a/1.png', 'a/2.png', '=b/3.png'],
  images: Uint32Array.of(0, 1, 2),
  evaluate: () => Promise.reject(new Error('These files tell of predictions alone')),
} as const

it.each([
  [
    'predictions.csv',
    [
      'image_path,label,label_predictions,label_probabilities_cat,"label_probabilities_a ""dog"", large",label_probability',
      'a/1.png,cat,cat,0.88086,0.1192,0.88086',
      'a/2.png,cat,"a ""dog"", large",0.1192,0.88086,0.88086',
      '=b/3.png,"a ""dog"", large",cat,NaN,NaN,NaN',
      '',
    ].join('\n'),
  ],
  ['predicted.tabular', 'Predicted\ncat\na "dog", large\ncat\n'],
])('%s', async (name, text) => {
  expect(await PREDICTION_FILES.find((file) => file.name === name)?.write(SPLIT)).toBe(text)
})

it('has every probability to the digits that lead back to it', async () => {
  const text = await PREDICTION_FILES[0].write(SPLIT)
  const [, first] = Papa.parse<readonly string[]>(text).data
  expect(Math.abs(Number(first![3]) - 1 / (1 + Math.exp(-2)))).toBeLessThan(2 ** -12)
})
