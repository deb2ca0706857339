/** For tests: stacks drawn by chance from all layer types and their arguments, small enough to train in a moment. */
import { ACTIVATIONS } from '../../../model/layers/activations'
import { createRandom } from '../../../model/random'
import { analyseStack, type DataShape } from '../../../model/graph/shapes'
import type { NewLayer } from '../../../model/layers/registry'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'

export interface DrawnStack {
  readonly stack: Stack
  readonly data: DataShape
}

/** Neighbouring seeds use the activations one after another, so that some stacks have them all. Dropout drops nothing. */
export function drawStack(seed: number): DrawnStack {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!
  const draws = (chance: number): boolean => random.next() < chance
  const side = (most: number): number => 1 + random.integer(most)
  let activations = 3 * seed
  const activation = () => ACTIVATIONS[activations++ % ACTIVATIONS.length]!.value
  const padding = () => pick(['same', 'valid'] as const)

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
    const blocks = Array.from({ length: side(2) }, () => [
      drawConv2d(),
      ...(draws(0.2) ? [createLayer('Dropout', { rate: 0 })] : []),
      ...(draws(0.6) ? [drawPooling()] : []),
    ])
    const stack = createStack(isFlat ? 'flat' : 'image', [
      ...(isFlat ? [createLayer('Reshape', { targetShape: [height, width, channels] })] : []),
      ...blocks.flat(),
      createLayer('Flatten'),
      ...(draws(0.5)
        ? [createLayer('Dense', { units: 2 + side(20), activation: activation(), ...drawWeights() })]
        : []),
      ...(draws(0.3) ? [createLayer('Dropout', { rate: 0 })] : []),
      createLayer('Dense', { units: classes, activation: 'softmax' }),
    ])
    if (analyseStack(stack, data).trainable) return { stack, data }
  }
}

export function describeStack({ layers }: Stack): string {
  return layers.map(({ className, args }) => `${className} ${Object.values(args).join(' ')}`.trim()).join(' - ')
}
