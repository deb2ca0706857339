/** Layers as JSON: the form of Keras 2 opens in TensorFlow.js and has what Galaxy's has; both open here again. */
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../files/entryOf.fixture'
import { weightSpecs } from '../../../model/graph/weights'
import { sizeOf } from '../../../model/layers/define'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { registerLayers } from '../../../engine/trainers/tfjs/layers/registry'
import { findFormats } from '../../formats'
import { PROOF_MODELS } from '../../proofModels.fixture'
import { inKerasOrder } from '../kerasOrder'
import { KERAS_FIXTURES } from '../kerasModels.fixture'
import { KERAS_2 } from './choices'
import { write } from './write'

registerLayers()

async function written(at: number, ...chosen: readonly string[]): Promise<string> {
  const { stack, data, classes, recipe = DEFAULT_RECIPE } = PROOF_MODELS[at]!.model
  const { files } = await write({ stack, data, classes, recipe }, new Set(chosen))
  return new TextDecoder().decode(files[0]!.bytes)
}

const cases = PROOF_MODELS.map(({ name, model }, at) => ({ name, model, at }))

describe('the form of Keras 2', () => {
  it.each(cases)('opens in TensorFlow.js: $name', async ({ model, at }) => {
    const loaded = await tf.models.modelFromJSON(
      JSON.parse(await written(at, KERAS_2)) as tf.io.ModelJSON['modelTopology'],
    )
    const stack = inKerasOrder(model.stack)
    const parameters = weightSpecs(stack, model.data).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
    expect(loaded.countParams()).toBe(parameters)
    loaded.dispose()
  })

  it('has the keys that Keras 2 writes, in its order, two blanks deep', async () => {
    const text = await written(0, KERAS_2)
    expect(text).toMatch(/^\{\n {2}"class_name": "Sequential",\n {2}"config": \{\n {4}"name": "sequential",/)
    const own = JSON.parse(text) as { config: { layers: { class_name: string; config: object }[] } }
    const theirs = JSON.parse(new TextDecoder().decode(KERAS_FIXTURES[0]!.bytes('.config.json'))) as typeof own
    expect(Object.keys(own)).toEqual(Object.keys(theirs))
    const conv = ({ config }: typeof own): object =>
      config.layers.find((layer) => layer.class_name === 'Conv2D')!.config
    expect(Object.keys(conv(theirs))).toEqual(expect.arrayContaining(Object.keys(conv(own))))
  })
})

describe.each([[[]], [[KERAS_2]]])('layers that are written with %j', (chosen) => {
  it.each(cases)('open here again: $name', async ({ model, at }) => {
    const entry = entryOf('model.json', await written(at, ...chosen))
    const [found] = await findFormats([entry], [entry], new AbortController().signal)
    const opened = await found!.format.read(found!.files)
    if (opened.holds !== 'configuration') throw new Error(`It holds a ${opened.holds}`)
    const told = (stack: typeof model.stack) =>
      stack.layers.map(({ className, args }) => JSON.stringify([className, args]))
    expect(told(opened.stack).toSorted()).toEqual(
      expect.arrayContaining(
        told(inKerasOrder(model.stack))
          .toSorted()
          .filter((each) => !each.includes('Rescaling')),
      ),
    )
  })
})
