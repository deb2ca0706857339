/** Stock TensorFlow.js on one of its backends: the same Keras model under `LayersModel.fit`, with its own layers and kernels. */
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-webgl'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { toTopology } from '../../../interop/keras/topology'
import type { Contestant, Task } from './contestant'

/** On WebGPU, where the adapter's device is. */
export async function openTfjsOnWebgpu(device: GPUDevice, info: GPUAdapterInfo, task: Task): Promise<Contestant> {
  tf.removeBackend('webgpu')
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info))
  return openTfjs('webgpu', task)
}

/** @throws Error when the browser doesn't have the backend. */
export async function openTfjs(backend: 'webgpu' | 'webgl' | 'cpu', task: Task): Promise<Contestant> {
  const { stack, data, batchSize, pixels, labels } = task
  await choose(backend)
  const topology: unknown = toTopology(stack, data)
  const model = await tfl.models.modelFromJSON(topology as Parameters<typeof tfl.models.modelFromJSON>[0])
  model.compile({ optimizer: tf.train.adam(0.001, 0.9, 0.999, 1e-7), loss: 'categoricalCrossentropy' })
  const shape = model.inputs[0]!.shape.slice(1) as number[]
  const images = tf.tensor(
    Float32Array.from(pixels, (byte) => byte / 255),
    [batchSize, ...shape],
  )
  const truth = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), data.classes)
  return {
    async train(steps) {
      // Another contestant may be on another backend.
      await choose(backend)
      let loss = NaN
      for (let i = 0; i < steps; i++) {
        const { history } = await model.fit(images, truth, { batchSize, epochs: 1, shuffle: false, verbose: 0 })
        loss = history['loss']?.[0] as number
      }
      return loss
    },
    close() {
      model.dispose()
      tf.dispose([images, truth])
      tf.removeBackend(backend)
    },
  }
}

async function choose(backend: string): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend} here`)
}
