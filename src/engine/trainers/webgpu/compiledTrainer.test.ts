import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { createLayer, createStack } from '../../../model/graph/stack'
import type { StepMetrics } from '../../trainer'
import { createCompiledTrainer } from './compiledTrainer'
import { openImages } from './deviceImages'
import { drawStack } from '../plan/drawStack.fixture'
import { RING_STEPS } from '../plan/buffers'
import { IMAGES, makeImages, ORDER, withCompiled } from '../trainers.fixture'
import { keepPipelines } from './keepPipelines.fixture'
import { failOnDeviceErrors } from './watchDevice.fixture'

let device: GPUDevice
const watch = failOnDeviceErrors()
beforeAll(async () => {
  device = keepPipelines(watch((await openNodeGpu()).device))
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('the compiled trainer', () => {
  const data = { height: 12, width: 12, channels: 1, classes: 5 }
  const stack = createStack('flat', [
    createLayer('Reshape', { targetShape: [12, 12, 1] }),
    createLayer('Conv2D', { filters: 4, kernelSize: [2, 2] }),
    createLayer('MaxPooling2D'),
    createLayer('Dropout', { rate: 0.25 }),
    createLayer('Flatten'),
    createLayer('Dense', { units: 16 }),
    createLayer('Dropout', { rate: 0.5 }),
    createLayer('Dense', { units: 5, activation: 'softmax' }),
  ])
  const run = { stack, data, recipe: { ...DEFAULT_RECIPE, batchSize: 8 } }

  it('does not wait for its kernels once it is no longer wanted', async () => {
    const stop = new AbortController()
    const images = await openImages(device, makeImages(data), run.recipe.batchSize)
    const made = createCompiledTrainer({
      ...run,
      normalisation: rescaling(1),
      device,
      images,
      signal: stop.signal,
    })
    stop.abort()
    await expect(made).rejects.toBe(stop.signal.reason)
    images.dispose()
  })

  it('gives back all that it took of the device, architecture after architecture', async () => {
    const held = new Set<GPUBuffer>()
    const made = vi.spyOn(device, 'createBuffer')
    const destroyed = vi.spyOn(GPUBuffer.prototype, 'destroy')
    const recipe = { ...run.recipe, batchSize: 4 }
    const take = (): void => {
      for (const { value } of made.mock.results.splice(0)) held.add(value as GPUBuffer)
    }
    let most = 0
    // A few with kernels of all kinds, which take seconds to compile; the others quick ones.
    const dense = (units: number) => createStack('flat', [createLayer('Dense', { units }), stack.layers.at(-1)!])
    for (let seed = 1; seed <= 8; seed++) {
      const changed = seed <= 4 ? drawStack(seed) : { stack: dense(seed), data }
      await withCompiled(device, { ...changed, recipe }, (trainer) => {
        take()
        most = Math.max(most, held.size)
        trainer.beginEpoch(ORDER)
        trainer.trainBatches(2)
        return trainer.readSteps()
      })
      take()
      for (const buffer of destroyed.mock.contexts.splice(0)) held.delete(buffer as GPUBuffer)
      expect([seed, ...[...held].map(({ label }) => label)]).toEqual([seed])
    }
    expect(most).toBeGreaterThan(10)
  })

  it('tells of more steps than the ring holds in order, however rarely it is asked', async () => {
    const epochs = Math.ceil(RING_STEPS / IMAGES) + 1
    const small = createStack('flat', [stack.layers.at(-1)!])
    const trainAndRead = (everyEpochs: number) =>
      withCompiled(device, { data, stack: small, recipe: { ...run.recipe, batchSize: 1 } }, async (trainer) => {
        const steps: StepMetrics[] = []
        for (let epoch = 1; epoch <= epochs; epoch++) {
          trainer.beginEpoch(ORDER)
          expect(trainer.trainBatches(IMAGES)).toBe(IMAGES)
          if (epoch % everyEpochs === 0) steps.push(...(await trainer.readSteps()))
        }
        return [...steps, ...(await trainer.readSteps())]
      })
    const [often, rarely] = [await trainAndRead(1), await trainAndRead(7)]
    expect(often).toHaveLength(epochs * IMAGES)
    expect(new Set(often.map(({ loss }) => loss)).size).toBeGreaterThan(RING_STEPS)
    expect(rarely).toEqual(often)
  })

  it('makes nothing and uploads nothing in a steady step, and submits once', async () => {
    await withCompiled(device, run, async (trainer) => {
      trainer.beginEpoch(ORDER)
      trainer.trainBatches(1)
      await trainer.readSteps()
      const calls = [
        vi.spyOn(device, 'createBuffer'),
        vi.spyOn(device, 'createBindGroup'),
        vi.spyOn(device.queue, 'writeBuffer'),
        vi.spyOn(device.queue, 'submit'),
      ]
      trainer.trainBatches(1)
      expect(calls.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0, 1])
    })
  })
})
