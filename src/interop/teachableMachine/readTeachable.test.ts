/** Models of Teachable Machine's own shape open here, and predict what they do in plain TensorFlow.js. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { createRandom } from '../../model/random'
import { findFormats } from '../formats'
import { CLASSES, makeTeachable } from './mobileNet.fixture'

const { signal } = new AbortController()

beforeAll(async () => {
  await tf.setBackend('cpu')
})

/** The three files of a download. */
async function saveAs(model: tf.LayersModel, side: number) {
  let saved: tf.io.ModelArtifacts | undefined
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } })
    }),
  )
  const { modelTopology, weightSpecs = [], weightData } = saved!
  const modelJson = { modelTopology, weightsManifest: [{ paths: ['./weights.bin'], weights: weightSpecs }] }
  const metadata = {
    tfjsVersion: '1.3.1',
    tmVersion: '2.4.10',
    packageVersion: '0.8.5',
    packageName: '@teachablemachine/image',
    timeStamp: '2026-11-29T06:34:00.000Z',
    userMetadata: {},
    modelName: 'tm-my-image-model',
    labels: CLASSES,
    imageSize: side,
  }
  return [
    entryOf('metadata.json', JSON.stringify(metadata)),
    entryOf('model.json', JSON.stringify(modelJson)),
    entryOf('weights.bin', new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData))),
  ]
}

describe('a model of Teachable Machine', () => {
  it.each([
    [2, 224, 157],
    [1, 96, 85],
  ] as const)('round MobileNet %i, of %i pixels a side', async (version, side, layers) => {
    const theirs = makeTeachable(version, side)
    const entries = await saveAs(theirs, side)
    const [found] = await findFormats(entries, entries, signal)
    expect(found!.files.map(({ path }) => path)).toEqual(['model.json', 'weights.bin', 'metadata.json'])
    const opened = await found!.format.read(found!.files)
    if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
    const { model, notes } = opened
    expect(notes).toEqual(['Pixels become numbers from -1 to 1, as Teachable Machine has them.'])
    expect(model.classes).toEqual(CLASSES)
    expect(model.data).toEqual({ height: side, width: side, channels: 3, classes: 3 })
    expect(model.stack.layers).toHaveLength(layers)

    const random = createRandom(9)
    const count = 2
    // Noise, and a black half beside a white one.
    const pixels = Uint8Array.from({ length: count * side * side * 3 }, (_, at) => {
      if (at < side * side * 3) return random.integer(256)
      return Math.floor(at / 3) % side < side / 2 ? 0 : 255
    })
    const predicted = await predictHere(model, pixels, count)
    const expected = tf.tidy(() => {
      // As `capture` of its library has it.
      const numbers = tf.tensor(Array.from(pixels), [count, side, side, 3]).toFloat().div(127).sub(1)
      return (theirs.predict(numbers) as tf.Tensor).dataSync()
    })
    const differences = Array.from(expected, (value, at) => Math.abs(value - predicted[at]!))
    expect(Math.max(...differences), `the largest difference, of ${predicted.join()}`).toBeLessThan(1e-6)
    expect(Math.abs(predicted[0]! - predicted[3]!)).toBeGreaterThan(1e-4)
    theirs.dispose()
  })
})
