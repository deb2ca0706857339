/** All that is told of a model on the images of a split: what is read off classes, off probabilities, and curves as far as a chart shows them. */
import { confidenceHistogram, abstainBelow, type Abstaining, type ConfidenceBin } from './confidence'
import { brierScore, reliability, type Reliability } from './calibration'
import { countConfusion, type Confusion } from './confusion'
import { judge, type Judged } from './judged'
import { averagePrecision, precisionRecallCurve, samplePrecision } from './precisionRecall'
import type { Predictions, Truth } from './predictions'
import { areaUnderRoc, rocCurve, sampleRoc } from './roc'
import { countScores, createCounts, tallyOf, type Tally } from './tally'

export interface SplitStudy {
  readonly images: number
  readonly classes: readonly string[]
  readonly confusion: Confusion
  /** Images of each class in all splits together. */
  readonly frequencies: readonly number[]
  /** Images for which the model's outputs are no numbers. */
  readonly withoutNumbers: number
  /** `null` without images, and where the model has no numbers for some. */
  readonly probabilities: ProbabilityStudy | null
}

export interface ProbabilityStudy {
  /** Where the curves are sampled: false positive rates, and recalls. */
  readonly grid: readonly number[]
  /** One against the rest, for each class. */
  readonly perClass: readonly ClassCurves[]
  /** Means over the classes that have one. */
  readonly macro: ClassCurves
  /** Each probability of each image as a case of its own. */
  readonly micro: ClassCurves
  readonly reliability: Reliability
  readonly brier: number | null
  readonly histogram: readonly ConfidenceBin[]
  /** At each hundredth from 0 to 1. */
  readonly abstaining: readonly Abstaining[]
}

/** Areas are of all points, however few are drawn. `null` where no image is of the class; for ROC, also where all are. */
export interface ClassCurves {
  readonly auc: number | null
  readonly averagePrecision: number | null
  /** True positive rates at the false positive rates of the grid. */
  readonly roc: readonly number[] | null
  /** Precisions at the recalls of the grid. */
  readonly precision: readonly number[] | null
}

/** As fine as a chart of a thousand pixels shows. */
const STEPS = 500
const GRID = Array.from({ length: STEPS + 1 }, (_, at) => at / STEPS)
const THRESHOLDS = Array.from({ length: 101 }, (_, at) => at / 100)

/** @param frequencies images of each class in all splits together. */
export function studySplit(predictions: Predictions, truth: Truth, frequencies: readonly number[]): SplitStudy {
  const { classes } = predictions
  const judged = judge(predictions, truth)
  const withoutNumbers = judged.confidences.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0)
  const images = truth.images.length
  return {
    images,
    classes,
    confusion: countConfusion(judged.labels, judged.predicted, classes.length),
    frequencies,
    withoutNumbers,
    probabilities: images === 0 || withoutNumbers > 0 ? null : studyProbabilities(predictions, truth, judged),
  }
}

function studyProbabilities(predictions: Predictions, truth: Truth, judged: Judged): ProbabilityStudy {
  const all = createCounts()
  const perClass = predictions.classes.map((_, index) => {
    const own = createCounts()
    countScores(own, predictions, truth, index)
    countScores(all, predictions, truth, index)
    return curvesOf(tallyOf(own))
  })
  return {
    grid: GRID,
    perClass,
    macro: meanOf(perClass),
    micro: curvesOf(tallyOf(all)),
    reliability: reliability(judged),
    brier: brierScore(predictions, truth),
    histogram: confidenceHistogram(judged),
    abstaining: abstainBelow(judged, predictions.classes.length, THRESHOLDS),
  }
}

function curvesOf(tally: Tally): ClassCurves {
  const [roc, precisionRecall] = [rocCurve(tally), precisionRecallCurve(tally)]
  return {
    auc: roc && areaUnderRoc(roc),
    averagePrecision: precisionRecall && averagePrecision(precisionRecall),
    roc: roc && sampleRoc(roc, GRID),
    precision: precisionRecall && samplePrecision(precisionRecall, GRID),
  }
}

/**
 * The areas as scikit-learn's `average='macro'` has them, over the classes that have one. The curves are means at the same false positive
 * rate, and at the same recall, so that the areas below them are those.
 */
function meanOf(perClass: readonly ClassCurves[]): ClassCurves {
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  }
  const curve = (key: 'roc' | 'precision'): readonly number[] | null => {
    const known = perClass.map((each) => each[key]).filter((each) => each !== null)
    return known.length === 0 ? null : GRID.map((_, at) => mean(known.map((each) => each[at]!))!)
  }
  return {
    auc: mean(perClass.map(({ auc }) => auc)),
    averagePrecision: mean(perClass.map((each) => each.averagePrecision)),
    roc: curve('roc'),
    precision: curve('precision'),
  }
}
