import { initialWeights } from '../../../model/graph/initialise'
import type { Weights } from '../../../model/graph/weights'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rescaling } from '../../../model/training/normalisation'
import type { Recipe } from '../../../model/training/recipe'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { testTraining } from '../../device/proveTraining'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import { openOracle } from '../trainers.fixture'
import { uploadDataset } from './deviceDataset'
import { createTfjsTrainer } from './tfjsTrainer'

const dataset = makeStripes({ train: 64, validation: 0, test: 0 })
const rows = Uint32Array.from({ length: 48 }, (_, i) => i)

beforeAll(async () => {
  await tf.setBackend('cpu')
})

afterEach(() => {
  const { numTensors } = tf.memory()
  if (numTensors > 0) throw new Error(`${numTensors} tensors were left behind`)
})

async function withTrainer<Result>(
  changes: { readonly stack?: Stack; readonly recipe?: Partial<Recipe>; readonly pixels?: Uint8Array<ArrayBuffer> },
  work: (trainer: Awaited<ReturnType<typeof createTfjsTrainer>>) => Promise<Result>,
): Promise<Result> {
  const { stack = STRIPES_STACK, pixels = dataset.pixels } = changes
  const recipe = { ...STRIPES_RECIPE, ...changes.recipe }
  const uploaded = uploadDataset({ pixels, count: dataset.count }, STRIPES_SHAPE, rescaling(1), 4096)
  const trainer = await createTfjsTrainer({
    stack,
    data: STRIPES_SHAPE,
    recipe,
    dataset: uploaded,
    labels: dataset.labels,
  })
  try {
    trainer.loadWeights(initialWeights(stack, STRIPES_SHAPE, 1))
    return await work(trainer)
  } finally {
    trainer.dispose()
    uploaded.dispose()
  }
}

