/** What observers see of whole models, beside Keras: the outputs of all layers, and the gradients of scores with respect to them. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { layerNames } from '../../model/graph/names'
import { withLogits } from '../../model/graph/output'
import { readObservedVectors } from '../../model/kerasVectors.fixture'
import type { Observed } from '../observer'
import { errorOf } from './errorOf.fixture'
import { onGpu, onProcessor, onTensorflow, openVector } from './observers.fixture'
import { openObserver } from './openTrainer'
import { failOnDeviceErrors } from './webgpu/watchDevice.fixture'

const watch = failOnDeviceErrors()
const gpu = watch((await openNodeGpu()).device)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const VECTORS = readObservedVectors().map(({ model, observed }) => ({ name: model.name, model, observed }))
const OBSERVERS = [
  ['WebGPU', onGpu(gpu)],
  ['the processor', onProcessor()],
  ['TensorFlow.js', onTensorflow()],
] as const

describe.each(OBSERVERS)('on %s', (_observer, backend) => {
  it.each(VECTORS)('each layer of $name, as Keras has it', async ({ model, observed: { rows, classes, layers } }) => {
    const { subject, images } = openVector(model)
    const names = layerNames(subject.stack)
    const wanted = withLogits(subject.stack).layers.map((_, index) => index)
    const opened = await openObserver(backend, images, { ...subject, layers: wanted, gradients: true, batchSize: 3 })
    try {
      const { logits, outputs, gradients } = await opened.observer.observe(Uint32Array.from(rows), classes)
      const deviations = wanted.map((index) => {
        const layer = layers.find(({ name }) => name === names[index])!
        return {
          name: layer.name,
          output: errorOf(outputs.get(index) ?? [], layer.output),
          gradient: errorOf(gradients.get(index) ?? [], layer.gradient),
        }
      })
      expect(deviations).toHaveLength(layers.length)
      expect(deviations.filter(({ output, gradient }) => !(output < 1e-5 && gradient < 1e-5))).toEqual([])
      expect(logits).toEqual(outputs.get(wanted.length - 1))
    } finally {
      opened.close()
    }
  })

  it('sees the same of an image whatever comes with it, and whichever layers are wanted', async () => {
    const { model } = VECTORS.find(({ name }) => name === 'residual')!
    const { subject, images } = openVector(model)
    const look = async (layers: readonly number[], ...rows: readonly (readonly number[])[]) => {
      const opened = await openObserver(backend, images, { ...subject, layers, gradients: true, batchSize: 4 })
      const seen: Observed[] = []
      for (const each of rows)
        seen.push(
          await opened.observer.observe(
            Uint32Array.from(each),
            each.map(() => 1),
          ),
        )
      opened.close()
      return seen
    }
    const [alone, among] = await look([2, 5], [7], [3, 7, 4, 11])
    const [other] = await look([5], [7])
    const of = (seen: Observed | undefined, part: 'outputs' | 'gradients') => seen![part].get(5)!
    for (const part of ['outputs', 'gradients'] as const) {
      const { length } = of(alone, part)
      expect(of(other, part)).toEqual(of(alone, part))
      expect(errorOf(of(among, part).subarray(length, 2 * length), of(alone, part))).toBeLessThan(1e-6)
    }
    expect([...other!.outputs.keys()]).toEqual([5])
  })

  it('refuses what it was not opened for', async () => {
    const { model } = VECTORS[0]!
    const { subject, images } = openVector(model)
    const { length } = withLogits(subject.stack).layers
    const plain = { ...subject, layers: [0], gradients: false, batchSize: 2 }
    await expect(openObserver(backend, images, { ...plain, layers: [length] })).rejects.toThrow(RangeError)
    await expect(openObserver(backend, images, { ...plain, weights: new Map() })).rejects.toThrow(RangeError)
    const { observer, close } = await openObserver(backend, images, plain)
    await expect(observer.observe(Uint32Array.of(0), [1])).rejects.toThrow('opened without gradients')
    await expect(observer.observe(Uint32Array.of(0, 1, 2))).rejects.toThrow('1 to 2 images')
    expect((await observer.observe(Uint32Array.of(0))).gradients.size).toBe(0)
    close()
  })
})
