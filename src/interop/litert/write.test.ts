import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { createLayer, createStack } from '../../model/graph/stack'
import { LAYERS, type Layer } from '../../model/layers/registry'
import { PROOF_MODELS } from '../proofModels.fixture'
import { SMALL_MODEL } from '../smallModel.fixture'
import { axisFirst } from './axisFirst'
import { litertTarget } from './target'
import { write } from './write'

const NAMES = ['cat\nor\r\n\u2028kitten', '"quoted" \\ ‘name’', '<b>Ünïcödé 猫</b>']

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('a model.tflite', () => {
  it('names the classes in an archive behind its numbers, and in a file beside it', async () => {
    const { files, notes } = await write({ ...SMALL_MODEL, classes: NAMES })
    const [model, labels] = files
    expect(files.map(({ name }) => name)).toEqual(['model.tflite', 'labels.txt', 'classify.py'])
    expect(textOf(model!.bytes.subarray(4, 8))).toBe('TFL3')
    expect(textOf(labels!.bytes)).toBe('cat or kitten\n"quoted" \\ ‘name’\n<b>Ünïcödé 猫</b>\n')
    const archive = await JSZip.loadAsync(model!.bytes)
    expect(Object.keys(archive.files)).toEqual(['labels.txt'])
    expect(await archive.file('labels.txt')!.async('uint8array')).toEqual(labels!.bytes)
    expect(notes).toContain('Names of classes with several lines stand in one line in labels.txt.')
  })

  it('is the same each time, and says what it is for', async () => {
    const [one, other] = [await write(SMALL_MODEL), await write(SMALL_MODEL)]
    expect(one).toEqual(other)
    expect(one.notes).toEqual([expect.stringContaining('take colour images alone')])
    expect(one.input).toEqual({ layout: 'NHWC', takes: 'bytes' })
  })

  it('takes one image at a time where a Conv2DTranspose asks for it, and says so', async () => {
    const everyLayer = PROOF_MODELS.find(({ name }) => name === 'every layer type')!
    const { notes } = await write(everyLayer.model)
    expect(notes).toEqual([expect.stringContaining('one image at a time')])
  })

  it('says that it gives probabilities where the model ends in scores', async () => {
    const scores = PROOF_MODELS.find(({ name }) => name === 'scores without a softmax')!
    const { notes } = await write(scores.model)
    expect(notes).toContain('The model ends in scores, and the file has a softmax behind them: it gives probabilities.')
  })

  it('is not written without one of the weights', async () => {
    const weights = new Map(SMALL_MODEL.weights)
    weights.delete('dense/bias')
    await expect(write({ ...SMALL_MODEL, weights })).rejects.toThrow('dense/bias')
  })
})

describe('what LiteRT can’t take', () => {
  const layer = (className: Layer['className']): Layer => createStack('image', [createLayer(className)]).layers[0]!

  it('is no layer type on images or rows', () => {
    for (const { className } of LAYERS) {
      expect(litertTarget.findObstacle(layer(className), [[8, 8, 3]])).toBeUndefined()
      expect(litertTarget.findObstacle(layer(className), [[8]])).toBeUndefined()
    }
  })

  it('is more than five axes', () => {
    const many = [2, 2, 2, 2, 2, 2]
    expect(litertTarget.findObstacle(layer('Softmax'), [many])).toBe(
      'LiteRT takes 5 axes here at most, and the layer gets 2 × 2 × 2 × 2 × 2 × 2: put a Reshape to fewer before it.',
    )
    expect(litertTarget.findObstacle(layer('Flatten'), [many])).toBeUndefined()
    expect(litertTarget.findObstacle(layer('Softmax'), [many.slice(1)])).toBeUndefined()
  })
})

it('an axis comes first with its values in their order', () => {
  const values = Float32Array.from({ length: 24 }, (_, at) => at)
  expect([...axisFirst(values, [2, 3, 4], 1)]).toEqual([
    ...[0, 1, 2, 3, 12, 13, 14, 15],
    ...[4, 5, 6, 7, 16, 17, 18, 19],
    ...[8, 9, 10, 11, 20, 21, 22, 23],
  ])
})
