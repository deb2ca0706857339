/** Plain JavaScript on the worker's thread: slow, and always there. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import type { Backend } from '../backend'

export function openCpu(): Backend {
  return {
    name: 'cpu',
    software: true,
    tensorflow: {
      async activate() {
        await tf.setBackend('cpu')
      },
      largestTensor: Number.POSITIVE_INFINITY,
      releasePool: () => undefined,
    },
    settle: () => Promise.resolve(),
    watch: () => () => undefined,
    allocatedBytes: () => tf.memory().numBytes,
    close: () => undefined,
  }
}
