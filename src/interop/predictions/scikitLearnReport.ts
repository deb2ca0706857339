/** scikit-learn's classification report. */
import { countConfusion } from '../../model/metrics/confusion'
import { reportText } from '../../model/metrics/reportText'
import type { PredictionFile } from './predictionFile'

export const scikitLearnReport: PredictionFile = {
  id: 'scikitLearn',
  name: 'classification_report.txt',
  write({ predictions: { classes, predicted }, labels, images }) {
    const [truths, guesses] = [labels, predicted].map((all) => Uint16Array.from(images, (image) => all[image]!))
    return reportText(countConfusion(truths!, guesses!, classes.length), classes)
  },
}
