import { describe, expect, it } from 'vitest'
import { readLabelQualityCases } from '../kerasVectors.fixture'
import { findPredicted } from './findPredicted'
import { labelQuality } from './labelQuality'
import { addProbabilities } from './predictions'

const classNames = (count: number) => Array.from({ length: count }, (_, index) => `class ${index}`)

describe('label quality', () => {
  it.each(readLabelQualityCases())(
    'is that of cleanlab, for $classes classes',
    ({ classes, labels, probabilities, quality }) => {
      const predictions = {
        classes: classNames(classes),
        predicted: new Uint16Array(labels.length),
        probabilities: Uint16Array.from(probabilities),
      }
      const truth = { labels: Uint16Array.from(labels), images: Uint32Array.from(labels.keys()) }
      const found = labelQuality(predictions, truth)
      for (const [image, expected] of quality.entries()) expect(Math.abs(found[image]! - expected)).toBeLessThan(1e-12)
      const worst = [...quality.keys()].toSorted((one, other) => quality[one]! - quality[other]!)
      expect([...findPredicted(predictions, truth, { kind: 'labels' })]).toEqual(worst)
    },
  )

  it('has no threshold for a class without images, and nothing to say of one class', () => {
    const probabilities = new Uint16Array(6)
    addProbabilities(Float32Array.of(0, 0, 9, 1, 0, 9), 3, probabilities, 0)
    const predictions = { classes: classNames(3), predicted: Uint16Array.of(2, 2), probabilities }
    const images = Uint32Array.of(0, 1)
    const quality = labelQuality(predictions, { labels: Uint16Array.of(0, 1), images })
    expect(quality.every((each) => each >= 0 && each <= 1)).toBe(true)
    expect([...labelQuality(predictions, { labels: Uint16Array.of(0, 0), images })]).toEqual([1, 1])
  })
})
