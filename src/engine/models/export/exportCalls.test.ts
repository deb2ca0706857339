/** A person exports a model: what it can't be written for is said, and nothing is handed out. */
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../data/importSettings'
import { createLayer, createStack } from '../../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { emptyDatabase } from '../../../storage/emptyDatabase.fixture'
import { openMortalProcessor } from '../../device/mortalProcessor.fixture'
import { tableOf } from '../../tableOf.fixture'
import { startEngine } from '../../worker/startEngine.fixture'

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})
beforeEach(emptyDatabase)

const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))
const stack = createStack('flat', [
  createLayer('Dense', { units: 4, activation: 'linear' }),
  { ...createLayer('ReLU', { threshold: 0.2, negativeSlope: 0.1 }), name: 'bent' },
  createLayer('Dense', { units: 2, activation: 'softmax' }),
])

it('refuses what a target can’t take by the name of the layer, and targets that there are not', async () => {
  const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', LABELS)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  const recipe = { ...DEFAULT_RECIPE, epochs: 1, batchSize: 8 }
  await engine.call('train', { runId: 1, stack, recipe, data: reply.choices, from: 'start', keepWeights: true })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  const model = told.event.model.id
  await expect(engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })).rejects.toMatchObject({
    code: 'badInput',
    message: expect.stringMatching(
      /^TensorFlow\.js can’t take the model\. bent: TensorFlow\.js passes over /,
    ) as string,
  })
  await expect(engine.call('exportModel', { model, target: 'pickle', chosen: [] })).rejects.toThrow(
    'Strata does not write models for “pickle”.',
  )
})
