/** For tests: stacks drawn by chance from all layer types and their arguments, small enough to train in a moment. */
import { ACTIVATIONS, type Activation } from '../../../model/layers/activations'
import { INPUT } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import { createRandom } from '../../../model/random'
import { analyseStack, type DataShape } from '../../../model/graph/shapes'
import type { DrawnLayer, NewLayer } from '../../../model/layers/registry'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'

export interface DrawnStack {
  readonly stack: Stack
  readonly data: DataShape
}

/**
 * Neighbouring seeds use the activations one after another, and so the layers that keep shapes or change them, and even seeds the merges, so that some stacks
 * have them all. Those that draw while training draw nothing that counts.
 */
export function drawStack(seed: number): DrawnStack {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!
  const draws = (chance: number): boolean => random.next() < chance
  const side = (most: number): number => 1 + random.integer(most)
  let activations = 0
  const activation = () => ACTIVATIONS[activations++ % ACTIVATIONS.length]!.value
  const padding = () => pick(['same', 'valid'] as const)
  let keeping = 0
  const drawKeeping = (isImage: boolean): NewLayer => {
    const draw = KEEPING[keeping++ % KEEPING.length]!
    return draw({ activation, pick, isImage })
  }

  const drawWeights = () => ({ useBias: draws(0.8), kernelL1: pick([0, 0, 0.01]), kernelL2: pick([0, 0, 0.02]) })

  const pair = (height: number, width: number): Pair => [side(height), side(width)]
  const drawWindow = () => {
    const kind = pick(['plain', 'plain', 'strided', 'dilated'])
    return {
      kernelSize: pair(4, 4),
      strides: kind === 'strided' ? pair(2, 3) : pair(1, 1),
      dilationRate: kind === 'dilated' ? pair(2, 3) : pair(1, 1),
      padding: padding(),
      activation: activation(),
    }
  }
  const drawConv2dArgs = () => ({ filters: side(9), ...drawWindow(), ...drawWeights() })
  /** A convolution of another kind than Conv2D. */
  const drawConvolution = (): DrawnLayer => {
    const { useBias, kernelL1: depthwiseL1 } = drawWeights()
    const ofDepth = { depthMultiplier: side(2), useBias, depthwiseL1 }
    return pick([
      () => {
        const window = drawWindow()
        const outputPadding = pick([null, [window.strides[0] - 1, 0] as const])
        return createLayer('Conv2DTranspose', { filters: side(9), ...window, outputPadding, ...drawWeights() })
      },
      () => createLayer('DepthwiseConv2D', { ...drawWindow(), ...ofDepth }),
      () => createLayer('SeparableConv2D', { filters: side(9), ...drawWindow(), ...ofDepth }),
    ])()
  }
  let merges = 0
  /** A second convolution of what the first one reads, and a layer that joins the two. */
  const drawMerge = (
    above: DrawnLayer | undefined,
    conv: DrawnLayer,
    args: ReturnType<typeof drawConv2dArgs>,
  ): readonly DrawnLayer[] => {
    const className = MERGES[merges++ % MERGES.length]!
    const filters = className === 'Concatenate' ? side(5) : pick([args.filters, 1])
    const twin: DrawnLayer = {
      ...createLayer('Conv2D', { ...args, filters, activation: activation() }),
      from: [above ?? INPUT],
    }
    const from = className === 'Subtract' || draws(0.5) ? [conv, twin] : [twin, conv, twin]
    return [twin, { ...createLayer(className), from }]
  }
  const drawPooling = (): NewLayer =>
    createLayer(pick(['MaxPooling2D', 'MaxPooling2D', 'AveragePooling2D'] as const), {
      poolSize: pair(3, 2),
      strides: pick([null, null, [1, 1] as const, [2, 3] as const]),
      padding: padding(),
    })
  let reshaped = 0
  const drawReshaping = (): NewLayer => RESHAPING[reshaped++ % RESHAPING.length]!({ pick, side })

  const data = { height: 5 + side(6), width: 5 + side(6), channels: pick([1, 3, 4]), classes: pick([2, 3, 10]) }
  const { height, width, channels, classes } = data
  const isFlat = draws(0.3)
  for (;;) {
    activations = 4 * seed
    keeping = seed
    merges = Math.floor(seed / 2)
    reshaped = seed
    const layers: DrawnLayer[] = isFlat ? [createLayer('Reshape', { targetShape: [height, width, channels] })] : []
    for (let blocks = side(2); blocks > 0; blocks--) {
      const behind = [drawKeeping(true), ...(draws(0.2) ? [drawKeeping(true)] : [])]
      const args = { ...drawConv2dArgs(), ...biasBefore(behind) }
      const conv = createLayer('Conv2D', args)
      const isMerged = layers.length < 2 ? seed % 2 === 0 : draws(0.3)
      layers.push(
        conv,
        ...(isMerged ? drawMerge(layers.at(-1), conv, args) : []),
        ...behind,
        ...(draws(0.4) ? [drawReshaping()] : []),
        ...(draws(0.4) ? [drawConvolution()] : []),
        ...(draws(0.6) ? [drawPooling()] : []),
      )
    }
    const last = draws(0.5) ? [drawKeeping(false)] : []
    const hidden = { units: 2 + side(20), activation: activation(), ...drawWeights(), ...biasBefore(last) }
    const stack = createStack(isFlat ? 'flat' : 'image', [
      ...layers,
      ...pick([
        [createLayer('Flatten')],
        [createLayer('GlobalMaxPooling2D', { keepdims: true }), createLayer('Flatten')],
        [createLayer(pick(['GlobalAveragePooling2D', 'GlobalMaxPooling2D'] as const))],
      ]),
      ...(draws(0.5) ? [createLayer('Dense', hidden)] : []),
      ...last,
      createLayer('Dense', { units: classes, activation: 'softmax' }),
    ])
    if (analyseStack(stack, data).trainable) return { stack, data }
  }
}

