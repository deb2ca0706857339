/**
 * Ludwig's `test_statistics.json`: its metrics of a category, and its confusion matrix with what is read off it. Rows and columns stand in the
 * order of the model's outputs, as in Ludwig, and as the columns of `predictions.csv`.
 */
import { macroHitsAt } from '../../model/metrics/hits'
import { probabilityOf, type Predictions, type Truth } from '../../model/metrics/predictions'
import { areaUnderRoc, rocCurve } from '../../model/metrics/roc'
import { countScores, createCounts, tallyOf } from '../../model/metrics/tally'
import { macroAccuracy, overallStats, perClassStats } from '../statistics/confusionStats'
import { pythonJson } from '../statistics/pythonJson'
import type { PredictionFile } from './predictionFile'

/** Ludwig's own `top_k`. It leaves hits at k out where there are no more classes. */
const TOP_K = 3

export const ludwigTestStatistics: PredictionFile = {
  id: 'ludwigTest',
  name: 'test_statistics.json',
  async write({ predictions, labels, images, evaluate }) {
    const { classes, confusion, loss, accuracy, ranks } = await evaluate()
    const count = classes.length
    return pythonJson({
      combined: { loss },
      label: {
        accuracy: macroAccuracy(confusion, count),
        accuracy_micro: accuracy,
        ...(count > TOP_K && ranks && { hits_at_k: macroHitsAt(ranks, count, TOP_K) ?? NaN }),
        loss,
        roc_auc: meanArea(predictions, { labels, images }),
        confusion_matrix: classes.map((_, row) => confusion.slice(row * count, (row + 1) * count)),
        overall_stats: overallStats(confusion, count),
        per_class_stats: new Map(perClassStats(confusion, count).map((stats, index) => [classes[index]!, stats])),
      },
    })
  },
}

/**
 * torchmetrics' `MulticlassAUROC`, of probabilities of 16 bits: a class whose curve is undefined counts as 0. NaN where the model has no numbers
 * for some images.
 */
function meanArea(predictions: Predictions, { labels, images }: Truth): number {
  if (images.some((image) => Number.isNaN(probabilityOf(predictions, image, 0)))) return NaN
  const areas = predictions.classes.map((_, index) => {
    const counts = createCounts()
    countScores(counts, predictions, { labels, images }, index)
    const curve = rocCurve(tallyOf(counts))
    return curve ? areaUnderRoc(curve) : 0
  })
  return areas.reduce((sum, area) => sum + area, 0) / areas.length
}
