import { describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../../../scripts/openNodeGpu'
import type { Pair } from '../../../../model/layers/pair'
import { createRandom } from '../../../../model/random'
import { createLayer, createStack } from '../../../../model/graph/stack'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { errorOf } from '../../errorOf.fixture'
import { addPartials, POISON, stateOf, type Contents } from '../../executor.fixture'
import { ACTIVATIONS } from '../../kernels/referenceActivations.fixture'
import { convolve, convolveBackward, pool, poolBackward } from '../../kernels/referenceSliding.fixture'
import type { PointwiseName } from '../../plan/activations'
import { COMMON } from '../../plan/buffers'
import { fuse } from '../../plan/fuse'
import { filterGradientsBelow } from '../../plan/fusions/filterGradientsBelow'
import { geometryOf, valuesOf, type Geometry, type ImageSize } from '../../plan/geometry'
import { lowerStack } from '../../plan/lowerStack'
import type { AnyOperation } from '../../plan/operation'
import { pooledFilterGradient } from '../../plan/operations/pooledFilterGradient'
import { runKernels } from '../runKernels.fixture'
import { translate } from '../translate'
import { TUNINGS, type Tuning } from '../tuning'

const { device } = await openNodeGpu()

interface Convolution {
  readonly filters: number
  readonly kernel: Pair
  readonly strides?: Pair
  readonly dilation?: Pair
  readonly padding?: 'same' | 'valid'
  readonly activation?: PointwiseName
  readonly useBias?: boolean
  readonly pool?: Pair
}

interface Case {
  readonly batch?: number
  /** Height, width, channels. */
  readonly input: readonly [number, number, number]
  readonly first: Convolution & { readonly pool: Pair }
  readonly second: Convolution
}

const BATCH = 3

const REFERENCE = {
  first: { filters: 64, kernel: [3, 3], padding: 'same', activation: 'relu', pool: [2, 2] },
  second: { filters: 32, kernel: [3, 3], activation: 'relu', pool: [2, 2] },
} as const

const CASES: readonly Case[] = [
  { input: [28, 28, 1], ...REFERENCE },
  // Splits of several images each. Those of the others are some rows of one.
  { batch: 1100, input: [6, 4, 1], first: { ...REFERENCE.first, filters: 4 }, second: { filters: 4, kernel: [2, 2] } },
  { input: [20, 12, 1], first: { ...REFERENCE.first, filters: 8 }, second: { filters: 4, kernel: [3, 3] } },
  // LeNet-5, with filters that aren't a multiple of four, and a derivative.
  {
    input: [16, 14, 1],
    first: { filters: 6, kernel: [5, 5], padding: 'same', activation: 'tanh', pool: [2, 2] },
    second: { filters: 16, kernel: [5, 5], activation: 'tanh', pool: [2, 2] },
  },
  // Keras's project.
  {
    input: [16, 16, 1],
    first: { filters: 32, kernel: [3, 3], activation: 'relu', pool: [2, 2] },
    second: { filters: 64, kernel: [3, 3], activation: 'relu', pool: [2, 2] },
  },
  // Colours.
  {
    input: [16, 14, 3],
    first: { filters: 32, kernel: [3, 3], padding: 'same', activation: 'relu', pool: [2, 2] },
    second: { filters: 8, kernel: [3, 3], padding: 'same', activation: 'relu' },
  },
  {
    input: [17, 14, 4],
    first: { filters: 20, kernel: [4, 7], padding: 'same', activation: 'gelu', pool: [3, 2] },
    second: { filters: 5, kernel: [2, 3], padding: 'same', activation: 'elu', pool: [2, 3] },
  },
  // Rows and columns that no window covers, in both images.
  {
    batch: 5,
    input: [16, 13, 2],
    first: { filters: 7, kernel: [3, 2], dilation: [2, 3], activation: 'relu', useBias: false, pool: [2, 2] },
    second: { filters: 6, kernel: [2, 2], dilation: [2, 1], padding: 'same', activation: 'relu', pool: [2, 2] },
  },
  {
    input: [9, 23, 1],
    first: { filters: 3, kernel: [1, 1], activation: 'sigmoid', useBias: false, pool: [1, 3] },
    second: { filters: 1, kernel: [3, 3], padding: 'same', activation: 'linear' },
  },
  {
    input: [20, 22, 1],
    first: { filters: 100, kernel: [11, 5], padding: 'same', activation: 'relu', pool: [4, 4] },
    second: { filters: 4, kernel: [3, 3], padding: 'same', activation: 'relu' },
  },
  // So wide that a workgroup has room for few channels only.
  {
    batch: 2,
    input: [6, 130, 1],
    first: { filters: 24, kernel: [3, 3], padding: 'same', activation: 'relu', pool: [2, 2] },
    second: { filters: 4, kernel: [2, 2] },
  },
]

const title = ({ batch, input, first, second }: Case): string =>
  [
    `${batch === undefined ? '' : `${batch} of `}${input.join('x')}`,
    ...[first, second].map(({ filters, kernel, dilation, padding, activation, useBias, pool: size }) =>
      [
        `${filters} of ${kernel.join('x')}`,
        dilation && `dilated ${dilation.join('x')}`,
        padding,
        activation,
        useBias === false && 'no bias',
        size && `pool ${size.join('x')}`,
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ].join(', ')

const layersOf = ({
  filters,
  kernel,
  strides,
  dilation,
  padding = 'valid',
  activation = 'linear',
  useBias,
  pool: size,
}: Convolution) => [
  createLayer('Conv2D', {
    filters,
    kernelSize: kernel,
    strides: strides ?? [1, 1],
    dilationRate: dilation ?? [1, 1],
    padding,
    activation,
    useBias: useBias ?? true,
  }),
  ...(size ? [createLayer('MaxPooling2D', { poolSize: size })] : []),
]

const lower = ({ batch = BATCH, input, first, second }: Case, { byFours }: Tuning) => {
  const [height, width, channels] = input
  const data = { height, width, channels, classes: 3 }
  const stack = createStack('image', [
    ...layersOf(first),
    ...layersOf(second),
    createLayer('Flatten'),
    createLayer('Dense', { units: 3, activation: 'softmax' }),
  ])
  const recipe = { ...DEFAULT_RECIPE, batchSize: batch }
  const plan = lowerStack({ stack, data, recipe, normalisation: rescaling(channels), chunks: [], packsCodes: byFours })
  return { ...plan, classification: plan.forward }
}

const ofConvolutions = (operations: readonly AnyOperation[]): readonly AnyOperation[] =>
  operations.filter(({ layer }) => layer.startsWith('conv2d'))

/** The partial gradients of the first convolution, with the operations fused or as they are. */
async function run(
  one: Case,
  tuning: Tuning,
  fused: boolean,
  contents: Contents,
  count: number,
): Promise<Float32Array> {
  const lowered = lower(one, tuning)
  const plan = fused ? filterGradientsBelow(lowered) : lowered
  const backward = ofConvolutions(plan.backward)
  expect(backward.filter(({ kind }) => kind === 'filterGradientBelow')).toHaveLength(fused ? 1 : 0)
  const lengths = plan.buffers.map(({ name, bytes }) => [name, Math.ceil(bytes / 4)] as const)
  const results = await runKernels(
    device,
    [...ofConvolutions(plan.forward), ...backward].flatMap((operation) => translate(operation, tuning)),
    { ...stateOf(count), ...contents },
    Object.fromEntries(lengths.filter(([name]) => !(name in contents) && name !== COMMON.state)),
  )
  if (fused) expect(new Uint32Array(results['conv2d gradient']!).every((bits) => bits === POISON)).toBe(true)
  return new Float32Array(results['conv2d partial gradients']!)
}

const sizeOfInput = ([height, width, channels]: Case['input']): ImageSize => ({ height, width, channels })

const geometryFor = (input: ImageSize, { filters, kernel, strides, dilation, padding }: Convolution): Geometry =>
  geometryOf(input, filters, {
    kernel,
    strides: strides ?? [1, 1],
    dilation: dilation ?? [1, 1],
    padding: padding ?? 'valid',
  })

const poolOf = (input: ImageSize, size: Pair): Geometry =>
  geometryOf(input, input.channels, { kernel: size, strides: size, dilation: [1, 1], padding: 'valid' })

/** The images as the plan has them: with the zeros around them, where they lie within the images' own buffer. */
function asPlanned(one: Case, images: Float32Array): Float32Array<ArrayBuffer> {
  const own = geometryFor(sizeOfInput(one.input), one.first)
  const forward = lower(one, TUNINGS.few).forward.find((operation) => operation.kind === 'conv2dForward')!
  const { input, before } = forward.geometry
  const size = valuesOf(own.input)
  const planned = new Float32Array((images.length / size) * valuesOf(input))
  images.forEach((value, i) => {
    const image = Math.floor(i / size)
    const row = Math.floor((i % size) / (own.input.width * input.channels)) + own.before[0] - before[0]
    const rest = (i % (own.input.width * input.channels)) + (own.before[1] - before[1]) * input.channels
    planned[(image * input.height + row) * input.width * input.channels + rest] = value
  })
  return planned
}

/** A draw of all that the operations read, and the gradients of the first convolution by float64 loops. */
function draw(one: Case, count: number) {
  const { batch = BATCH } = one
  const { weights: placed, weightValues } = lower(one, TUNINGS.few)
  const random = createRandom(1)
  const numbers = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, () => random.normal())
  const geometry = geometryFor(sizeOfInput(one.input), one.first)
  const images = numbers(batch * valuesOf(geometry.input))
  const weights = numbers(weightValues)
  const weightOf = (key: string, length: number): Float32Array => {
    const found = placed.find((weight) => weight.key === key)
    return found ? weights.subarray(found.offset, found.offset + found.length) : new Float32Array(length)
  }
  const forward = (name: string, layer: Convolution, image: ImageSize, x: ArrayLike<number>) => {
    const own = geometryFor(image, layer)
    const kernel = weightOf(`${name}/kernel`, 0)
    const sums = convolve(own, count, Array.from(x), kernel, weightOf(`${name}/bias`, layer.filters))
    const values = sums.map(ACTIVATIONS[layer.activation ?? 'linear'].f)
    const pooled = pool(poolOf(own.output, layer.pool ?? [1, 1]), count, values)
    return { own, kernel, sums, ...pooled, image: poolOf(own.output, layer.pool ?? [1, 1]).output }
  }
  const one1 = forward('conv2d', one.first, geometry.input, images.subarray(0, count * valuesOf(geometry.input)))
  const one2 = forward('conv2d_1', one.second, one1.image, one1.maxima)
  const derivative = (of: typeof one1, layer: Convolution, i: number): number =>
    ACTIVATIONS[layer.activation ?? 'linear'].df(of.sums[of.origins[i]!]!)
  const upstream = numbers(batch * valuesOf(one2.image)).map((value, i) =>
    i < one2.origins.length ? value * derivative(one2, one.second, i) : NaN,
  )
  const gradient2 = poolBackward(one2.origins, upstream, one2.sums.length)
  const { dx } = convolveBackward(one2.own, count, one1.maxima, one2.kernel, gradient2)
  const gradient1 = poolBackward(
    one1.origins,
    dx.map((value, i) => value * derivative(one1, one.first, i)),
    one1.sums.length,
  )
  const x = Array.from(images.subarray(0, count * valuesOf(geometry.input)))
  const { dKernel, dBias } = convolveBackward(one1.own, count, x, one1.kernel, gradient1)
  const contents = { images: asPlanned(one, images), [COMMON.weights]: weights, 'conv2d_1 gradient': upstream }
  return { contents, expected: [...dKernel, ...((one.first.useBias ?? true) ? dBias : [])] }
}

it('keeps to the memory and the invocations that every device has, and to full subgroups', () => {
  const data = { height: 28, width: 28, channels: 1, classes: 10 }
  for (const template of TEMPLATES) {
    for (const batchSize of [16, 64, 500]) {
      const { stack } = template.build(data)
      const recipe = { ...DEFAULT_RECIPE, batchSize }
      const plan = lowerStack({ stack, data, recipe, normalisation: rescaling(1), chunks: [], packsCodes: true })
      for (const tuning of [TUNINGS.few, TUNINGS.many]) {
        for (const operation of fuse(plan).backward) {
          const isOne = operation.kind === 'filterGradient' && pooledFilterGradient(operation) !== undefined
          if (!isOne && operation.kind !== 'filterGradientBelow') continue
          const { code } = translate(operation, tuning)[0]!
          const held = [...code.matchAll(/var<workgroup> \w+: array<(\w+), (\d+)>/g)].map(
            ([, type, length]) => (type === 'vec4f' ? 16 : 4) * Number(length),
          )
          expect(held.length).toBeGreaterThan(0)
          expect(held.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(16_384)
          const [, across, down] = /@workgroup_size\((\d+), (\d+)\)/.exec(code)!
          // A few lanes of the last subgroup may have no tile.
          expect(Number(across) * Number(down)).toBeGreaterThan(60)
          expect(Number(across) * Number(down)).toBeLessThanOrEqual(256)
        }
      }
    }
  }
})

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer)

/** How the classes of devices carry it out: sums in the dense form, in the sparse form, and fused. */
const WAYS = [
  ['few', false],
  ['few', true],
  ['many', true],
] as const

describe('the filter gradient of the first convolution from the second', () => {
  it.each(CASES.map((one) => [title(one), one] as const))('agrees with float64 loops: %s', async (_, one) => {
    // The last image of a batch may be missing.
    const count = (one.batch ?? BATCH) - 1
    const { contents, expected } = draw(one, count)
    const dense = await run(one, TUNINGS.software, false, contents, count)
    expect(errorOf(addPartials(dense, expected.length), expected)).toBeLessThan(1e-5)
    for (const [name, fused] of WAYS) {
      const partials = await run(one, TUNINGS[name], fused, contents, count)
      const differing = bitsOf(partials).findIndex((bits, at) => bits !== bitsOf(dense)[at])
      expect([name, fused, differing]).toEqual([name, fused, -1])
    }
  })
})
