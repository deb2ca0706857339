/** Models written for Teachable Machine predict in plain TensorFlow.js, on its library's numbers, what they do here, and come back as they were. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openRuntime } from '../../engine/models/runtimes/tensorflowjs'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { initialWeights } from '../../model/graph/initialise'
import { layerNames } from '../../model/graph/names'
import { createLayer, createStack, updateLayer } from '../../model/graph/stack'
import { INPUT } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import { findFormats } from '../formats'
import { PROOF_MODELS, proofImages } from '../proofModels.fixture'
import type { WrittenModel } from '../target'
import { teachableMachineTarget } from './target'
import { write } from './write'

const COUNT = 6
const { signal } = new AbortController()

beforeAll(async () => {
  await tf.setBackend('cpu')
})

/** The same layers for images that are a square, with weights for them. */
function squared(model: TrainedModel): TrainedModel {
  const data = { ...model.data, width: model.data.height }
  const drawn = initialWeights(model.stack, data, 3)
  const weights = [...drawn].map(([key, values]) => {
    const own = model.weights.get(key)
    return [key, own?.length === values.length ? own : values] as const
  })
  return { ...model, data, weights: new Map(weights) }
}

/** What its library makes of bytes: `capture` in libraries/image/src/utils/tf.ts. */
function captured({ data }: TrainedModel, pixels: Uint8Array): Float32Array<ArrayBuffer> {
  const { height, width, channels } = data
  return tf.tidy(() => {
    const bytes = tf.tensor(Array.from(pixels), [COUNT * height * width, 1, channels])
    const colours = channels === 3 ? bytes : bytes.tile([1, 1, 3]).mul([0.2989, 0.587, 0.114]).sum(-1)
    return Float32Array.from(colours.toFloat().div(tf.scalar(127)).sub(tf.scalar(1)).dataSync<'float32'>())
  })
}

async function readAgain({ files }: WrittenModel) {
  const entries = files.map(({ name, bytes }) => entryOf(name, bytes))
  const [found] = await findFormats(entries, entries, signal)
  const opened = await found!.format.read(found!.files)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return opened
}

/** The largest difference of a probability. */
async function compare(model: TrainedModel): Promise<number> {
  const pixels = proofImages(model.data, COUNT)
  const expected = await predictHere(model, pixels, COUNT)
  const runtime = await openRuntime(await write(model))
  const predicted = await runtime.predict(captured(model, pixels), COUNT, model.data)
  runtime.close()
  expect(predicted).toHaveLength(expected.length)
  return Math.max(...predicted.map((value, at) => Math.abs(value - expected[at]!)))
}

describe.each(PROOF_MODELS)('$name', ({ model: rectangular }) => {
  const model = squared(rectangular)

  it('predicts there what it does here', async () => {
    const difference = await compare(model)
    expect(difference, `the largest difference is ${difference}`).toBeLessThan(1e-6)
  })

  it('comes back as it was', async () => {
    const opened = await readAgain(await write(model))
    expect(opened.notes).toEqual([])
    expect(opened.model.weights).toEqual(model.weights)
    expect(layerNames(opened.model.stack)).toEqual(layerNames(model.stack))
    expect({ ...opened.model, stack: {}, weights: {} }).toEqual({ ...model, stack: {}, weights: {} })
  })
})

const { model: residual } = PROOF_MODELS[2]!
const square = squared(residual)

interface Metadata {
  readonly labels: readonly string[]
  readonly grayscale: boolean
  readonly imageSize: number
  readonly packageName: string
}

const jsonOf = (written: WrittenModel, name: string): unknown =>
  JSON.parse(new TextDecoder().decode(written.files.find((file) => file.name === name)!.bytes))

it('its metadata say what the library asks for', async () => {
  const { labels, grayscale, imageSize, packageName } = jsonOf(await write(square), 'metadata.json') as Metadata
  expect(labels).toEqual(square.classes)
  expect([grayscale, imageSize, packageName]).toEqual([false, 12, '@teachablemachine/image'])
  const grey = jsonOf(await write(PROOF_MODELS[0]!.model), 'metadata.json') as Metadata
  expect([grey.grayscale, grey.imageSize]).toEqual([true, 28])
})

it('a model of its own numbers needs nothing in front, and one of scores has a softmax', async () => {
  const numbers = { mean: [127, 127, 127], deviation: [127, 127, 127] }
  const last = square.stack.layers.at(-1)!
  const stack = updateLayer(square.stack, last.id, { activation: 'linear' })
  const model = { ...square, stack, normalisation: numbers }
  const { modelTopology } = jsonOf(await write(model), 'model.json') as {
    modelTopology: { config: { layers: { class_name: string }[] } }
  }
  const classNames = modelTopology.config.layers.map((layer) => layer.class_name)
  expect(classNames.slice(0, 3)).toEqual(['InputLayer', 'Conv2D', 'BatchNormalization'])
  expect(classNames.at(-1)).toBe('Softmax')
  expect(await compare(model)).toBeLessThan(1e-6)
  expect((await readAgain(await write(model))).model.stack.layers).toHaveLength(stack.layers.length)
})

it('a merge of a row with itself reads the row', async () => {
  const stack = createStack('flat', [
    { ...createLayer('Add'), from: [INPUT, INPUT] },
    createLayer('Dense', { units: 10, activation: 'softmax' }),
  ])
  const { model } = PROOF_MODELS[1]!
  expect(await compare({ ...model, stack, weights: initialWeights(stack, model.data, 2) })).toBeLessThan(1e-6)
})

it('a file that was changed opens by its layers, and its numbers', async () => {
  const written = await write(square)
  const changed = new TextDecoder().decode(written.files[0]!.bytes).replace('"max_value": 6', '"max_value": 5')
  const [json, ...others] = written.files
  const files = [{ ...json!, bytes: new TextEncoder().encode(changed) }, ...others]
  const { model, notes } = await readAgain({ ...written, files })
  expect(notes[0]).toMatch(/^The file’s layers are not those that Strata wrote/)
  expect(model.stack.layers[0]).toMatchObject({ className: 'BatchNormalization', name: 'from_teachable_machine' })
  expect(model.normalisation).toEqual({ mean: [127, 127, 127], deviation: [127, 127, 127] })
})

it('images that are no square are refused, and it is said before', async () => {
  const sentence =
    'Teachable Machine’s library cuts a square out of each image, and the model takes 12 × 10 × 3: train it on images as high as they are wide.'
  expect(teachableMachineTarget.findImageObstacle?.(residual.data)).toBe(sentence)
  await expect(write(residual)).rejects.toThrow(sentence)
  expect(teachableMachineTarget.findImageObstacle?.(square.data)).toBeUndefined()
})
