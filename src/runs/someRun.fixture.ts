/** Records for tests and for looks at the page: runs as the engine would have written them. */
import type { RunBeginning } from './beginning'
import { DEFAULT_DATA_SHAPE } from '../model/graph/shapes'
import { TEMPLATES } from '../model/graph/templates/templates'
import type { Evaluation } from '../model/metrics/evaluation'
import { sumRanks } from '../model/metrics/hits'
import { serialiseProject } from '../model/project'
import { DEFAULT_RECIPE, type Recipe } from '../model/training/recipe'
import { createRandom } from '../model/random'
import { analyseStack } from '../model/graph/shapes'
import type { EpochRecord, RunDetails, RunSummary } from './record'
import { createMatrixKeeper } from './matrices'
import { RECORD_VERSION } from './record'
import { createThinSteps } from './thinSteps'

const CLASSES = '0123456789'.split('')

/** So that tests don't depend on the day. */
const FIRST_START = Date.UTC(2026, 8, 1, 9)

export interface SomeRun {
  readonly summary: RunSummary
  readonly details: RunDetails
}

/** What a run of these settings could have come to: it learns, less and less, with some noise. */
export function someRun(
  number: number,
  {
    recipe = {},
    template = 0,
    steps = 20,
    state = 'finished',
    summary = {},
    details = {},
  }: {
    readonly recipe?: Partial<Recipe>
    readonly template?: number
    /** Of an epoch. */
    readonly steps?: number
    readonly state?: RunSummary['state']
    readonly summary?: Partial<RunSummary>
    readonly details?: Partial<RunDetails>
  } = {},
): SomeRun {
  const random = createRandom(number).next
  const { stack, recipe: usual } = TEMPLATES[template]!.build(DEFAULT_DATA_SHAPE)
  const trained: Recipe = { ...DEFAULT_RECIPE, ...usual, ...recipe }
  const curve = createThinSteps(512)
  const matrices = createMatrixKeeper()
  const epochs: EpochRecord[] = []
  const lossAt = (position: number): number => 0.05 + 2.2 * Math.exp(-position * (0.6 + 0.2 * random()))
  for (let epoch = 1; epoch <= trained.epochs; epoch++) {
    for (let step = 1; step <= steps; step++) {
      const position = epoch - 1 + step / steps
      const loss = lossAt(position) * (1 + 0.2 * (random() - 0.5))
      curve.add({
        epoch: position,
        seconds: position * 2.5,
        loss,
        accuracy: Math.exp(-loss),
        learningRate: trained.learningRate,
        imagesPerSecond: 4000 + 400 * (random() - 0.5),
      })
    }
    const [train, validation] = [lossAt(epoch), lossAt(epoch) + 0.04]
    const look = someLook('validation', Math.exp(-validation), random)
    matrices.add(epoch, look.confusion, { loss: validation, accuracy: look.accuracy })
    epochs.push({
      epoch,
      seconds: epoch * 2.5,
      train: { loss: train, accuracy: Math.exp(-train) },
      learningRate: trained.learningRate,
      imagesPerSecond: 4000,
      validation: { loss: validation, accuracy: Math.exp(-validation) },
      ranks: sumRanks(look.ranks ?? [], CLASSES.length),
    })
  }
  const kept = matrices.read()
  const last = epochs.at(-1)!
  const test = someLook('test', last.validation!.accuracy, random)
  const { parameters } = analyseStack(stack, DEFAULT_DATA_SHAPE)
  const started = FIRST_START + number * 5_400_000
  return {
    summary: {
      version: RECORD_VERSION,
      number,
      started,
      written: started + trained.epochs * 2500,
      state,
      dataset: 'Sample digits',
      layers: stack.layers.length,
      parameters,
      optimizer: trained.optimizer,
      learningRate: trained.learningRate,
      batchSize: trained.batchSize,
      epochs: trained.epochs,
      epoch: trained.epochs,
      train: last.train,
      ...(last.validation && { validation: last.validation }),
      ...(state === 'finished' && { test: { loss: test.loss, accuracy: test.accuracy } }),
      seconds: trained.epochs * 2.5,
      device: { backend: 'processor', trainer: 'processor', threads: 4 },
      ...summary,
    },
    details: {
      version: RECORD_VERSION,
      number,
      project: serialiseProject({ stack, recipe: trained }),
      dataset: {
        name: 'Sample digits',
        height: 28,
        width: 28,
        channels: 1,
        classes: CLASSES,
        perClass: { train: CLASSES.map(() => 1200), validation: CLASSES.map(() => 0), test: CLASSES.map(() => 200) },
        digest: 'a'.repeat(64),
      },
      images: { train: 10_200, validation: 1800 },
      epochs,
      curve: curve.read(),
      ...(kept && { matrices: kept }),
      log: [],
      validation: someLook('validation', last.validation!.accuracy, random),
      ...(state === 'finished' && { test }),
      madeBy: { strata: '0.1.0', browser: 'Chrome 140' },
      ...details,
    },
  }
}

function someLook(split: Evaluation['split'], accuracy: number, random: () => number): Evaluation {
  const images = 200
  const confusion = CLASSES.flatMap((_, truth) => {
    const right = Math.min(images, Math.round(images * Math.min(1, accuracy * (0.95 + 0.1 * random()))))
    const row = CLASSES.map(() => 0)
    row[truth] = right
    for (let wrong = 0; wrong < images - right; wrong++) {
      row[(truth + 1 + Math.floor(random() ** 2 * 9)) % 10]! += 1
    }
    return row
  })
  const right = CLASSES.reduce((sum, _, at) => sum + confusion[at * 11]!, 0)
  // Of those that are not right, each rank has half as many as the one before.
  const ranks = CLASSES.flatMap((_, truth) => {
    let left = images - confusion[truth * 11]!
    return CLASSES.map((__, rank) => {
      if (rank === 0) return confusion[truth * 11]!
      const here = rank === CLASSES.length - 1 ? left : Math.ceil(left / 2)
      left -= here
      return here
    })
  })
  return { split, images: 2000, classes: CLASSES, confusion, ranks, loss: -Math.log(accuracy), accuracy: right / 2000 }
}

export function someBeginning(changes: Partial<RunBeginning> = {}): RunBeginning {
  return {
    name: 'model.keras',
    isFile: true,
    weights: 'd'.repeat(64),
    keepsNormalisation: true,
    taken: ['conv2d'],
    drawn: [{ layer: 'dense', why: 'shape' }],
    reordered: [],
    ...changes,
  }
}
