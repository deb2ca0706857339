/** Damaged project files open as far as they are sound, or are refused with a sentence. */
import { beforeEach, expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { FileEntry } from '../../files/fileEntry'
import { initialWeights } from '../../model/graph/initialise'
import { createLayer, createStack } from '../../model/graph/stack'
import { choicesFor, NO_DATA } from '../../model/dataChoices'
import type { TrainedModel } from '../../model/trainedModel'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { someRun } from '../../runs/someRun.fixture'
import { createDatasets } from '../datasets/datasets'
import { CallFailure } from '../failures'
import { createHeldHistory } from '../history/heldHistory'
import { createShelf } from '../shelf'
import { makeStripes } from '../stripes.fixture'
import { openArchive } from './archive'
import { lookAtProject } from './lookAtProject'
import { openProject } from './openProject'
import { writeProject } from './writeProject'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'

const { signal } = new AbortController()
const reading = { signal, onBytes: () => undefined }
const stack = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 2, activation: 'softmax' })])

beforeEach(emptyDatabase)

async function wholeFile(): Promise<Uint8Array> {
  const history = createHeldHistory(() => undefined)
  const normalisation = rescaling(1)
  await history.ask((kept) =>
    kept.takeIn(
      (number) => {
        const run = someRun(number, { recipe: { epochs: 1 } })
        return { ...run, summary: { ...run.summary, weightBytes: 4 } }
      },
      { name: 'a', tags: [], note: '' },
      { normalisation, weights: [['a/b', Float32Array.of(1)]] },
    ),
  )
  const dataset = makeStripes({ train: 8, validation: 0, test: 4 })
  const { height, width, channels, classes } = dataset
  const data = { height, width, channels, classes: classes.length }
  const report = { splitsGiven: true, files: [], problems: [], problemCount: 0, problemsCsv: '', notes: [] }
  const chosen = { held: { dataset, report, seconds: 0 }, choices: choicesFor(1), view: dataset }
  const model = { stack, data, classes, normalisation, weights: initialWeights(stack, data, 1) }
  const request = { stack, recipe: DEFAULT_RECIPE, data: choicesFor(1), withImages: true, runs: [1], withWeights: true }
  const { file } = await writeProject({ request, chosen, model, history }, signal, () => undefined)
  return new Uint8Array(await file.arrayBuffer())
}

it('opens, or is refused in a sentence, and what is opened is what was saved', { timeout: 600_000 }, async () => {
  const sample = await wholeFile()
  let [opened, refused] = [0, 0]
  for (const { bytes, run } of mutations([sample], 120)) {
    const history = createHeldHistory(() => undefined)
    const parts = {
      datasets: createDatasets(),
      models: createShelf<TrainedModel>({ things: 2, bytes: Infinity }, () => 0),
      history,
    }
    try {
      const entry = new FileEntry('a.strata', new Blob([Uint8Array.from(bytes)]))
      const archive = await openArchive(entry, signal)
      const { images, model, document } = await lookAtProject(archive, history, signal)
      const takes = { images: images !== undefined, model: model !== undefined, document: document !== undefined }
      const request = { ...takes, drop: 1, runs: true, withWeights: true, data: NO_DATA }
      const { loaded, project, notes } = await openProject(archive, 'a.strata', request, parts, reading)
      if (loaded) expect(loaded.dataset).toMatchObject({ images: 12, perClass: { train: [4, 4], test: [2, 2] } })
      if (project) expect(project).toEqual({ stack, recipe: DEFAULT_RECIPE })
      for (const { message } of notes) expect(message).toMatch(/^[^\n]+[.]$/)
      opened++
    } catch (error) {
      if (!(error instanceof CallFailure)) throw new Error(`Run ${run}`, { cause: error })
      expect(error.message).toMatch(/^[^\n]+\.$/)
      refused++
    }
  }
  expect(Math.min(opened, refused)).toBeGreaterThan(0)
})

it('opens out of another archive, too, where it can’t be read from its end', async () => {
  const archive = await openArchive(entryOf('backup/a.strata', await wholeFile()), signal)
  expect(archive.manifest.runs).toHaveLength(1)
})
