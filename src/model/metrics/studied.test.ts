import { describe, expect, it } from 'vitest'
import { fromFloat16, toFloat16 } from '../float16'
import { readMetricsCases, type MetricsCase } from '../kerasVectors.fixture'
import { balancedAccuracy, cohenKappa, matthewsCorrelation } from './agreement'
import { classificationReport } from './classification'
import { abstainBelow, confidenceHistogram } from './confidence'
import { rowEntropies } from './entropy'
import { judge } from './judged'
import { precisionRecallCurve } from './precisionRecall'
import { findPredicted } from './findPredicted'
import type { Predictions, Truth } from './predictions'
import { rocCurve, sampleRoc } from './roc'
import { studySplit, type SplitStudy } from './splitStudy'
import { countScores, createCounts, tallyOf, type Tally } from './tally'
import { topConfusions } from './topConfusions'

const CASES = readMetricsCases()

function predictionsOf({ classes, predicted, probabilities, truths }: MetricsCase): [Predictions, Truth] {
  return [
    {
      classes: Array.from({ length: classes }, (_, index) => `class ${index}`),
      predicted: Uint16Array.from(predicted),
      probabilities: Uint16Array.from(probabilities, toFloat16),
    },
    { labels: Uint16Array.from(truths), images: Uint32Array.from(truths, (_, image) => image) },
  ]
}

function studyOf(vector: MetricsCase): SplitStudy {
  const [predictions, truth] = predictionsOf(vector)
  return studySplit(predictions, truth, [])
}

function tallyClass(vector: MetricsCase, index: number): Tally {
  const counts = createCounts()
  countScores(counts, ...predictionsOf(vector), index)
  return tallyOf(counts)
}

/** The largest difference; infinite where one of the two has no number, or there are more of them. */
function difference(found: ArrayLike<number | null>, expected: readonly (number | null)[]): number {
  if (found.length !== expected.length) return Infinity
  return Math.max(
    ...expected.map((value, at) => {
      const own = found[at] ?? null
      if (value === null || own === null) return own === value ? 0 : Infinity
      return Math.abs(own - value)
    }),
  )
}

describe.each(CASES)('of $classes classes, as scikit-learn and SciPy have them:', (vector) => {
  const { classes } = vector
  const study = studyOf(vector)
  const probabilities = study.probabilities!

  it('the vectors are numbers of 16 bits, and so are told exactly', () => {
    expect(
      difference(
        Array.from(vector.probabilities, (value) => fromFloat16(toFloat16(value))),
        vector.probabilities,
      ),
    ).toBeLessThanOrEqual(1e-12)
    expect(study.confusion).toEqual(vector.confusion)
  })

  it('specificity and averages', () => {
    const { perClass, macro, micro, weighted } = classificationReport(vector.confusion, classes)
    expect(
      difference(
        perClass.map(({ specificity }) => specificity),
        vector.specificity.perClass,
      ),
    ).toBeLessThanOrEqual(1e-12)
    for (const [kind, scores] of Object.entries({ macro, micro, weighted })) {
      const own = vector.averages[kind as 'macro' | 'micro' | 'weighted']
      expect(
        difference([scores.precision, scores.recall, scores.f1], [own.precision, own.recall, own.f1]),
      ).toBeLessThanOrEqual(1e-12)
      expect(
        difference([scores.specificity], [vector.specificity[kind as 'macro' | 'micro' | 'weighted']]),
      ).toBeLessThanOrEqual(1e-12)
    }
  })

  it('entropy, kappa, Matthews and balanced accuracy', () => {
    expect(difference(rowEntropies(vector.confusion, classes), vector.entropy)).toBeLessThanOrEqual(1e-12)
    expect(
      difference(
        [
          cohenKappa(vector.confusion, classes),
          matthewsCorrelation(vector.confusion, classes),
          balancedAccuracy(vector.confusion, study.classes),
        ],
        [vector.kappa, vector.matthews, vector.balanced],
      ),
    ).toBeLessThanOrEqual(1e-12)
  })

  it('ROC curves, point by point, and their areas', () => {
    vector.curvesOf.forEach((index, at) => {
      const curve = rocCurve(tallyClass(vector, index))!
      const expected = vector.roc[at]!
      expect(difference(curve.falsePositiveRates, expected.fpr)).toBeLessThanOrEqual(1e-12)
      expect(difference(curve.truePositiveRates, expected.tpr)).toBeLessThanOrEqual(1e-12)
      expect(difference(curve.thresholds, expected.thresholds)).toBeLessThanOrEqual(1e-12)
    })
    expect(
      difference(
        probabilities.perClass.map(({ auc }) => auc),
        vector.auc.perClass,
      ),
    ).toBeLessThanOrEqual(1e-12)
    expect(
      difference([probabilities.macro.auc, probabilities.micro.auc], [vector.auc.macro, vector.auc.micro]),
    ).toBeLessThanOrEqual(1e-12)
  })

  it('the mean of ROC curves', () => {
    const curves = study.classes.flatMap((_, index) => rocCurve(tallyClass(vector, index)) ?? [])
    const samples = curves.map((curve) => sampleRoc(curve, vector.grid))
    const means = vector.grid.map((_, at) => samples.reduce((sum, each) => sum + each[at]!, 0) / samples.length)
    expect(difference(means, vector.macroRoc)).toBeLessThanOrEqual(1e-12)
    // What is drawn goes through the same points.
    expect(
      difference(
        vector.grid.map((rate) => probabilities.macro.roc![probabilities.grid.indexOf(rate)]!),
        vector.macroRoc,
      ),
    ).toBeLessThanOrEqual(1e-12)
  })

  it('precision and recall, point by point, and average precision', () => {
    vector.curvesOf.forEach((index, at) => {
      const curve = precisionRecallCurve(tallyClass(vector, index))!
      const { precision, recall, thresholds } = vector.precisionRecall[at]!
      expect(difference(curve.precisions.toReversed(), precision.slice(0, -1))).toBeLessThanOrEqual(1e-12)
      expect(difference(curve.recalls.toReversed(), recall.slice(0, -1))).toBeLessThanOrEqual(1e-12)
      expect(difference(curve.thresholds.toReversed(), thresholds)).toBeLessThanOrEqual(1e-12)
    })
    const { perClass, macro, micro } = probabilities
    expect(
      difference(
        perClass.map((each) => each.averagePrecision),
        vector.averagePrecision.perClass,
      ),
    ).toBeLessThanOrEqual(1e-12)
    expect(
      difference(
        [macro.averagePrecision, micro.averagePrecision],
        [vector.averagePrecision.macro, vector.averagePrecision.micro],
      ),
    ).toBeLessThanOrEqual(1e-12)
  })

  it('the reliability curve, its error, and the Brier score', () => {
    const { bins, error } = probabilities.reliability
    const filled = bins.filter(({ images }) => images > 0)
    expect(bins.map(({ images }) => images)).toEqual(vector.reliability.counts)
    expect(
      difference(
        filled.map(({ accuracy }) => accuracy),
        vector.reliability.accuracies,
      ),
    ).toBeLessThanOrEqual(1e-12)
    expect(
      difference(
        filled.map(({ confidence }) => confidence),
        vector.reliability.confidences,
      ),
    ).toBeLessThanOrEqual(1e-12)
    expect(difference([error, probabilities.brier], [vector.reliability.error, vector.brier])).toBeLessThanOrEqual(
      1e-12,
    )
  })

  it('accuracy, precision and recall of the images that are kept', () => {
    const judged = judge(...predictionsOf(vector))
    const thresholds = vector.abstaining.map(({ threshold }) => threshold)
    abstainBelow(judged, classes, thresholds).forEach((own, at) => {
      const expected = vector.abstaining[at]!
      expect([own.threshold, own.kept]).toEqual([expected.threshold, expected.kept])
      expect(difference([own.coverage], [expected.kept / vector.truths.length])).toBeLessThanOrEqual(1e-12)
      expect(
        difference(
          [own.accuracy, own.precision, own.recall],
          [expected.accuracy ?? null, expected.precision ?? null, expected.recall ?? null],
        ),
      ).toBeLessThanOrEqual(1e-12)
    })
  })

  it('the histogram counts what a query finds', () => {
    const [predictions, truth] = predictionsOf(vector)
    for (const { from, to, right, wrong } of confidenceHistogram(judge(predictions, truth))) {
      const count = (told: 'right' | 'wrong'): number =>
        findPredicted(predictions, truth, { kind: 'confidence', from, to, told }).length
      expect([count('right'), count('wrong')]).toEqual([right, wrong])
    }
  })
})