describe('the trainer on TensorFlow.js', () => {
  it.each([false, true])(
    'passes the test that a device has to pass, with a convolution by tiles: %s',
    async (byTiles) => {
      await expect(testTraining(openOracle, { byTiles })).resolves.toBeUndefined()
    },
  )

  it.each([
    'GatherV2',
    'Mod',
    'Floor',
    'FusedConv2D',
    'MaxPool',
    'MaxPoolGrad',
    'BatchMatMul',
    'AvgPool',
    'Step',
    'Exp',
    'Sub',
  ])('fails that test on a device whose %s writes nothing', async (kernelName) => {
    const right = tf.getKernel(kernelName, 'cpu')
    tf.unregisterKernel(kernelName, 'cpu')
    tf.registerKernel({
      ...right,
      kernelFunc(call) {
        const output = right.kernelFunc(call) as tf.TensorInfo
        const { data } = call.backend as { data: Map<object, { values: Float32Array }> }
        data.get(output.dataId)!.values.fill(0)
        return output
      },
    })
    try {
      await expect(testTraining(openOracle, { byTiles: false })).rejects.toThrow(/came out as/)
    } finally {
      tf.unregisterKernel(kernelName, 'cpu')
      tf.registerKernel(right)
    }
  })

  it('reads back the weights that were loaded, bit for bit', async () => {
    const weights = initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1)
    const read = await withTrainer({}, (trainer) => trainer.readWeights())
    expect([...read]).toEqual([...weights])
  })

  it('refuses weights of another stack', async () => {
    await withTrainer({}, (trainer) => {
      expect(() => trainer.loadWeights(new Map([['dense/kernel', new Float32Array(3)]]))).toThrow(RangeError)
      return Promise.resolve()
    })
  })

  it('holds no more tensors after many steps than after one', async () => {
    await withTrainer({}, async (trainer) => {
      trainer.beginEpoch(rows)
      trainer.trainBatches(1)
      await trainer.readSteps()
      const after = tf.memory().numTensors
      for (let epoch = 0; epoch < 4; epoch++) {
        trainer.beginEpoch(rows)
        trainer.trainBatches(100)
        await trainer.readSteps()
        await trainer.classify(rows)
        await trainer.readWeights()
      }
      expect(tf.memory().numTensors).toBe(after)
    })
  })

  it('takes the last short batch, and no more', async () => {
    await withTrainer({ recipe: { batchSize: 20 } }, async (trainer) => {
      trainer.beginEpoch(rows)
      expect(trainer.trainBatches(2)).toBe(2)
      expect(trainer.trainBatches(5)).toBe(1)
      expect(trainer.trainBatches(5)).toBe(0)
      expect((await trainer.readSteps()).map(({ images }) => images)).toEqual([20, 20, 8])
      expect(await trainer.readSteps()).toEqual([])
    })
  })

  it('measures a batch as classify does, before it trains on it', async () => {
    const stack = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
    await withTrainer({ stack, recipe: { batchSize: 48 } }, async (trainer) => {
      const { lossSum, predicted } = await trainer.classify(rows)
      trainer.beginEpoch(rows)
      trainer.trainBatches(1)
      const [step] = await trainer.readSteps()
      expect(step!.loss).toBeCloseTo(lossSum / 48, 5)
      expect(step!.correct).toBe(rows.filter((row, i) => predicted[i] === dataset.labels[row]).length)
    })
  })

  it('does a step by itself as it does it in a row, bit for bit, and tells of each image', async () => {
    const whole = await withTrainer({}, async (trainer) => {
      trainer.beginEpoch(rows)
      trainer.trainBatches(3)
      return { steps: await trainer.readSteps(), weights: await trainer.readWeights() }
    })
    await withTrainer({}, async (trainer) => {
      trainer.beginEpoch(rows)
      trainer.trainBatches(1)
      const [first] = await trainer.readSteps()
      const looks = [await trainer.lookAtStep(), await trainer.lookAtStep()]
      expect([first, ...looks.map(({ metrics }) => metrics)]).toEqual(whole.steps)
      expect(await trainer.readWeights()).toEqual(whole.weights)
      for (const [index, look] of looks.entries()) {
        expect(look.step).toBe(index + 1)
        expect(look.rows).toEqual(rows.slice(16 * (index + 1), 16 * (index + 2)))
        expect(look.rows.filter((row, at) => dataset.labels[row] === look.predicted[at])).toHaveLength(
          look.metrics.correct,
        )
        const mean = look.losses.reduce((sum, loss) => sum + loss, 0) / 16
        expect(mean).toBeCloseTo(look.metrics.loss, 5)
      }
      await expect(trainer.lookAtStep()).rejects.toThrow('The epoch has no batch left')
    })
  })

  it('draws another dropout mask at each step, and the same ones in the next run', async () => {
    const stack = createStack('flat', [
      createLayer('Dropout', { rate: 0.5 }),
      createLayer('Dense', { units: 2, activation: 'softmax' }),
    ])
    // Without learning, the loss of the same batch changes with the mask alone.
    const lossesOf = (): Promise<number[]> =>
      withTrainer({ stack, recipe: { optimizer: 'sgd', learningRate: 1e-30, batchSize: 48 } }, async (trainer) => {
        for (let epoch = 0; epoch < 3; epoch++) {
          trainer.beginEpoch(rows)
          trainer.trainBatches(1)
        }
        return (await trainer.readSteps()).map(({ loss }) => loss)
      })
    const losses = await lossesOf()
    expect(new Set(losses).size).toBe(3)
    expect(await lossesOf()).toEqual(losses)
  })

  it('keeps a gradient where the model is wrong and sure of it', async () => {
    const stack = createStack('flat', [createLayer('Dense', { units: 2, activation: 'softmax' })])
    await withTrainer({ stack, recipe: { optimizer: 'sgd', learningRate: 1, batchSize: 1 } }, async (trainer) => {
      // Logits of -200 and 200, and the true class is the first.
      trainer.loadWeights(
        new Map([
          ['dense/kernel', new Float32Array(128)],
          ['dense/bias', Float32Array.of(-200, 200)],
        ]),
      )
      trainer.beginEpoch(Uint32Array.of(0))
      trainer.trainBatches(1)
      expect((await trainer.readSteps())[0]!.loss).toBeCloseTo(400, 3)
      const bias = (await trainer.readWeights()).get('dense/bias')!
      expect([...bias]).toEqual([-199, 199])
    })
  })

  it.each([
    { filters: 3, kernelSize: [2, 3], strides: [2, 1], padding: 'same', dilationRate: [1, 1], activation: 'tanh' },
    { filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: 'valid', dilationRate: [2, 3], activation: 'elu' },
    { filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: 'valid', dilationRate: [1, 1], activation: 'softmax' },
  ] as const)('classifies as TensorFlow.js’s own Conv2D does: %o', async (args) => {
    const stack = createStack('image', [
      createLayer('Conv2D', args),
      createLayer('Flatten'),
      createLayer('Dense', { units: 2, activation: 'softmax' }),
    ])
    const weights = initialWeights(stack, STRIPES_SHAPE, 5)
    const lossSum = await withTrainer({ stack }, async (trainer) => {
      trainer.loadWeights(weights)
      return (await trainer.classify(rows)).lossSum
    })
    const { kernelSize, strides, dilationRate, ...rest } = args
    const shares = sharesByStock(
      tfl.layers.conv2d({
        ...rest,
        kernelSize: [...kernelSize],
        strides: [...strides],
        dilationRate: [...dilationRate],
        inputShape: [8, 8, 1],
      }),
      weights,
    )
    const expected = rows.reduce((sum, row, i) => sum - Math.log(shares[2 * i + dataset.labels[row]!]!), 0)
    expect(lossSum).toBeCloseTo(expected, 3)
  })
})

/** What a model of stock layers makes of the rows: rows x 2 shares. */
function sharesByStock(conv2d: tfl.layers.Layer, weights: Weights): Float32Array {
  const model = tfl.sequential({
    layers: [conv2d, tfl.layers.flatten(), tfl.layers.dense({ units: 2, activation: 'softmax' })],
  })
  const shares = tf.tidy(() => {
    model.setWeights(model.weights.map(({ shape }, i) => tf.tensor([...weights.values()][i]!, shape as number[])))
    const images = Float32Array.from(dataset.pixels.subarray(0, rows.length * 64), (byte) => byte / 255)
    return (model.predict(tf.tensor(images, [rows.length, 8, 8, 1])) as tf.Tensor).dataSync<'float32'>().slice()
  })
  model.dispose()
  return shares
}
