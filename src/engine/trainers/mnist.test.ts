/** The reference model on real MNIST: the trainers of our own beside TensorFlow.js, from the same weights and batches. */
import { initialWeights } from '../../model/graph/initialise'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { uploadDataset } from './tfjs/deviceDataset'
import { createTfjsTrainer } from './tfjs/tfjsTrainer'
import type { Trainer } from '../trainer'
import { compiledOn, processorOf } from './trainers.fixture'

const FOLDER = resolve(process.env['STRATA_MNIST'] ?? '../shared/mnist')
const IMAGES = 't10k-images-idx3-ubyte.gz'
const isHere = existsSync(join(FOLDER, IMAGES))
if (!isHere)
  process.emitWarning(
    `${FOLDER} has no ${IMAGES} (STRATA_MNIST names the folder), so no model was trained on real MNIST`,
    'SKIPPED',
  )

const STEPS = 50
/** Small, because the oracle takes 0.1 s and more for each image. */
const BATCH = 2

const read = (name: string, header: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(gunzipSync(readFileSync(join(FOLDER, name))).subarray(header))

it.skipIf(!isHere)('loses as TensorFlow.js does at each of 50 steps', async () => {
  const data = DEFAULT_DATA_SHAPE
  const { stack } = TEMPLATES[0].build(data)
  const normalisation = rescaling(1)
  const recipe = { ...DEFAULT_RECIPE, batchSize: BATCH }
  const count = STEPS * BATCH
  const examples = {
    count,
    pixels: read(IMAGES, 16).subarray(0, count * 784),
    labels: Uint16Array.from(read('t10k-labels-idx1-ubyte.gz', 8).subarray(0, count)),
  }
  const train = async (trainer: Trainer): Promise<readonly number[]> => {
    trainer.loadWeights(initialWeights(stack, data, 42))
    trainer.beginEpoch(Uint32Array.from({ length: count }, (_, i) => i))
    trainer.trainBatches(STEPS)
    return (await trainer.readSteps()).map(({ loss }) => loss)
  }

  await tf.setBackend('cpu')
  const dataset = uploadDataset(examples, data, normalisation, Infinity)
  const oracle = await createTfjsTrainer({ stack, data, recipe, dataset, labels: examples.labels })
  const expected = await train(oracle)
  oracle.dispose()
  dataset.dispose()
  const { device } = await openNodeGpu()
  const subject = { stack, data, recipe, normalisation }
  for (const open of [compiledOn(device), processorOf(2)]) {
    const { trainer, close } = await open(examples, subject)
    const actual = await train(trainer)
    close()
    expect(actual).toHaveLength(STEPS)
    for (const [i, loss] of expected.entries()) expect(Math.abs(actual[i]! - loss)).toBeLessThan(1e-3)
  }
})
