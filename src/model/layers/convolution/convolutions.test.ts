import { describe, expect, it } from 'vitest'
import { weightSpecs } from '../../graph/weights'
import { analyseStack } from '../../graph/shapes'
import { applyFix, createLayer, createStack } from '../../graph/stack'
import type { NewLayer } from '../registry'
import { slideBack } from '../sliding'

const data = { height: 9, width: 8, channels: 3, classes: 4 }

const factsOf = (layer: NewLayer) => analyseStack(createStack('image', [layer]), data).layers[0]!
const weightsOf = (layer: NewLayer) => weightSpecs(createStack('image', [layer]), data)

describe('a convolution of each channel by itself', () => {
  it('has as many channels as its filters make, and the weights of Keras', () => {
    const layer = createLayer('DepthwiseConv2D', { kernelSize: [3, 2], strides: [2, 2], depthMultiplier: 2 })
    expect(factsOf(layer)).toMatchObject({
      output: [4, 4, 6],
      parameters: 3 * 2 * 3 * 2 + 6,
      flops: 2 * 4 * 4 * 6 * 6,
      receptiveField: { size: [3, 2], jump: [2, 2] },
    })
    expect(weightsOf(layer).map(({ key, shape }) => [key, shape])).toEqual([
      ['depthwise_conv2d/depthwise_kernel', [3, 2, 3, 2]],
      ['depthwise_conv2d/bias', [6]],
    ])
  })

  it('followed by sums of the channels has a kernel of each', () => {
    const layer = createLayer('SeparableConv2D', { filters: 5, padding: 'same', useBias: false, pointwiseL2: 0.1 })
    expect(factsOf(layer)).toMatchObject({
      output: [9, 8, 5],
      parameters: 3 * 3 * 3 + 3 * 5,
      flops: 2 * 9 * 8 * (3 * 9 + 3 * 5),
    })
    expect(weightsOf(layer)).toMatchObject([
      { key: 'separable_conv2d/depthwise_kernel', shape: [3, 3, 3, 1] },
      { key: 'separable_conv2d/pointwise_kernel', shape: [1, 1, 3, 5], regularizer: { l1: 0, l2: 0.1 } },
    ])
  })
})

describe('a convolution backwards', () => {
  it('makes the image larger, and has its kernel’s last axes the other way round', () => {
    const layer = createLayer('Conv2DTranspose', { filters: 5, strides: [2, 2], padding: 'same' })
    expect(factsOf(layer)).toMatchObject({
      output: [18, 16, 5],
      parameters: 9 * 3 * 5 + 5,
      flops: 2 * 9 * 8 * 9 * 3 * 5,
      receptiveField: { size: [2, 2], jump: [0.5, 0.5] },
    })
    expect(weightsOf(layer)[0]).toMatchObject({ key: 'conv2d_transpose/kernel', shape: [3, 3, 5, 3] })
  })

  // Keras's `compute_conv_transpose_output_shape`, by hand.
  it.each([
    [5, 3, 2, 'valid', null, 11],
    [5, 3, 2, 'same', null, 10],
    [5, 2, 3, 'valid', null, 15],
    [5, 3, 2, 'valid', 1, 12],
    [5, 3, 2, 'same', 1, 10],
    [5, 3, 2, 'same', 0, 9],
    [5, 4, 2, 'same', 1, 9],
    [1, 4, 1, 'valid', null, 4],
  ] as const)(
    'of %i places, span %i, stride %i, %s, output padding %s has %i',
    (length, span, stride, padding, extra, out) => {
      expect(slideBack(length, span, stride, padding, extra)).toBe(out)
    },
  )

  it('refuses an output padding that Keras refuses, and offers to leave it empty', () => {
    const layer = createLayer('Conv2DTranspose', { outputPadding: [1, 0] })
    const stack = createStack('image', [layer])
    const [problem] = factsOf(layer).problems
    expect(problem).toMatchObject({
      severity: 'error',
      field: 'outputPadding',
      message: 'Output padding must be smaller than the strides of 1 × 1: make it smaller, or leave it empty.',
    })
    const fixed = applyFix(stack, stack.layers[0]!.id, problem!.fix!)
    expect(analyseStack(fixed, data).layers[0]?.output).toEqual([11, 10, 32])
  })

  it('says when no pixels are left', () => {
    const layer = createLayer('Conv2DTranspose', {
      kernelSize: [2, 2],
      strides: [2, 2],
      padding: 'same',
      outputPadding: [0, 0],
    })
    const small = { ...data, height: 1 }
    expect(analyseStack(createStack('image', [layer]), small).layers[0]?.problems).toMatchObject([
      { message: 'With this output padding no pixels are left: leave it empty.' },
    ])
  })
})

describe('strides with dilation, or a kernel larger than the image', () => {
  it.each(['DepthwiseConv2D', 'SeparableConv2D', 'Conv2DTranspose'] as const)('have no shape in %s', (className) => {
    const both = factsOf(createLayer(className, { strides: [1, 2], dilationRate: [2, 1] }))
    expect(both).not.toHaveProperty('output')
    expect(both.problems).toMatchObject([{ field: 'dilationRate', fix: { args: { dilationRate: [1, 1] } } }])
    const large = factsOf(createLayer(className, { kernelSize: [10, 3] }))
    // A kernel is laid over the output here, which is as large as it needs.
    expect(large.output?.[0]).toBe(className === 'Conv2DTranspose' ? 18 : undefined)
  })
})
