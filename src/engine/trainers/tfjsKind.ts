/** The trainer on TensorFlow.js, before it is opened: it trains everything that TensorFlow.js has a backend for. */
import type { Backend, TensorflowBackend } from '../backend'
import { look, type TrainerKind } from './trainerKind'

export const tfjsKind: TrainerKind = {
  kind: 'tfjs',
  runsOn: ({ tensorflow }) => tensorflow !== undefined,
  whyNot: () => Promise.resolve(undefined),
  async open(backend, examples, subject, { signal }) {
    const [{ uploadDataset }, { createTfjsTrainer }] = await Promise.all([
      import('./tfjs/deviceDataset'),
      import('./tfjs/tfjsTrainer'),
    ])
    await look(signal)
    const { largestTensor } = tensorflowOf(backend)
    const dataset = uploadDataset(examples, subject.data, subject.normalisation, largestTensor)
    try {
      await look(signal)
      const trainer = await createTfjsTrainer({ ...subject, dataset, labels: examples.labels })
      return {
        trainer,
        allocatedBytes: () => backend.allocatedBytes(),
        close() {
          trainer.dispose()
          dataset.dispose()
        },
      }
    } catch (error) {
      dataset.dispose()
      throw error
    }
  },
  whyNotObserve: () => Promise.resolve(undefined),
  async observe(backend, examples, subject, { signal }) {
    const [{ uploadDataset }, { createTfjsObserver }] = await Promise.all([
      import('./tfjs/deviceDataset'),
      import('./tfjs/tfjsObserver'),
    ])
    await look(signal)
    const { largestTensor } = tensorflowOf(backend)
    const dataset = uploadDataset(examples, subject.data, subject.normalisation, largestTensor)
    try {
      const observer = await createTfjsObserver({ ...subject, dataset })
      return {
        observer,
        close() {
          observer.dispose()
          dataset.dispose()
        },
      }
    } catch (error) {
      dataset.dispose()
      throw error
    }
  },
}

function tensorflowOf({ tensorflow }: Backend): TensorflowBackend {
  if (!tensorflow) throw new Error('TensorFlow.js was asked for where it has no backend')
  return tensorflow
}
