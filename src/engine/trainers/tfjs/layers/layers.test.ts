import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toTopology } from '../../../../interop/keras/topology'
import { createLayer, createStack } from '../../../../model/graph/stack'
import type { NewLayer } from '../../../../model/layers/registry'
import { createRandom } from '../../../../model/random'
import type { PointwiseActivation } from '../../plan/activations'
import { errorOf } from '../../errorOf.fixture'
import { referenceOf } from '../../kernels/referenceActivations.fixture'
import { ConcatenateLayer } from './concatenate'
import { SubtractLayer } from './elementwise'
import { registerLayers } from './registry'
import { OurLayer } from './replaceLayer'

beforeAll(async () => {
  await tf.setBackend('cpu')
  registerLayers()
})

afterEach(() => {
  const { numTensors } = tf.memory()
  if (numTensors > 0) throw new Error(`${numTensors} tensors were left behind`)
})

const DATA = { height: 6, width: 5, channels: 40, classes: 2 }
const IMAGES = 3
const SHAPE: [number, number, number, number] = [IMAGES, DATA.height, DATA.width, DATA.channels]
const LENGTH = SHAPE.reduce((product, side) => product * side)

async function build(layer: NewLayer): Promise<tfl.LayersModel> {
  const topology: unknown = toTopology(createStack('image', [layer]), DATA)
  return tfl.models.modelFromJSON(topology as Parameters<typeof tfl.models.modelFromJSON>[0])
}

/** The layer's output, and the gradient of its sum by its input. */
async function run(layer: NewLayer, x: Float32Array, training = false, step = 0) {
  const model = await build(layer)
  for (const built of model.layers) if (built instanceof OurLayer) built.seeds = [1, 0, step]
  const [output, slope] = tf.tidy(() => {
    const input = tf.tensor4d(x, SHAPE)
    const { value, grad } = tf.valueAndGrad((z) => model.apply(z, { training }) as tf.Tensor)(input)
    return [value.dataSync<'float32'>(), grad.dataSync<'float32'>()]
  })
  model.dispose()
  return { output: Float32Array.from(output), slope: Float32Array.from(slope) }
}

const draw = (seed: number): Float32Array => {
  const random = createRandom(seed)
  return Float32Array.from({ length: LENGTH }, () => 3 * random.normal())
}

const POINTWISE: readonly (readonly [NewLayer, PointwiseActivation])[] = [
  [createLayer('ReLU'), 'relu'],
  ...[
    { maxValue: 6, negativeSlope: 0, threshold: 0 },
    { maxValue: null, negativeSlope: 0.2, threshold: 0 },
    { maxValue: null, negativeSlope: 0, threshold: 1.5 },
    { maxValue: 2, negativeSlope: 0.1, threshold: 0.5 },
  ].map((args) => [createLayer('ReLU', args), { kind: 'relu', ...args }] as const),
  [createLayer('LeakyReLU'), { kind: 'relu', maxValue: null, negativeSlope: 0.3, threshold: 0 }],
  [createLayer('ELU', { alpha: 0.4 }), { kind: 'elu', alpha: 0.4 }],
  [createLayer('Rescaling', { scale: -2, offset: 0.5 }), { kind: 'affine', scale: -2, offset: 0.5 }],
  ...(['hard_sigmoid', 'mish', 'relu6', 'gelu', 'swish'] as const).map(
    (activation) => [createLayer('Activation', { activation }), activation] as const,
  ),
]

describe('a function of every value', () => {
  it.each(
    POINTWISE.map(([layer, activation]) => [layer.className, JSON.stringify(layer.args), layer, activation] as const),
  )('%s %s is what it is in Keras 3, and so is its gradient', async (_name, _args, layer, activation) => {
    const { f, df } = referenceOf(activation)
    const x = draw(1)
    const { output, slope } = await run(layer, x)
    expect(errorOf(output, Float64Array.from(x, f))).toBeLessThan(1e-6)
    expect(errorOf(slope, Float64Array.from(x, df))).toBeLessThan(1e-6)
  })
})

const RATE = 0.3
const DRAWING: readonly NewLayer[] = [
  createLayer('Dropout', { rate: RATE }),
  createLayer('SpatialDropout2D', { rate: RATE }),
  createLayer('GaussianDropout', { rate: RATE }),
  createLayer('GaussianNoise', { stddev: 0.5 }),
]

describe.each(DRAWING.map((layer) => [layer.className, layer] as const))('%s', (_name, layer) => {
  it('draws while training alone, and the same for the same seeds', async () => {
    const x = draw(2)
    const [first, again, later, tested] = [
      await run(layer, x, true),
      await run(layer, x, true),
      await run(layer, x, true, 1),
      await run(layer, x),
    ]
    expect(again).toEqual(first)
    expect(later.output).not.toEqual(first.output)
    expect(tested.output).toEqual(x)
  })

  it('draws what Keras 3 draws', async () => {
    const x = new Float32Array(LENGTH).fill(2)
    const { output, slope } = await run(layer, x, true)
    const mean = output.reduce((sum, value) => sum + value, 0) / LENGTH
    const deviation = Math.sqrt(output.reduce((sum, value) => sum + (value - mean) ** 2, 0) / LENGTH)
    const expected = layer.className === 'GaussianNoise' ? 0.5 : 2 * Math.sqrt(RATE / (1 - RATE))
    expect(Math.abs(mean - 2)).toBeLessThan(0.2)
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(0.1)
    if (layer.className === 'GaussianNoise') expect(slope.every((value) => value === 1)).toBe(true)
    else
      expect(
        errorOf(
          output,
          slope.map((value) => 2 * value),
        ),
      ).toBeLessThan(1e-6)
  })
})

it('SpatialDropout2D drops channels of an image whole', async () => {
  const { output } = await run(createLayer('SpatialDropout2D', { rate: RATE }), new Float32Array(LENGTH).fill(1), true)
  const { height, width, channels } = DATA
  const places = height * width
  for (let image = 0; image < IMAGES; image++) {
    const channel = (at: number) =>
      Array.from({ length: places }, (_, place) => output[(image * places + place) * channels + at]!)
    const values = Array.from({ length: channels }, (_, at) => new Set(channel(at)))
    expect(values.every(({ size }) => size === 1)).toBe(true)
    expect(new Set(values.flatMap((each) => [...each])).size).toBe(2)
  }
})

it('Subtract takes the second input from the first', () => {
  const a = tfl.input({ shape: [2] })
  const b = tfl.input({ shape: [2] })
  const model = tfl.model({ inputs: [a, b], outputs: new SubtractLayer({}).apply([a, b]) as tfl.SymbolicTensor })
  const difference = tf.tidy(() =>
    (model.predict([tf.tensor2d([[3, 4]]), tf.tensor2d([[1, 6]])]) as tf.Tensor).dataSync<'float32'>(),
  )
  expect([...difference]).toEqual([2, -2])
  model.dispose()
})

it('Concatenate counts negative axes from the last one', () => {
  const layer = new ConcatenateLayer({ axis: -2 })
  tf.tidy(() => {
    const joined = layer.apply([tf.zeros([1, 2, 1, 3]), tf.ones([1, 2, 2, 3])]) as tf.Tensor
    expect([
      joined.shape,
      layer.computeOutputShape([
        [null, 2, 1, 3],
        [null, 2, 2, 3],
      ]),
    ]).toEqual([
      [1, 2, 3, 3],
      [null, 2, 3, 3],
    ])
  })
  layer.dispose()
})
