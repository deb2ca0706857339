/** Stock TensorFlow.js on its WebGPU backend: the same Keras model under `LayersModel.fit`, with its own layers and kernels. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { toTopology } from '../../../src/interop/keras/topology'
import type { Contestant, Task } from './contestant'

export async function openTfjs(device: GPUDevice, info: GPUAdapterInfo, task: Task): Promise<Contestant> {
  const { stack, data, batchSize, pixels, labels } = task
  tf.removeBackend('webgpu')
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info))
  await tf.setBackend('webgpu')
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
      tf.removeBackend('webgpu')
    },
  }
}
