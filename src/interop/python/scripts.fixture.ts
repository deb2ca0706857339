/** For tests: images with a table of their classes, and what Strata's own trainer makes of a plan on them. */
import { existsSync, readFileSync } from 'node:fs'
import { openAsBlob } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Dataset } from '../../data/dataset'
import { makePng } from '../../data/images/makePng.fixture'
import { runImport } from '../../data/import/runImport.fixture'
import { splitTrain } from '../../data/splits'
import { createGate } from '../../engine/run/loop/gate'
import { runTraining } from '../../engine/run/loop/runLoop'
import { classWeightsOf, normalisationOf } from '../../engine/run/measureTrainImages'
import { processorOf } from '../../engine/trainers/trainers.fixture'
import { makeZip } from '../../files/makeZip.fixture'
import { ProblemList } from '../../files/problemList'
import { listZip } from '../../files/zip'
import { initialWeights } from '../../model/graph/initialise'
import type { Stack } from '../../model/graph/stack'
import { createRandom } from '../../model/random'
import type { Recipe } from '../../model/training/recipe'
import type { Plan } from '../target'

export interface SomeFiles {
  /** The bytes of `images.zip`. */
  readonly images: Uint8Array<ArrayBuffer>
  /** The text of `labels.csv`, where there is one. */
  readonly labels?: string
}

const MNIST = resolve(process.env['STRATA_MNIST'] ?? '../shared/mnist')

/** 800 train and 200 test images of MNIST; undefined, and said aloud, where MNIST is not here. */
export async function partOfMnist(): Promise<SomeFiles | undefined> {
  const archive = join(MNIST, 'mnist_images.zip')
  if (!existsSync(archive)) {
    process.emitWarning(`${MNIST} has no MNIST (STRATA_MNIST names the folder), so no script was run on it`, 'SKIPPED')
    return undefined
  }
  const [header, ...lines] = readFileSync(join(MNIST, 'mnist_dataset.csv'), 'utf8').trim().split(/\r?\n/)
  const chosen = [...lines.slice(0, 800), ...lines.slice(-200)]
  const entries = await listZip(
    await openAsBlob(archive),
    'mnist_images.zip',
    new ProblemList(),
    new AbortController().signal,
  )
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const images = await Promise.all(
    chosen.map(async (line) => {
      const name = line.split(',')[0]!
      return { name, bytes: await byPath.get(name)!.read() }
    }),
  )
  return { images: makeZip(images), labels: [header, ...chosen, ''].join('\n') }
}

/** Squares in four corners, in noise: 12 x 12, in colour. The table says no splits. */
export function makeSquares(count: number): SomeFiles {
  const random = createRandom(9)
  const rows = Array.from({ length: count }, (_, image) => {
    const label = random.integer(4)
    const bytes = makePng({
      width: 12,
      height: 12,
      colourType: 2,
      depth: 8,
      sample: (x, y) => (x < 6 === (label % 2 === 0) && y < 6 === label < 2 ? 150 : 0) + random.integer(100),
    })
    return { name: `wrapped/${image}.png`, bytes, label: `corner “${label}”` }
  })
  const lines = rows.map(({ name, label }) => `${name.slice('wrapped/'.length)},${label}`)
  return { images: makeZip(rows), labels: ['image_path,label', ...lines, ''].join('\n') }
}

/** The same in folders: those of the splits, and in them one a class. */
export function makeFolders(count: number): SomeFiles {
  const random = createRandom(10)
  const files = Array.from({ length: count }, (_, image) => {
    const label = random.integer(2)
    const sample = (x: number): number => (x < 6 === (label === 0) ? 150 : 0) + random.integer(100)
    const bytes = makePng({ width: 12, height: 12, colourType: 0, depth: 8, sample })
    return { name: `data/${image % 4 === 0 ? 'test' : 'train'}/${label === 0 ? 'left' : 'right'}/${image}.png`, bytes }
  })
  return { images: makeZip(files) }
}

/** A plan on the files, as the page makes one of them. */
export async function planOn(
  { images, labels }: SomeFiles,
  stack: (dataset: Dataset) => Stack,
  recipe: Recipe,
): Promise<{ readonly plan: Plan; readonly dataset: Dataset }> {
  const { dataset, splitsGiven } = await runImport([
    new File([images], 'images.zip'),
    ...(labels === undefined ? [] : [new File([labels], 'labels.csv')]),
  ])
  const { height, width, channels, classes, splits } = dataset
  const countOf = (split: number): number => splits.filter((each) => each === split).length
  const plan: Plan = {
    stack: stack(dataset),
    data: { height, width, channels, classes: classes.length },
    classes,
    recipe,
    dataset: {
      name: dataset.name,
      splits: splitsGiven ? 'given' : 'drawn',
      images: { train: countOf(0), validation: countOf(1), test: countOf(2) },
    },
  }
  return { plan, dataset }
}

/** The loss of each step of the run, by the trainer on the processor. */
export async function lossesHere({ stack, data, recipe }: Plan, dataset: Dataset): Promise<readonly number[]> {
  const { labels, splits, classes } = dataset
  const { train, validation, test } = splitTrain(labels, splits, recipe.validationSplit, recipe.seed)
  const examples = { labels, classes, train, validation, test }
  const { signal } = new AbortController()
  const normalisation = await normalisationOf(recipe, dataset, train, signal)
  const subject = { stack, data, recipe, normalisation, ...classWeightsOf(recipe, examples) }
  const { trainer, close } = await processorOf(2)(dataset, subject)
  trainer.loadWeights(initialWeights(stack, data, recipe.seed))
  const losses: number[] = []
  try {
    const run = runTraining({ trainer, examples, recipe, gate: createGate(), signal, saveEvery: 0 })
    for await (const event of run) if (event.type === 'points') losses.push(...event.points.loss)
    return losses
  } finally {
    close()
  }
}