const MERGES = ['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Concatenate'] as const

/**
 * BatchNormalization takes a bias before it out again, and Adam would make large steps of what rounding leaves of the bias's gradient. So there
 * is none.
 */
function biasBefore(layers: readonly NewLayer[]): { readonly useBias?: false } {
  return layers.some(({ className }) => className === 'BatchNormalization') ? { useBias: false } : {}
}

interface Draws {
  activation(): Activation
  pick<Item>(items: readonly Item[]): Item
  readonly isImage: boolean
}

const RESHAPING: readonly ((draws: Pick<Draws, 'pick'> & { side(most: number): number }) => NewLayer)[] = [
  ({ side }) => createLayer('ZeroPadding2D', { rows: [side(2), 0], columns: [1, side(3)] }),
  ({ side }) => createLayer('Cropping2D', { rows: [1, side(2)], columns: [0, 1] }),
  ({ pick, side }) =>
    createLayer('UpSampling2D', {
      size: [side(2), side(3)],
      interpolation: pick(['nearest', 'bilinear'] as const),
    }),
  ({ pick }) => createLayer('Permute', { dims: pick([[2, 1, 3] as const, [3, 1, 2] as const]) }),
]

const KEEPING: readonly ((draws: Draws) => NewLayer)[] = [
  () => createLayer('Dropout', { rate: 0 }),
  ({ activation }) => createLayer('Activation', { activation: activation() }),
  ({ pick }) =>
    createLayer('ReLU', {
      maxValue: pick([null, 0.5, 2]),
      negativeSlope: pick([0, 0.25]),
      threshold: pick([0, 0, 0.125]),
    }),
  ({ isImage }) =>
    isImage ? createLayer('SpatialDropout2D', { rate: 0 }) : createLayer('GaussianDropout', { rate: 0 }),
  ({ pick }) => createLayer('LeakyReLU', { negativeSlope: pick([0.3, 0.05]) }),
  ({ pick, isImage }) =>
    createLayer('PReLU', {
      sharedAxes: pick(isImage ? ['none', '1, 2', '1, 2, 3', '1', '2, 3'] : ['none', '1']),
      alphaInitializer: 'random_normal',
      alphaL2: pick([0, 0.01]),
    }),
  () => createLayer('GaussianNoise', { stddev: 0 }),
  ({ pick }) => createLayer('ELU', { alpha: pick([1, 0.5]) }),
  () => createLayer('Softmax'),
  ({ pick }) => createLayer('Rescaling', { scale: pick([2, -0.5]), offset: pick([0, 0.25]) }),
  () => createLayer('GaussianDropout', { rate: 0 }),
  ({ pick }) =>
    createLayer('BatchNormalization', {
      momentum: pick([0.9, 0.5]),
      scale: pick([true, true, false]),
      center: pick([true, true, false]),
      gammaL2: pick([0, 0.01]),
    }),
  ({ pick, isImage }) =>
    createLayer('LayerNormalization', {
      axis: isImage ? pick(['-1', '-2, -1', '-3, -2, -1']) : '-1',
      scale: pick([true, true, false]),
      center: pick([true, true, false]),
    }),
]

export function describeStack({ layers }: Stack): string {
  return layers.map(({ className, args }) => `${className} ${Object.values(args).join(' ')}`.trim()).join(' - ')
}
