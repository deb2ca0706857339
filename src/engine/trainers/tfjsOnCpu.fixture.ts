/** For tests: the trainer on TensorFlow.js, on its JavaScript backend. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import type { OpenTrainer } from './trainers.fixture'
import { uploadDataset } from './tfjs/deviceDataset'
import { createTfjsTrainer } from './tfjs/tfjsTrainer'

export const tfjsOnCpu: OpenTrainer = async (images, subject) => {
  await tf.setBackend('cpu')
  const dataset = uploadDataset(images, subject.data, subject.normalisation, Infinity)
  const trainer = await createTfjsTrainer({ ...subject, dataset, labels: images.labels })
  return {
    trainer,
    close() {
      trainer.dispose()
      dataset.dispose()
    },
  }
}
