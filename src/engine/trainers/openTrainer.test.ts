import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { initialWeights } from '../../model/graph/initialise'
import { rescaling } from '../../model/training/normalisation'
import { updateLayer } from '../../model/graph/stack'
import { openObserver, openTrainer } from './openTrainer'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../stripes.fixture'
import { openTroubledDevice } from '../device/troubledDevice.fixture'

const dataset = makeStripes({ train: 40, validation: 0, test: 0 })
const subject = { stack: STRIPES_STACK, data: STRIPES_SHAPE, recipe: STRIPES_RECIPE, normalisation: rescaling(1) }
let gpu: GPUDevice
beforeAll(async () => {
  gpu = (await openNodeGpu()).device
  await tf.setBackend('cpu')
})

it('is the compiled trainer wherever there is a device for it, and says nothing more', async () => {
  const { backend } = openTroubledDevice(gpu).device
  const opened = await openTrainer(backend, dataset, subject)
  expect([opened.kind, opened.reason]).toEqual(['compiled', undefined])
  expect(opened.allocatedBytes()).toBeGreaterThan(dataset.pixels.length)
  opened.close()
})

it('is the one on TensorFlow.js where the device can’t bind what a layer needs, and says which layer', async () => {
  const { backend } = openTroubledDevice(gpu).device
  const wide = updateLayer(STRIPES_STACK, STRIPES_STACK.layers[1]!.id, { filters: 4096, activation: 'softmax' })
  const recipe = { ...STRIPES_RECIPE, batchSize: 2048 }
  const opened = await openTrainer(backend, dataset, { ...subject, stack: wide, recipe })
  expect(opened.kind).toBe('tfjs')
  expect(opened.reason).toBe(
    'The buffer “conv2d output” takes 2,048 MB at batch size 2,048, and this device binds 1,024 MB at most.',
  )
  opened.close()
})

/** The device, which has memory for the images alone: what comes second is refused once. */
function shortOfMemory(device: GPUDevice): GPUDevice {
  let asked = 0
  return new Proxy(device, {
    get(target, name) {
      if (name === 'popErrorScope')
        return async () => {
          const error = await target.popErrorScope()
          return ++asked === 2 ? new Error('There is no memory.') : error
        }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

it('streams the images where there is no memory for them beside the model, and computes the same', async () => {
  const weights = initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1)
  const rows = Uint32Array.of(3, 30, 7)
  const look = async (device: GPUDevice) => {
    const { backend } = openTroubledDevice(device).device
    const wanted = { weights, layers: [0, 1], gradients: true, batchSize: 3 }
    const opened = await openObserver(backend, dataset, { ...subject, ...wanted })
    const seen = await opened.observer.observe(rows, [0, 1, 0])
    opened.close()
    return seen
  }
  const classify = async (device: GPUDevice) => {
    const { trainer, close } = await openTrainer(openTroubledDevice(device).device.backend, dataset, subject)
    trainer.loadWeights(weights)
    const { logits } = await trainer.classify(rows, { logits: true })
    close()
    return logits
  }
  expect(await look(shortOfMemory(gpu))).toEqual(await look(gpu))
  expect(await classify(shortOfMemory(gpu))).toEqual(await classify(gpu))
})
