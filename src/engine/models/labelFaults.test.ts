import { expect, it } from 'vitest'
import { choicesFor } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { createRandom } from '../../model/random'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { startEngine } from '../worker/startEngine.fixture'

const stack = createStack('image', [
  createLayer('Conv2D', { filters: 8, activation: 'relu' }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])

it('puts half of 1 % of wrong labels among the first 2 % of a split that the model was not trained on', async () => {
  const engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const { dataset } = await engine.call('makeSampleDigits', { seed: 1 })
  const data = choicesFor(dataset.id)
  const { images } = await engine.call('listImages', { data, split: 'test' })
  const random = createRandom(3)
  const wrong = [...images].filter(() => random.integer(100) === 0)
  const relabelled = []
  for (const image of wrong) {
    const { label } = await engine.call('image', { data, index: image })
    const other = (dataset.classes.indexOf(label) + 1 + random.integer(9)) % 10
    relabelled.push({ image, label: dataset.classes[other]! })
  }
  const faulty = { ...data, relabelled }
  const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 64, learningRate: 0.003 }
  const outcome = await engine.call('train', { runId: 1, stack, recipe, data: faulty, from: 'start' })
  expect(outcome.kind).toBe('finished')
  const query = { kind: 'labels' } as const
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  const found = await engine.call('findPredicted', { model: told.event.model.id, data: faulty, split: 'test', query })
  const first = new Set(found.images.slice(0, images.length / 50))
  expect(wrong.length).toBeGreaterThan(10)
  expect(wrong.filter((image) => first.has(image)).length).toBeGreaterThanOrEqual(wrong.length / 2)
})
