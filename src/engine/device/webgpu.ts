/** WebGPU on a device of our own: the adapter first, all its limits, and an ear for its errors. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { breathe } from '../../common/breathe'
import { createAnnouncer, NoBackend, type Backend } from '../backend'
import { findAdapter, inBrackets, requestDevice } from './adapter'

/**
 * @param software whether an adapter that computes on the processor will do.
 * @throws NoBackend when the browser has no WebGPU, or no adapter for it.
 */
export async function openWebGpu(software: boolean): Promise<Backend> {
  const { adapter, words, isEmulated } = await findAdapter()
  if (isEmulated && !software) throw new NoBackend('WebGPU here has no GPU')
  const device = await requestDevice(adapter)

  const { announce, watch } = createAnnouncer()
  let isGivenUp = false
  void device.lost.then(() => {
    if (isGivenUp) return
    announce({
      message: 'The browser lost the graphics device: start again, with a smaller batch size if it happens again.',
      lost: true,
    })
  })
  device.addEventListener('uncapturederror', ({ error }) => {
    const message =
      error instanceof GPUOutOfMemoryError
        ? 'The graphics device has no memory left: choose a smaller batch size, or fewer filters and units.'
        : `The graphics device reported an error${inBrackets(error.message.split('\n')[0] ?? '')}: try again, and reload the page if it happens again.`
    announce({ message, lost: false })
  })

  const backend = new WebGPUBackend(device, adapter.info)
  return {
    name: 'webgpu',
    gpu: device,
    adapter: words,
    software: isEmulated,
    tensorflow: {
      async activate() {
        // The one that TensorFlow.js registers by itself makes a device of its own.
        tf.removeBackend('webgpu')
        tf.registerBackend('webgpu', () => backend)
        await tf.setBackend('webgpu')
      },
      largestTensor: Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize),
      releasePool() {
        // TensorFlow.js's pool never shrinks by itself, and can only be emptied as a whole.
        if (backend.numDataIds() === 0) backend.bufferManager.dispose()
      },
    },
    async settle() {
      await device.queue.onSubmittedWorkDone()
      await breathe()
    },
    watch,
    allocatedBytes: () => backend.memory().numBytesAllocatedInGPU,
    close() {
      isGivenUp = true
      device.destroy()
    },
  }
}
