/** Networks with branches, and every layer type that there is, from a file to results, on WebGPU. */
import JSZip from 'jszip'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createLayer, createStack, type Stack } from '../src/model/graph/stack'
import { LAYERS, type DrawnLayer } from '../src/model/layers/registry'
import { serialiseProject } from '../src/model/project'
import { DEFAULT_RECIPE } from '../src/model/training/recipe'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

/** A stack of all layer types, small enough to train in seconds. */
function stackOfAll(classes: number): Stack {
  const stem: readonly DrawnLayer[] = [
    createLayer('Rescaling', { scale: 2, offset: -1 }),
    createLayer('ZeroPadding2D', { rows: [1, 1], columns: [1, 1] }),
    {
      ...createLayer('Conv2D', {
        filters: 4,
        strides: [2, 2],
        activation: 'linear',
        useBias: false,
        kernelInitializer: 'he_normal',
        kernelL2: 0.001,
      }),
      name: 'stem',
    },
    createLayer('BatchNormalization', { momentum: 0.5 }),
    createLayer('ReLU', { maxValue: 6 }),
    createLayer('MaxPooling2D'),
  ]
  const trunk = stem.at(-1)!
  const one = createLayer('SeparableConv2D', { filters: 4, padding: 'same', activation: 'hard_sigmoid' })
  const two: DrawnLayer = {
    ...createLayer('DepthwiseConv2D', { padding: 'same', activation: 'gelu' }),
    from: [trunk],
  }
  const three: DrawnLayer = { ...createLayer('LayerNormalization'), from: [trunk] }
  const sum: DrawnLayer = { ...createLayer('Add'), from: [one, two, three] }
  const difference: DrawnLayer = { ...createLayer('Subtract'), from: [sum, two] }
  const product: DrawnLayer = { ...createLayer('Multiply'), from: [sum, one] }
  const mean: DrawnLayer = { ...createLayer('Average'), from: [difference, product] }
  const largest: DrawnLayer = { ...createLayer('Maximum'), from: [mean, sum] }
  const joined: DrawnLayer = { ...createLayer('Concatenate'), from: [largest, difference] }
  const last = joined
  const images: readonly DrawnLayer[] = [
    createLayer('Cropping2D', { rows: [0, 1], columns: [1, 0] }),
    createLayer('SpatialDropout2D', { rate: 0.1 }),
    createLayer('Conv2DTranspose', { filters: 4, strides: [2, 2], padding: 'same', activation: 'linear' }),
    createLayer('LeakyReLU'),
    createLayer('AveragePooling2D'),
    createLayer('UpSampling2D', { interpolation: 'bilinear' }),
    createLayer('PReLU', { sharedAxes: '1, 2' }),
    createLayer('Permute', { dims: [2, 1, 3] }),
    createLayer('GaussianNoise', { stddev: 0.05 }),
    createLayer('ELU'),
  ]
  const before = images.at(-1)!
  const means = createLayer('GlobalAveragePooling2D')
  const maxima: DrawnLayer = { ...createLayer('GlobalMaxPooling2D'), from: [before] }
  return createStack('image', [
    ...stem,
    one,
    two,
    three,
    sum,
    difference,
    product,
    mean,
    largest,
    last,
    ...images,
    means,
    maxima,
    { ...createLayer('Concatenate'), from: [means, maxima] },
    createLayer('GaussianDropout', { rate: 0.1 }),
    createLayer('Dense', { units: 16, activation: 'linear' }),
    createLayer('Activation', { activation: 'mish' }),
    createLayer('Reshape', { targetShape: [4, 4] }),
    createLayer('Flatten'),
    createLayer('Dropout', { rate: 0.1 }),
    { ...createLayer('Dense', { units: classes, activation: 'linear' }), name: 'scores' },
    createLayer('Softmax'),
  ])
}

test('a stack of every layer type trains, is exported, and comes back with its names and its results', async ({
  studio,
}) => {
  const stack = stackOfAll(2)
  const types = new Set(stack.layers.map(({ className }) => className))
  expect([...LAYERS.map(({ className }) => className)].filter((name) => !types.has(name))).toEqual([])
  const recipe = { ...DEFAULT_RECIPE, epochs: 3, batchSize: 16, learningRate: 0.01, validationSplit: 0 }
  const project = {
    name: 'all.strata',
    mimeType: 'application/json',
    buffer: Buffer.from(serialiseProject({ stack, recipe })),
  }

  const { data, model, train, use, evaluate } = studio
  await studio.open()
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 80, test: 20 })))
  await expect(data.summary).toContainText('200 images')
  await data.drop([project])
  await model.expectStack(stack.layers.map(({ className }) => className))
  await train.finish()
  const accuracy = await evaluate.accuracyText()
  expect(await evaluate.accuracy()).toBeGreaterThan(0.8)

  const files = await use.export()
  await model.useTemplate('LeNet-5')
  await data.drop(files)
  await model.expectStack(stack.layers.map(({ className }) => className))
  expect(await evaluate.accuracyText()).toBe(accuracy)
  const saved = await JSZip.loadAsync((await use.save()).buffer)
  const again = JSON.parse(await saved.file('document.json')!.async('text')) as {
    stack: { layers: { name?: string }[] }
  }
  const names = again.stack.layers.map(({ name }) => name)
  expect(names).toContain('stem')
  expect(names).toContain('scores')
})

const FOLDER = process.env['STRATA_MNIST'] ?? join(import.meta.dirname, '..', '..', 'shared', 'mnist')
const IMAGES = join(FOLDER, 't10k-images-idx3-ubyte.gz')
const LABELS = join(FOLDER, 't10k-labels-idx1-ubyte.gz')

test.describe('real MNIST', () => {
  test.skip(!existsSync(IMAGES) || !existsSync(LABELS), `there is no MNIST in ${FOLDER}`)

  /** The first images or labels of a file in IDX, as a file of their own. */
  function firstOf(path: string, count: number, header: number, each: number): Buffer {
    const part = Buffer.from(gunzipSync(readFileSync(path)).subarray(0, header + count * each))
    part.writeUInt32BE(count, 4)
    return part
  }

  test('the residual net of 2,055,306 parameters trains on a part of it', async ({ studio }) => {
    const count = 64
    const mimeType = 'application/octet-stream'
    await studio.open()
    await studio.data.choose([
      { name: 'train-images-idx3-ubyte', mimeType, buffer: firstOf(IMAGES, count, 16, 784) },
      { name: 'train-labels-idx1-ubyte', mimeType, buffer: firstOf(LABELS, count, 8, 1) },
    ])
    await expect(studio.data.summary).toContainText('64 images')
    await studio.model.useTemplate('Keras ResNet')
    await expect(studio.model.parameters('2,055,306').first()).toBeVisible()
    await studio.train.enterRecipe({ epochs: 2, batchSize: 16 })
    await studio.train.finish()
    const rows = await (await studio.train.showAsTable('Loss')).getByRole('row').allInnerTexts()
    const losses = rows.slice(1).map((row) => Number(row.split('\t')[1]))
    expect(losses).toHaveLength(2)
    expect(losses[1]).toBeLessThan(losses[0]!)
  })
})
