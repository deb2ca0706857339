/** Gradients with respect to weights, beside Keras's, on all trainers. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { weightSpecs } from '../../../model/graph/weights'
import { readObservedVectors } from '../../../model/kerasVectors.fixture'
import { DEFAULT_RECIPE, type Recipe } from '../../../model/training/recipe'
import type { Backend } from '../../backend'
import { errorOf } from '../../trainers/errorOf.fixture'
import { onGpu, onProcessor, onTensorflow, openVector } from '../../trainers/observers.fixture'
import { openTrainer } from '../../trainers/openTrainer'
import { failOnDeviceErrors } from '../../trainers/webgpu/watchDevice.fixture'
import { gradientRecipe, weightGradients } from './weightGradients'

const watch = failOnDeviceErrors()
const gpu = watch((await openNodeGpu()).device)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

/** Images that Keras's gradients are of. */
const BATCH = 8
const VECTORS = readObservedVectors().map(({ model, observed }) => ({ name: model.name, model, observed }))
const TRAINERS = [
  ['WebGPU', onGpu(gpu)],
  ['the processor', onProcessor()],
  ['TensorFlow.js', onTensorflow()],
] as const

async function gradientsOf(
  backend: Backend,
  { model }: (typeof VECTORS)[number],
  changes: Partial<Recipe> = {},
  scale = 1,
) {
  const { subject, images } = openVector(model)
  const { stack, data, normalisation } = subject
  const weights = new Map([...subject.weights].map(([key, values]) => [key, values.map((value) => value * scale)]))
  const recipe = gradientRecipe({ ...DEFAULT_RECIPE, ...changes }, BATCH)
  const { trainer, close } = await openTrainer(backend, images, { stack, data, normalisation, recipe })
  try {
    const specs = weightSpecs(stack, data)
    const trained = new Set(specs.flatMap(({ key, trainable }) => (trainable ? [key] : [])))
    const rows = Uint32Array.from({ length: BATCH }, (_, row) => row)
    return await weightGradients(trainer, weights, trained, rows)
  } finally {
    close()
  }
}

describe.each(TRAINERS)('on %s', (_trainer, backend) => {
  it.each(VECTORS)('of each weight of $name that trains, as Keras has it', async (vector) => {
    const gradients = await gradientsOf(backend, vector)
    const { weightGradients: expected } = vector.observed
    expect(new Set(gradients.keys())).toEqual(new Set(expected.map(({ key }) => key)))
    const largest = Math.max(...expected.flatMap(({ values }) => values.map(Math.abs)))
    const deviations = expected.map(({ key, values }) => {
      const own = Math.max(...values.map(Math.abs))
      return { key, error: (errorOf(gradients.get(key)!, values) * (own || 1)) / largest }
    })
    expect(deviations.filter(({ error }) => !(error < 1e-5))).toEqual([])
  })

  it('are the same whatever a run makes of gradients and images', async () => {
    const plain = await gradientsOf(backend, VECTORS[0]!)
    const changed = await gradientsOf(backend, VECTORS[0]!, {
      optimizer: 'adamW',
      learningRate: 5,
      sgd: { momentum: 0.9, nesterov: true, weightDecay: 0.1 },
      clipping: { clipvalue: 1e-6, clipnorm: null, globalClipnorm: null },
      accumulation: { gradientAccumulationSteps: 4 },
      movingAverage: { on: true, emaMomentum: 0.5, emaOverwriteFrequency: 1 },
      augmentation: { ...DEFAULT_RECIPE.augmentation, rotation: 90, horizontalFlip: true },
    })
    expect(changed).toEqual(plain)
  })

  it('are told where they are tiny beside the weights', async () => {
    // Each layer of such weights makes gradients a million times smaller, far below what a weight rounds to.
    const vanishing = await gradientsOf(backend, VECTORS[0]!, {}, 1e-6)
    const values = [...vanishing.values()].flatMap((each) => [...each])
    const small = values.filter((value) => value !== 0 && Math.abs(value) < 1e-12)
    expect(small.length).toBeGreaterThan(0)
    // Not multiples of one step of rounding.
    expect(new Set(small).size).toBeGreaterThan(small.length / 2)
  })
})
