/** Many kept runs at once, for looks and measurements: written into the page's own database, as the engine would have. */
import type { Page } from '@playwright/test'
import { TEMPLATES } from '../src/model/graph/templates/templates'
import type { Recipe } from '../src/model/training/recipe'
import { createMatrixKeeper } from '../src/runs/matrices'
import { someRun, type SomeRun } from '../src/runs/someRun.fixture'
import type { StudioPage } from './pages/StudioPage'

const OPTIMIZERS = ['adam', 'sgd', 'rmsprop'] as const
const RATES = [0.001, 0.003, 0.01, 0.0005]
const NAMES = ['baseline', 'wider', '', 'with dropout', '', 'fifteen epochs']
const TAGS = [['baseline'], ['sweep'], [], ['sweep', 'augmented']]

/** Runs as a person has them after some days: other templates, recipes and ends. */
function someRuns(count: number): readonly SomeRun[] {
  return Array.from({ length: count }, (_, at) => {
    const recipe: Partial<Recipe> = {
      epochs: [5, 15, 3, 10][at % 4]!,
      optimizer: OPTIMIZERS[at % 3]!,
      learningRate: RATES[at % 4]!,
      batchSize: [500, 128, 64][at % 3]!,
    }
    const state = at % 7 === 3 ? 'stopped' : at % 11 === 5 ? 'failed' : at % 13 === 6 ? 'running' : 'finished'
    const summary = {
      ...(state === 'failed' && {
        message: 'The loss became infinite or not a number in epoch 2, step 14: try a smaller learning rate.',
      }),
      ...(state !== 'finished' && { epoch: 2 }),
    }
    return someRun(at + 1, { recipe, state, template: at % Math.min(4, TEMPLATES.length), summary })
  })
}

/** Opens the view of runs with so many of them. */
export async function openManyRuns({ page, runs }: StudioPage, count: number): Promise<void> {
  await runs.open()
  await page.getByText('No runs yet').waitFor()
  await keepRuns(page, someRuns(count))
  await page.reload()
  await runs.rows.first().waitFor()
}

/** Opens the view of runs with so many of them that took 100,000 steps each. */
export async function openLongRuns({ page, runs }: StudioPage, count: number): Promise<void> {
  await runs.open()
  await page.getByText('No runs yet').waitFor()
  const long = Array.from({ length: count }, (_, at) =>
    someRun(at + 1, { recipe: { epochs: 100, batchSize: 10 + at }, steps: 1000 }),
  )
  await keepRuns(page, long)
  await page.reload()
  await runs.rows.first().waitFor()
}

/** A run on three classes, with so many test and validation images of each, of which these were right for the first class. */
function threeClasses(number: number, images: number, right: number): SomeRun {
  const classes = ['cat', 'dog', 'eel']
  const figures = { loss: 0.5, accuracy: 0.8 }
  const confusion = [right, images - right, 0, 0, images, 0, 0, 0, images]
  const matrices = createMatrixKeeper()
  for (const epoch of [1, 2]) matrices.add(epoch, confusion, figures)
  const look = { images: 3 * images, classes, confusion, ...figures }
  const { summary, details } = someRun(number, { recipe: { epochs: 2 }, summary: { dataset: 'Animals' } })
  const perClass = {
    train: classes.map(() => 100),
    validation: classes.map(() => images),
    test: classes.map(() => images),
  }
  return {
    summary,
    details: {
      ...details,
      dataset: { ...details.dataset, name: 'Animals', classes, perClass, digest: String(number).repeat(64) },
      images: { train: 300, validation: 3 * images },
      matrices: matrices.read()!,
      validation: { split: 'validation', ...look },
      test: { split: 'test', ...look },
    },
  }
}

/**
 * Opens the view of runs with four: 1 and 2 are of three classes with 24 and 40 images of each to judge by, 3 and 4 of ten, and 4 stopped
 * early with the weights of epoch 3.
 */
export async function openUnlikeRuns({ page, runs }: StudioPage): Promise<void> {
  await runs.open()
  await page.getByText('No runs yet').waitFor()
  const recipe = { epochs: 5 }
  const early = someRun(4, { recipe, summary: { weightsOf: 3, stoppedEarly: 'val_loss did not fall for 2 epochs' } })
  const all = [threeClasses(1, 24, 24), threeClasses(2, 40, 27), someRun(3, { recipe }), early]
  await keepRuns(page, all, false)
  await page.reload()
  await runs.rows.first().waitFor()
}

/** Puts runs among those that the page keeps. The page must have asked for its runs before; it shows these after a reload. */
async function keepRuns(page: Page, runs: readonly SomeRun[], areNamed = true): Promise<void> {
  const marks = runs.map((_, at) => ({
    name: areNamed ? NAMES[at % NAMES.length]! : '',
    tags: TAGS[at % TAGS.length]!,
    note: at % 5 === 1 ? 'The loss rises again after epoch 10' : '',
  }))
  await page.evaluate(
    async ({ runs, marks }) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('strata runs')
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error(request.error?.message)))
      })
      const work = database.transaction(['summaries', 'details', 'marks'], 'readwrite')
      for (const [at, { summary, details }] of runs.entries()) {
        work.objectStore('summaries').put(summary, summary.number)
        work.objectStore('details').put(details, summary.number)
        work.objectStore('marks').put(marks[at], summary.number)
      }
      await new Promise((resolve) => work.addEventListener('complete', resolve))
      database.close()
    },
    { runs, marks },
  )
}
