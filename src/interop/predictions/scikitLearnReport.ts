/** scikit-learn's classification report. */
import { reportText } from '../../model/metrics/reportText'
import type { PredictionFile } from './predictionFile'

export const scikitLearnReport: PredictionFile = {
  id: 'scikitLearn',
  name: 'classification_report.txt',
  write({ predictions: { classes, predicted }, labels, images }) {
    const confusion = new Array<number>(classes.length ** 2).fill(0)
    for (const image of images) confusion[labels[image]! * classes.length + predicted[image]!]! += 1
    return reportText(confusion, classes)
  },
}
