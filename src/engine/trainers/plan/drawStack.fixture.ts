/** For tests: stacks drawn by chance from all layer types and their arguments, small enough to train in a moment. */
import { ACTIVATIONS, type Activation } from '../../../model/layers/activations'
import { createRandom } from '../../../model/random'
import { analyseStack, type DataShape } from '../../../model/graph/shapes'
import type { NewLayer } from '../../../model/layers/registry'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'

export interface DrawnStack {
  readonly stack: Stack
  readonly data: DataShape
}

/**
 * Neighbouring seeds use the activations one after another, and the layers that keep shapes too, so that some stacks have them all. Those that
 * draw while training draw nothing that counts.
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

  const drawConv2d = (): NewLayer => {
    const kind = pick(['plain', 'plain', 'strided', 'dilated'])
    return createLayer('Conv2D', {
      filters: side(9),
      kernelSize: [side(4), side(4)],
      strides: kind === 'strided' ? [side(2), side(3)] : [1, 1],
      dilationRate: kind === 'dilated' ? [side(2), side(3)] : [1, 1],
      padding: padding(),
      activation: activation(),
      ...drawWeights(),
    })
  }
  const drawPooling = (): NewLayer =>
    createLayer('MaxPooling2D', {
      poolSize: [side(3), side(2)],
      strides: pick([null, null, [1, 1], [2, 3]]),
      padding: padding(),
    })

  const data = { height: 5 + side(6), width: 5 + side(6), channels: pick([1, 3, 4]), classes: pick([2, 3, 10]) }
  const { height, width, channels, classes } = data
  const isFlat = draws(0.3)
  for (;;) {
    activations = 4 * seed
    keeping = seed
    const blocks = Array.from({ length: side(2) }, () => [
      drawConv2d(),
      drawKeeping(true),
      ...(draws(0.2) ? [drawKeeping(true)] : []),
      ...(draws(0.6) ? [drawPooling()] : []),
    ])
    const stack = createStack(isFlat ? 'flat' : 'image', [
      ...(isFlat ? [createLayer('Reshape', { targetShape: [height, width, channels] })] : []),
      ...blocks.flat(),
      createLayer('Flatten'),
      ...(draws(0.5)
        ? [createLayer('Dense', { units: 2 + side(20), activation: activation(), ...drawWeights() })]
        : []),
      ...(draws(0.5) ? [drawKeeping(false)] : []),
      createLayer('Dense', { units: classes, activation: 'softmax' }),
    ])
    if (analyseStack(stack, data).trainable) return { stack, data }
  }
}

interface Draws {
  activation(): Activation
  pick<Item>(items: readonly Item[]): Item
  readonly isImage: boolean
}

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
]

export function describeStack({ layers }: Stack): string {
  return layers.map(({ className, args }) => `${className} ${Object.values(args).join(' ')}`.trim()).join(' - ')
}
