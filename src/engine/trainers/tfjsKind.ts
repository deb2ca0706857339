/** The trainer on TensorFlow.js, before it is opened: it trains everything, everywhere. */
import { look, type TrainerKind } from './trainerKind'

export const tfjsKind: TrainerKind = {
  kind: 'tfjs',
  runsOn: () => true,
  whyNot: () => Promise.resolve(undefined),
  async open(backend, examples, subject, { signal }) {
    const [{ uploadDataset }, { createTfjsTrainer }] = await Promise.all([
      import('./tfjs/deviceDataset'),
      import('./tfjs/tfjsTrainer'),
    ])
    await look(signal)
    const { largestTensor } = backend.tensorflow
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
}
