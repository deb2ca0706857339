/** What is not a number stays so on its way to the loss, where the run loop hears of it. A device may take it for a number in places. */
import { describe, expect, it } from 'vitest'
import { stateOf } from '../../executor.fixture'
import { ACTIVATIONS } from '../../kernels/referenceActivations.fixture'
import type { PointwiseActivation } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import { geometryOf } from '../../plan/geometry'
import type { Operation } from '../../plan/operation'
import { wasmExecutor } from '../wasmExecutor.fixture'

type Values = Readonly<Record<string, readonly number[]>>

async function run(operation: Operation, inputs: Values, outputs: Readonly<Record<string, number>>, name = 'output') {
  const contents = Object.entries(inputs).map(([key, values]) => [key, Float32Array.from(values)] as const)
  const all = { ...stateOf(1), ...Object.fromEntries(contents) }
  return [...new Float32Array((await wasmExecutor.run([operation], all, outputs))[name]!)]
}

const common = { layer: 'layer', batchSize: 1 }
const relu = { kind: 'relu', maxValue: 2, negativeSlope: 0.1, threshold: 0.5 } as const
const FUNCTIONS: readonly PointwiseActivation[] = [
  ...(Object.keys(ACTIVATIONS) as readonly (keyof typeof ACTIVATIONS)[]),
  relu,
  { kind: 'elu', alpha: 0.2 },
  { kind: 'affine', scale: -2.5, offset: 0.75 },
]

it.each(FUNCTIONS.map((activation) => [activation]))('%j passes it on', async (activation) => {
  const operation = { kind: 'pointwiseForward', ...common, activation, values: 4, input: 'input', output: 'output' }
  const made = await run(operation as Operation, { input: [1, NaN, 1, 1] }, { output: 4 })
  expect(made.map(Number.isNaN)).toEqual([false, true, false, false])
})

it('PReLU passes it on', async () => {
  const shape = [4]
  const made = await run(
    { kind: 'preluForward', ...common, shape, alphaShape: [4], alphaOffset: 0, input: 'input', output: 'output' },
    { input: [1, NaN, -2, 0], [COMMON.weights]: [0.5, 0.5, 0.5, 0.5] },
    { output: 4 },
  )
  expect(made).toEqual([1, NaN, -1, 0])
})

it.each(['softmax', 'log_softmax'] as const)(
  '%s makes nothing else of its row, and leaves the others',
  async (name) => {
    const made = await run(
      { kind: 'softmaxForward', ...common, activation: name, rows: 2, length: 3, input: 'input', output: 'output' },
      { input: [1, NaN, 2, 1, 2, 3] },
      { output: 6 },
    )
    expect(made.map(Number.isNaN)).toEqual([true, true, true, false, false, false])
  },
)

it.each([0, 1, 2])('the loss is none where logit %i is none, whatever the label', async (place) => {
  const logits = [3, 2, 1].map((value, at) => (at === place ? NaN : value))
  for (const label of [0, 1, 2]) {
    const results = await wasmExecutor.run(
      [
        {
          kind: 'classificationLoss',
          ...common,
          classes: 3,
          logits: 'logits',
          gradient: 'gradient',
          weighted: false,
        },
      ],
      { ...stateOf(1), logits: Float32Array.from(logits), [COMMON.labels]: Uint32Array.of(label) },
      { gradient: 3, [COMMON.losses]: 1, [COMMON.predictions]: 2 },
    )
    expect([...new Float32Array(results[COMMON.losses]!)]).toEqual([NaN])
  }
})

// Of two channels: one has it among numbers that are larger and smaller, the other has numbers alone.
const IMAGE = [1, 1, NaN, 2, 3, 3, 2, 0]

describe('a maximum is none where one of its values is none', () => {
  it('of inputs, place by place', async () => {
    const inputs = ['one', 'other'].map((buffer) => ({ buffer, shape: [4] }))
    const made = await run(
      {
        kind: 'mergeForward',
        ...common,
        method: 'maximum',
        shape: [4],
        inputs,
        activation: 'linear',
        output: 'output',
        sums: '',
      },
      { one: [1, NaN, 3, NaN], other: [NaN, 2, 1, NaN] },
      { output: 4 },
    )
    expect(made).toEqual([NaN, NaN, 3, NaN])
  })

  it('of a window', async () => {
    const size = { height: 2, width: 2, channels: 2 }
    const window = { kernel: [2, 2], strides: [1, 1], dilation: [1, 1], padding: 'valid' } as const
    const made = await run(
      {
        kind: 'maxPooling2dForward',
        ...common,
        geometry: geometryOf(size, 2, window),
        input: 'input',
        output: 'output',
        codes: 'codes',
      },
      { input: IMAGE },
      { output: 2, codes: 2 },
    )
    expect(made).toEqual([NaN, 3])
  })

  it('of an image', async () => {
    const size = { height: 2, width: 2, channels: 2 }
    const made = await run(
      { kind: 'globalMaxPooling2dForward', ...common, size, input: 'input', output: 'output', codes: 'codes' },
      { input: IMAGE },
      { output: 2, codes: 2 },
    )
    expect(made).toEqual([NaN, 3])
  })

  it.each(['relu', 'swish'] as const)('of a convolution pooled at once, behind %s', async (activation) => {
    const window = { kernel: [1, 1], strides: [1, 1], dilation: [1, 1], padding: 'valid' } as const
    const made = await run(
      {
        kind: 'conv2dForward',
        ...common,
        geometry: geometryOf({ height: 2, width: 4, channels: 1 }, 1, window),
        activation,
        input: 'input',
        kernelOffset: 0,
        output: 'output',
        sums: 'sums',
        pool: { size: [2, 2], output: { height: 1, width: 2, channels: 1 }, codes: 'codes' },
      },
      { input: [3, NaN, 1, 2, 1, 2, 3, 4], [COMMON.weights]: [1] },
      { output: 2, sums: 2, codes: 2 },
    )
    expect(made.map(Number.isNaN)).toEqual([true, false])
  })
})
