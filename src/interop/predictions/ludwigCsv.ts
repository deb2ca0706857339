/**
 * Ludwig's predictions as CSV: `label_predictions`, `label_probabilities_<class>` and `label_probability`, with the path and the label of each
 * image before them.
 */
import Papa from 'papaparse'
import { probabilityOf } from '../../model/metrics/predictions'
import type { PredictionFile } from './predictionFile'

/** A number of 16 bits has no more: the digits lead back to it. */
const DIGITS = 5

export const ludwigCsv: PredictionFile = {
  id: 'ludwig',
  name: 'predictions.csv',
  write({ predictions, labels, paths, images }) {
    const { classes, predicted } = predictions
    const head = [
      ...['image_path', 'label', 'label_predictions'],
      ...classes.map((name) => `label_probabilities_${name}`),
      'label_probability',
    ]
    const rows = Array.from(images, (image) => [
      paths[image]!,
      classes[labels[image]!]!,
      classes[predicted[image]!]!,
      ...classes.map((_, index) => shorten(probabilityOf(predictions, image, index))),
      shorten(probabilityOf(predictions, image, predicted[image]!)),
    ])
    return `${Papa.unparse([head, ...rows], { newline: '\n' })}\n`
  },
}

function shorten(probability: number): string {
  return Number.isNaN(probability) ? 'NaN' : String(Number(probability.toPrecision(DIGITS)))
}
