/** A person looks into a model, layer by layer, for one image. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeGreyPng } from '../../data/images/makePng.fixture'
import { DEFAULT_SETTINGS } from '../../data/importSettings'
import type { DataChoices } from '../../model/dataChoices'
import { createLayer, createStack } from '../../model/graph/stack'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { emptyDatabase } from '../../storage/emptyDatabase.fixture'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import type { ObservedImage } from '../protocol/inside'
import { tableOf } from '../tableOf.fixture'
import { startEngine, type StartedEngine } from '../worker/startEngine.fixture'

const stack = createStack('flat', [
  createLayer('Reshape', { targetShape: [4, 4, 1] }),
  createLayer('Conv2D', { filters: 3, kernelSize: [3, 3], padding: 'same' }),
  createLayer('BatchNormalization'),
  createLayer('MaxPooling2D'),
  createLayer('Dropout', { rate: 0.5 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 2, activation: 'softmax' }),
])
const [CONV, NORM, POOL, FLATTEN, LAST] = [1, 2, 3, 5, 6]
const LABELS = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'cat' : 'dog'))
const SETTINGS = { ...DEFAULT_SETTINGS, fit: 'stretch' } as const

vi.stubGlobal('navigator', { hardwareConcurrency: 2 })
afterAll(() => {
  vi.unstubAllGlobals()
})

let engine: StartedEngine
let data: DataChoices
let model: number
let image: ObservedImage

beforeEach(emptyDatabase)
beforeAll(async () => {
  emptyDatabase()
  engine = startEngine(() => Promise.resolve(openMortalProcessor().device))
  const reply = await engine.call('openFiles', { files: [tableOf('pets.csv', LABELS)], settings: DEFAULT_SETTINGS })
  if (reply.kind !== 'dataset') throw new Error(`The files are a ${reply.kind}`)
  data = reply.choices
  const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 8, seed: 3 }
  await engine.call('train', { runId: 1, stack, recipe, data, from: 'start', keepWeights: true })
  const told = engine.events.findLast((event) => event.type === 'run' && event.event.type === 'prepared')
  if (told?.type !== 'run' || told.event.type !== 'prepared') throw new Error('The run was not prepared')
  model = told.event.model.id
  image = { kind: 'ofData', data, image: 5 }
})

const outputOf = async (layer: number) => engine.call('readOutput', { model, image, layer })

describe('the inside of a model', () => {
  it('is of the model that classifies: the same probabilities, and each layer by its name and shape', async () => {
    const inside = await engine.call('lookInside', { model, image })
    const [predicted] = await engine.call('predictedImages', { model, data, images: [5] })
    for (const [index, probability] of predicted!.probabilities.entries())
      expect(inside.probabilities[index]).toBeCloseTo(probability, 3)
    expect(inside.label).toBe(1)
    expect(inside.pixels).toHaveLength(16)
    expect(inside.layers.map(({ name, shape, hasHeatMap }) => [name, shape.join(' × '), hasHeatMap])).toEqual([
      ['reshape', '4 × 4 × 1', true],
      ['conv2d', '4 × 4 × 3', true],
      ['batch_normalization', '4 × 4 × 3', true],
      ['max_pooling2d', '2 × 2 × 3', true],
      ['dropout', '2 × 2 × 3', true],
      ['flatten', '12', false],
      ['dense', '2', false],
    ])
    expect(inside.layers[CONV]?.kernel).toEqual([3, 3, 1, 3])
    expect([...(await outputOf(LAST)).values]).toEqual(inside.probabilities.map(Math.fround))
    expect((await outputOf(FLATTEN)).values).toEqual((await outputOf(POOL)).values)
  })

  it('is the same of the same pixels, wherever they come from', async () => {
    const inside = await engine.call('lookInside', { model, image })
    const drawn = { kind: 'pixels', pixels: inside.pixels } as const
    const { label, ...rest } = await engine.call('lookInside', { model, image: drawn })
    expect(label).toBeUndefined()
    expect(rest).toEqual({ ...inside, label: undefined })
  })

  it('writes out each value as it was made', async () => {
    const [conv, norm, pool] = await Promise.all([CONV, NORM, POOL].map(outputOf))
    const kernel = await engine.call('readKernel', { model, layer: CONV })
    const read = (layer: number, ...at: number[]) => engine.call('readValue', { model, image, layer, at })

    const ofConv = await read(CONV, 0, 3, 2)
    if (ofConv.kind !== 'sum') throw new Error(`A ${ofConv.kind}`)
    expect(ofConv.inputs).toEqual([0])
    expect(ofConv.terms).toHaveLength(9)
    expect(ofConv.terms.filter(({ value }) => value === undefined)).toHaveLength(5)
    for (const { weight, weightAt } of ofConv.terms) {
      const [row = 0, column = 0, from = 0, to = 0] = weightAt!
      expect(weight).toBe(kernel.values[((row * 3 + column) * 1 + from) * 3 + to])
    }
    expect(ofConv.result).toBe(conv!.values[3 * 3 + 2])
    expect(ofConv.result).toBeCloseTo(Math.max(0, ofConv.sum), 5)

    const ofNorm = await read(NORM, 1, 1, 0)
    if (ofNorm.kind !== 'normalised') throw new Error(`A ${ofNorm.kind}`)
    const { mean, variance, epsilon, gamma, beta, terms } = ofNorm
    expect(((terms[0]!.value! - mean) / Math.sqrt(variance + epsilon)) * gamma + beta).toBeCloseTo(ofNorm.result, 5)
    expect(ofNorm.result).toBe(norm!.values[(1 * 4 + 1) * 3])

    const ofPool = await read(POOL, 1, 0, 1)
    expect(ofPool.kind).toBe('maximum')
    expect(Math.max(...ofPool.terms.map(({ value }) => value!))).toBe(ofPool.result)
    expect(ofPool.result).toBe(pool!.values[(1 * 2 + 0) * 3 + 1])

    const ofLast = await read(LAST, 1)
    const { scores, probabilities } = await engine.call('lookInside', { model, image })
    if (ofLast.kind !== 'sum') throw new Error(`A ${ofLast.kind}`)
    expect(ofLast.activation).toBe('softmax')
    expect(ofLast.sum).toBeCloseTo(scores[1]!, 5)
    expect(ofLast.result).toBeCloseTo(probabilities[1]!, 6)
    await expect(read(POOL, 2, 0, 0)).rejects.toThrow('The layer has no value at that place.')
  })

  it('says where in the image a class is seen, for each class', async () => {
    const map = (classIndex: number, method: 'gradCam' | 'layerCam', layer = CONV) =>
      engine.call('heatMap', { model, image, layer, classIndex, method })
    const maps = await Promise.all([map(0, 'gradCam'), map(1, 'gradCam'), map(0, 'layerCam'), map(1, 'layerCam')])
    for (const { height, width, values, most } of maps) {
      expect([height, width, values.length]).toEqual([4, 4, 16])
      expect(values.reduce((largest, value) => Math.max(largest, value), 0)).toBe(most > 0 ? 1 : 0)
    }
    expect(new Set(maps.map(({ values }) => values.join())).size).toBeGreaterThan(2)
    await expect(map(0, 'gradCam', FLATTEN)).rejects.toThrow('has no places')
    await expect(map(2, 'gradCam')).rejects.toThrow('no such class')
  })

  it('says so where values are too large to be numbers', async () => {
    const { files } = await engine.call('exportModel', { model, target: 'tensorflowjs', chosen: [] })
    const large = files.map(({ name, bytes }) => {
      const content = name.endsWith('.bin') ? new Float32Array(bytes.length / 4).fill(1e30) : bytes
      return { path: name, file: new File([content], name) }
    })
    const opened = await engine.call('openFiles', { files: large, settings: DEFAULT_SETTINGS })
    if (opened.kind !== 'model') throw new Error(`The files are a ${opened.kind}`)
    const asked = { model: opened.model.id, image, layer: CONV, classIndex: 0 }
    await expect(engine.call('heatMap', { ...asked, method: 'gradCam' })).rejects.toThrow('no heat map')
  })

  it('covers one place after another, and says how probable the class is then', async () => {
    const { pixels, probabilities } = await engine.call('lookInside', { model, image })
    const occlusion = await engine.call('occlude', { model, image, classIndex: 1, patch: 3, stride: 2 })
    expect([occlusion.rows, occlusion.columns, occlusion.probabilities.length]).toEqual([2, 2, 4])
    expect(occlusion.whole).toBeCloseTo(probabilities[1]!, 6)
    // By hand: the lower right.
    const mean = Math.round(pixels.reduce((sum, value) => sum + value, 0) / 16)
    const covered = pixels.map((value, at) => (at % 4 > 0 && at >= 4 ? mean : value))
    const { probabilities: then } = await engine.call('lookInside', {
      model,
      image: { kind: 'pixels', pixels: covered },
    })
    expect(occlusion.probabilities[3]).toBeCloseTo(then[1]!, 5)
    const tooMany = { model, image, classIndex: 1, patch: 0, stride: 1 }
    await expect(engine.call('occlude', tooMany)).rejects.toThrow('whole pixels')
  })

  it('reads an image file as the model sees it, and says what is wrong with another', async () => {
    const png = makeGreyPng(8, 4, (x) => (x < 4 ? 255 : 0))
    const readImage = (bytes: Uint8Array<ArrayBuffer>, name: string) =>
      engine.call('readImage', { model, file: new File([bytes], name), settings: SETTINGS })
    const { pixels, width, height } = await readImage(png, 'half.png')
    expect([width, height]).toEqual([8, 4])
    expect([...pixels.subarray(0, 4)]).toEqual([255, 255, 0, 0])
    const text = new TextEncoder().encode('no image at all')
    await expect(readImage(text, 'notes.png')).rejects.toThrow('“notes.png” is not an image that can be read')
  })

  it('refuses images of another shape, and those that there are not', async () => {
    const pixels = new Uint8Array(15)
    await expect(engine.call('lookInside', { model, image: { kind: 'pixels', pixels } })).rejects.toThrow(
      '4 × 4 pixels, grey',
    )
    const missing = { kind: 'ofData', data, image: 40 } as const
    await expect(engine.call('lookInside', { model, image: missing })).rejects.toThrow('no such image')
    await expect(engine.call('lookInside', { model: 99, image })).rejects.toThrow('no weights yet')
    await expect(engine.call('readOutput', { model, image, layer: 7 })).rejects.toThrow('no such layer')
    await expect(engine.call('readKernel', { model, layer: POOL })).rejects.toThrow('no kernel')
  })
})