describe('what has no number', () => {
  const predictions = (rows: readonly (readonly number[])[]): Predictions => ({
    classes: rows[0]!.map((_, index) => String(index)),
    predicted: Uint16Array.from(rows, (row) => Math.max(0, row.indexOf(Math.max(...row)))),
    probabilities: Uint16Array.from(rows.flat(), toFloat16),
  })

  it('is none without images', () => {
    const study = studySplit(
      predictions([[0.5, 0.5]]),
      { labels: Uint16Array.of(0), images: new Uint32Array() },
      [1, 0],
    )
    expect(study).toMatchObject({ images: 0, confusion: [0, 0, 0, 0], probabilities: null })
    expect([cohenKappa([0, 0, 0, 0], 2), matthewsCorrelation([0, 0, 0, 0], 2), balancedAccuracy([0], ['a'])]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('is none of one class alone, but for precision', () => {
    const study = studySplit(
      predictions([[1], [1]]),
      { labels: Uint16Array.of(0, 0), images: Uint32Array.of(0, 1) },
      [2],
    )
    expect(study.probabilities!.perClass[0]).toMatchObject({ auc: null, roc: null, averagePrecision: 1 })
    expect(cohenKappa([2], 1)).toBeNull()
    expect(matthewsCorrelation([2], 1)).toBeNull()
    expect(classificationReport([2], 1).perClass[0]!.specificity).toBeNull()
  })

  it('is none where the model has no numbers, but classes are counted', () => {
    const study = studySplit(
      predictions([
        [0.75, 0.25],
        [NaN, NaN],
      ]),
      { labels: Uint16Array.of(0, 0), images: Uint32Array.of(0, 1) },
      [2, 0],
    )
    expect(study).toMatchObject({ images: 2, withoutNumbers: 1, probabilities: null })
  })
})

it('names the pairs that are confused most often first', () => {
  expect(topConfusions([8, 2, 0, 4, 16, 0, 2, 0, 2], 3, 2)).toEqual([
    { truth: 1, predicted: 0, images: 4, share: 0.2 },
    { truth: 2, predicted: 0, images: 2, share: 0.5 },
  ])
  expect(topConfusions([3, 0, 0, 3], 2, 5)).toEqual([])
})
