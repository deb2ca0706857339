import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classificationReport } from './classification'

// The expected numbers are scikit-learn 1.2.1's: `precision_recall_fscore_support(truths, predictions, labels=range(classes),
// average=..., zero_division=0)` and `accuracy_score`, over the images that each matrix counts.
describe('classificationReport', () => {
  it('agrees with scikit-learn', () => {
    const report = classificationReport([50, 3, 2, 4, 38, 9, 0, 7, 87], 3)
    expect(report.accuracy).toBe(0.875)
    expect(report.images).toBe(200)
    const expected = [
      { precision: 0.9259259259259259, recall: 0.9090909090909091, f1: 0.9174311926605504, support: 55 },
      { precision: 0.7916666666666666, recall: 0.7450980392156863, f1: 0.7676767676767677, support: 51 },
      { precision: 0.8877551020408163, recall: 0.925531914893617, f1: 0.90625, support: 94 },
    ]
    report.perClass.forEach((scores, index) => {
      expect(scores.precision).toBeCloseTo(expected[index]?.precision ?? NaN, 12)
      expect(scores.recall).toBeCloseTo(expected[index]?.recall ?? NaN, 12)
      expect(scores.f1).toBeCloseTo(expected[index]?.f1 ?? NaN, 12)
      expect(scores.support).toBe(expected[index]?.support)
    })
    expect(report.macro.precision).toBeCloseTo(0.8684492315444695, 12)
    expect(report.macro.recall).toBeCloseTo(0.8599069544000709, 12)
    expect(report.macro.f1).toBeCloseTo(0.863785986779106, 12)
    expect(report.weighted.precision).toBeCloseTo(0.8737495275888133, 12)
    expect(report.weighted.recall).toBeCloseTo(0.875, 12)
    expect(report.weighted.f1).toBeCloseTo(0.8739886537392272, 12)
  })

  it('shows what is undefined as such and counts it as 0, as scikit-learn does', () => {
    // Class 1 has no images but is predicted; class 2 has images and is never predicted; class 3 does not occur at all.
    const report = classificationReport([5, 2, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0], 4)
    expect(report.perClass.slice(1)).toEqual([
      { precision: 0, recall: null, f1: 0, specificity: 6 / 11, support: 0 },
      { precision: null, recall: 0, f1: 0, specificity: 1, support: 4 },
      { precision: null, recall: null, f1: null, specificity: 1, support: 0 },
    ])
    expect(report.accuracy).toBeCloseTo(0.45454545454545453, 12)
    expect(report.macro.precision).toBeCloseTo(0.20833333333333334, 12)
    expect(report.macro.recall).toBeCloseTo(0.17857142857142858, 12)
    expect(report.macro.f1).toBeCloseTo(0.1923076923076923, 12)
    expect(report.weighted.precision).toBeCloseTo(0.5303030303030304, 12)
    expect(report.weighted.recall).toBeCloseTo(0.45454545454545453, 12)
    expect(report.weighted.f1).toBeCloseTo(0.4895104895104895, 12)
  })

  it('has no specificity of a class that all images are of', () => {
    expect(classificationReport([3, 1, 0, 0], 2).perClass.map(({ specificity }) => specificity)).toEqual([null, 0.75])
  })

  it('has no accuracy without images', () => {
    const report = classificationReport([0, 0, 0, 0], 2)
    expect(report.accuracy).toBeNull()
    expect(report.weighted).toEqual({ precision: 0, recall: 0, f1: 0, specificity: 0 })
  })

  it('has a weighted recall that is the accuracy', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 25, maxLength: 25 }), (confusion) => {
        fc.pre(confusion.some((count) => count > 0))
        const report = classificationReport(confusion, 5)
        expect(report.weighted.recall).toBeCloseTo(report.accuracy ?? NaN, 12)
      }),
    )
  })
})
