import { describe, expect, it } from 'vitest'
import { readLudwigCases, readLudwigText } from '../../model/kerasVectors.fixture'
import { toFloat16 } from '../../model/float16'
import { countConfusion } from '../../model/metrics/confusion'
import type { Evaluation } from '../../model/metrics/evaluation'
import { rankSlot, rankSlots } from '../../model/metrics/hits'
import { ludwigTestStatistics } from '../predictions/ludwigTestStatistics'
import { pythonJson } from './pythonJson'
import { trainingStatistics } from './trainingStatistics'

type LudwigCase = ReturnType<typeof readLudwigCases>[number]

/** As the engine evaluates: counts by class and rank. */
function evaluationOf({ classes, truths, predicted, probabilities }: LudwigCase): Evaluation {
  const slots = rankSlots(classes)
  const ranks = new Array<number>(slots * classes).fill(0)
  truths.forEach((truth, image) => {
    const scores = probabilities.slice(image * classes, (image + 1) * classes)
    const rank = scores.filter((score, at) => score > scores[truth]! || (score === scores[truth] && at < truth)).length
    ranks[truth * slots + rankSlot(rank, classes)]! += 1
  })
  const right = truths.filter((truth, image) => truth === predicted[image]).length
  return {
    split: 'test',
    images: truths.length,
    classes: namesOf(classes),
    confusion: countConfusion(Uint16Array.from(truths), Uint16Array.from(predicted), classes),
    ranks,
    loss: 0.25,
    accuracy: right / truths.length,
  }
}

function namesOf(classes: number): readonly string[] {
  return Array.from({ length: classes }, (_, index) => `class ${index}`)
}

async function write(of: LudwigCase): Promise<string> {
  return ludwigTestStatistics.write({
    split: 'test',
    predictions: {
      classes: namesOf(of.classes),
      predicted: Uint16Array.from(of.predicted),
      probabilities: Uint16Array.from(of.probabilities, toFloat16),
    },
    labels: Uint16Array.from(of.truths),
    paths: [],
    images: Uint32Array.from(of.truths.keys()),
    evaluate: () => Promise.resolve(evaluationOf(of)),
  })
}

/** All numbers below an object, by their path. */
function numbersIn(value: unknown, path = ''): readonly (readonly [path: string, value: number | null])[] {
  if (typeof value === 'number' || value === null) return [[path, value]]
  return Object.entries(value as object).flatMap(([key, each]) => numbersIn(each, `${path}/${key}`))
}

describe.each(readLudwigCases())('test_statistics.json of $classes classes', (vector) => {
  it('has Ludwig’s keys and figures, and torchmetrics’', async () => {
    const text = await write(vector)
    const { combined, label } = JSON.parse(text.replaceAll('NaN', 'null')) as {
      readonly combined: object
      readonly label: Readonly<Record<string, unknown>>
    }
    expect(combined).toEqual({ loss: 0.25 })
    const found = new Map(numbersIn(label))
    const expected = numbersIn({ ...vector.label, loss: 0.25 })
    expect([...found.keys()].toSorted()).toEqual(expected.map(([path]) => path).toSorted())
    for (const [path, value] of expected) {
      // torchmetrics counts in 32 bits.
      const tolerance = /^\/(accuracy|accuracy_micro|hits_at_k|roc_auc)$/.test(path) ? 1e-6 : 1e-12
      const own = found.get(path)
      const isNear = typeof own === 'number' && value !== null && Math.abs(own - value) < tolerance
      expect([path, own]).toEqual([path, isNear ? own : value])
    }
  })

  it('has the keys in Ludwig’s order', async () => {
    const keys = [...(await write(vector)).matchAll(/^ {8}"(\w+)"/gm)].map(([, key]) => key)
    // The first is that of `combined`.
    expect(keys).toEqual(['loss', ...Object.keys({ ...vector.label, loss: 0 }).toSorted()])
  })
})

it('JSON is as Python writes it', () => {
  const classes = new Map<string, Parameters<typeof pythonJson>[0]>([
    ['9', { a: 1.5 }],
    ['10', {}],
    ['é', { b: null, a: [0.25, [1, NaN]] }],
    ['', []],
  ])
  expect(pythonJson({ label: { per_class_stats: classes } })).toBe(readLudwigText())
})

it('writes what can’t be printed by its number, as Python does', () => {
  expect(pythonJson('a\u007f\n')).toBe(String.raw`"a\u007f\n"`)
})

it('orders keys by code points, as Python does', () => {
  const emoji = new Map([
    ['\u{1F600}', 1],
    ['\uFF5E', 2],
  ])
  expect(pythonJson(emoji)).toBe('{\n    "\\uff5e": 2,\n    "\\ud83d\\ude00": 1\n}')
})

describe('training_statistics.json', () => {
  const look = { loss: 0.5, accuracy: 0.75 }

  it('has a list of epochs for each figure that is known, and nothing for the others', () => {
    const confusion = [3, 0, 1, 0]
    const epochs = [
      { train: { loss: 2, accuracy: 0.5 }, validation: look, confusion },
      { train: { loss: 1, accuracy: 0.625 }, validation: { loss: 0.25, accuracy: 1 }, confusion: [3, 0, 0, 1] },
    ]
    expect(JSON.parse(trainingStatistics(epochs, 2))).toEqual({
      evaluation_frequency: { frequency: 1, period: 'epoch' },
      training: { combined: { loss: [2, 1] }, label: { accuracy_micro: [0.5, 0.625], loss: [2, 1] } },
      validation: {
        combined: { loss: [0.5, 0.25] },
        label: { accuracy: [0.5, 1], accuracy_micro: [0.75, 1], loss: [0.5, 0.25] },
      },
      test: {},
    })
  })

  it('has no list that lacks an epoch', () => {
    const epochs = [
      { train: look, validation: look },
      { train: look, validation: look, confusion: [3, 0, 0, 1] },
    ]
    const { validation } = JSON.parse(trainingStatistics(epochs, 2)) as { validation: { label: object } }
    expect(Object.keys(validation.label)).toEqual(['accuracy_micro', 'loss'])
    expect(JSON.parse(trainingStatistics([{ train: look }, ...epochs], 2))).toMatchObject({ validation: {} })
  })

  it('writes a loss that is no number as Ludwig does', () => {
    expect(trainingStatistics([{ train: { loss: NaN, accuracy: 0 } }], 2)).toContain('NaN')
  })
})
