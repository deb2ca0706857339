/** What a report could tell of, for tests: a study of real predictions, and a run as it would have been kept. */
import type { DatasetSummary } from '../engine/protocol/data'
import type { Anatomy } from '../model/anatomy/anatomy'
import { spreadOf } from '../model/anatomy/spread'
import { choicesFor } from '../model/dataChoices'
import { toFloat16 } from '../model/float16'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../model/graph/shapes'
import { TEMPLATES } from '../model/graph/templates/templates'
import type { ImageMap } from '../model/map/imageMap'
import { findPredicted } from '../model/metrics/findPredicted'
import { probabilityOf, type Predictions } from '../model/metrics/predictions'
import { studySplit } from '../model/metrics/splitStudy'
import { parseProject } from '../model/project'
import { createRandom } from '../model/random'
import { STEP_CURVES } from '../runs/record'
import { someRun } from '../runs/someRun.fixture'
import { createMetricsBuffer, MOST_DRAWN } from '../store/curves/metricsBuffer'
import type { JudgedSplit, ReportedRun, ReportFacts } from '../store/report/reportFacts'

export const SMALL_PICTURE = 'data:image/png;base64,AAAA'

export interface SomeJudged {
  readonly classes?: readonly string[]
  readonly images?: number
  readonly split?: JudgedSplit['split']
}

/** A model that is right in most cases, and sure in some. */
export function someJudged({ classes = digits(), images = 500, split = 'test' }: SomeJudged = {}): JudgedSplit {
  const random = createRandom(7)
  const count = classes.length
  const labels = Uint16Array.from({ length: images }, (_, image) => image % count)
  const probabilities = new Uint16Array(images * count)
  const predicted = Uint16Array.from(labels, (label, image) => {
    const guess = random.integer(8) === 0 ? random.integer(count) : label
    const rest = (0.5 * random.next()) / count
    for (let index = 0; index < count; index++) probabilities[image * count + index] = toFloat16(rest)
    probabilities[image * count + guess] = toFloat16(1 - rest * (count - 1))
    return guess
  })
  const predictions: Predictions = { classes, predicted, probabilities }
  const truth = { labels, images: Uint32Array.from(labels.keys()) }
  const pictures = (kind: 'mistakes' | 'unsure' | 'labels') => {
    const found = findPredicted(predictions, truth, { kind })
    const shown = [...found.slice(0, 12)]
    return {
      total: found.length,
      images: shown.map((image) => ({
        image,
        label: classes[labels[image]!]!,
        predicted: predicted[image]!,
        probabilities: classes.map((_, index) => probabilityOf(predictions, image, index)),
      })),
      thumbnails: {
        total: found.length,
        items: shown.map((image) => ({ index: image, label: classes[labels[image]!]!, split, path: `${image}.png` })),
        rgba: new Uint8ClampedArray(shown.length * 4),
        width: 1,
        height: 1,
      },
    }
  }
  return {
    split,
    study: studySplit(
      predictions,
      truth,
      classes.map((_, index) => 10 * (index + 1)),
    ),
    evaluation: undefined,
    pictures: { mistakes: pictures('mistakes'), unsure: pictures('unsure'), labels: pictures('labels') },
  }
}

export function reportedRun({ summary, details } = someRun(3), title = 'Run 3'): ReportedRun {
  const buffer = createMetricsBuffer(() => undefined)
  buffer.restore(details)
  return {
    title,
    beginning: details.beginning,
    epochs: buffer.epochs(),
    log: buffer.log(),
    anatomies: buffer.anatomies(),
    curves: Object.fromEntries(
      STEP_CURVES.map((curve) => [curve, buffer.buckets(curve, MOST_DRAWN)]),
    ) as unknown as ReportedRun['curves'],
    kept: { summary, details, note: '' },
  }
}

export function someFacts(facts: Partial<ReportFacts> = {}): ReportFacts {
  const run = reportedRun()
  const { stack, recipe } = parseProject(run.kept!.details.project)
  return {
    made: Date.UTC(2026, 8, 2, 12),
    model: {
      id: 1,
      stack,
      recipe,
      classes: digits(),
      data: DEFAULT_DATA_SHAPE,
      parameters: analyseStack(stack, DEFAULT_DATA_SHAPE).parameters,
    },
    origin: undefined,
    identity: { weights: 'b'.repeat(64), data: 'a'.repeat(64), run: 3 },
    data: { dataset: someDataset(), choices: choicesFor(1) },
    judged: someJudged(),
    run,
    inside: someAnatomy(),
    map: someMap(),
    hitsAt: 3,
    device: { backend: 'processor', trainer: 'processor', threads: 4, software: false },
    ...facts,
  }
}

export interface SomeAnatomy {
  /** Each has a kernel, a bias and an activation. */
  readonly layers?: number
  /** Update to weight, of all. */
  readonly ratio?: number
}

/** The second unit of each layer is dead. */
export function someAnatomy({ layers = 2, ratio }: SomeAnatomy = {}): Anatomy {
  const random = createRandom(3)
  const values = (): readonly number[] => Array.from({ length: 500 }, () => random.next() - 0.25)
  const names = Array.from({ length: layers }, (_, at) => `dense_${at}`)
  return {
    images: 64,
    batch: 32,
    weights: names.flatMap((name) =>
      [2, 1].map((axes) => ({
        key: `${name}/${axes === 2 ? 'kernel' : 'bias'}`,
        axes,
        values: spreadOf(values()),
        gradients: spreadOf(values()),
        ...(ratio !== undefined && { ratio }),
      })),
    ),
    layers: names.map((name) => ({
      name,
      activation: 'relu',
      outputs: spreadOf([0, 1, 2, 3]),
      silence: { how: 'dead', units: 4, silent: [1] },
    })),
  }
}

export interface SomeMap {
  readonly classes?: number
  readonly images?: number
  readonly total?: number
}

/** Every eighth image is taken for another class. */
export function someMap({ classes = 10, images = 40, total = 500 }: SomeMap = {}): ImageMap {
  const random = createRandom(5)
  const labels = Uint16Array.from({ length: images }, (_, at) => at % classes)
  return {
    images: Uint32Array.from({ length: images }, (_, at) => at),
    labels,
    predicted: labels.map((label, at) => (at % 8 === 0 ? (label + 1) % classes : label)),
    points: Float32Array.from({ length: 2 * images }, () => random.next()),
    alike: Uint16Array.from({ length: images }, () => 5),
    neighbours: 10,
    total,
    mostImages: 10_000,
    layer: { index: 0, name: 'dense_0', shape: [32], width: 32, isPixels: false },
    isBeforeLast: true,
    layers: [],
    explained: [0.5, 0.25],
    trustworthiness: 0.9375,
    trustOf: 5,
  }
}

export function someDataset(dataset: Partial<DatasetSummary> = {}): DatasetSummary {
  const classes = dataset.classes ?? digits()
  return {
    id: 1,
    name: 'Sample digits',
    images: classes.length * 1400,
    excluded: 0,
    relabelled: 0,
    width: 28,
    height: 28,
    channels: 1,
    classes,
    perClass: {
      train: classes.map(() => 1200),
      validation: classes.map(() => 0),
      test: classes.map(() => 200),
    },
    splitsGiven: true,
    bytes: 0,
    seconds: 1,
    files: [],
    problems: [],
    problemCount: 0,
    notes: [],
    ...dataset,
  }
}

function digits(): readonly string[] {
  return '0123456789'.split('')
}

/** Of the templates, one without a recipe of its own: as a model from a file. */
export const PLAIN_STACK = TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack
