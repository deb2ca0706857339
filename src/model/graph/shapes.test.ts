import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerProblem } from '../layers/define'
import type { NewLayer } from '../layers/registry'
import { analyseStack, DEFAULT_DATA_SHAPE, inputShape } from './shapes'
import type { DataShape, StackAnalysis } from './shapes'
import { withClasses } from './output'
import { applyFix, createLayer, createStack, freezeLayers } from './stack'
import { weightSpecs } from './weights'
import type { Stack } from './stack'

const output = createLayer('Dense', { units: 10, activation: 'softmax' })

function analyse(
  input: Stack['input'],
  layers: readonly NewLayer[],
  data: DataShape = DEFAULT_DATA_SHAPE,
): StackAnalysis {
  return analyseStack(createStack(input, layers), data)
}

/** The one problem of the layer at the index. */
function problemAt(analysis: StackAnalysis, index: number): LayerProblem | undefined {
  expect(analysis.layers[index]?.problems.length).toBeLessThanOrEqual(1)
  return analysis.layers[index]?.problems[0]
}

/** Presses the fix of the first problem that has one, until none is left. */
function fixAll(stack: Stack, data: DataShape, presses = 20): Stack {
  for (const { id, problems } of analyseStack(stack, data).layers) {
    const fix = problems.find((problem) => problem.fix)?.fix
    if (fix && presses > 0) return fixAll(applyFix(stack, id, fix), data, presses - 1)
  }
  return stack
}

describe('analyseStack', () => {
  it('works out the reference model layer by layer', () => {
    const analysis = analyse('flat', [
      createLayer('Reshape'),
      createLayer('Conv2D', { filters: 64, padding: 'same' }),
      createLayer('MaxPooling2D'),
      createLayer('Conv2D', { filters: 32 }),
      createLayer('MaxPooling2D'),
      createLayer('Flatten'),
      output,
    ])
    expect(analysis.layers.map((facts) => [facts.output, facts.parameters, facts.flops])).toEqual([
      [[28, 28, 1], 0, 0],
      [[28, 28, 64], 640, 2 * 28 * 28 * 64 * 9],
      [[14, 14, 64], 0, 0],
      [[12, 12, 32], 18_464, 2 * 12 * 12 * 32 * 9 * 64],
      [[6, 6, 32], 0, 0],
      [[1152], 0, 0],
      [[10], 11_530, 2 * 1152 * 10],
    ])
    expect(analysis.parameters).toBe(30_634)
    // The forward pass of a batch of 500 is 3.12 GFLOP.
    expect((500 * analysis.flops) / 1e9).toBeCloseTo(3.12, 2)
    expect(analysis.layers[1]?.bytes).toBe(4 * 28 * 28 * 64)
    expect(analysis).toMatchObject({ input: [784], output: [10], problems: [], trainable: true })
  })

  it('says that an empty stack needs layers', () => {
    const analysis = analyse('image', [])
    expect(analysis.problems[0]?.message).toBe('There are no layers yet: choose a template, or add a layer.')
    expect(analysis.trainable).toBe(false)
  })

  it('leaves open what lies behind an error, and shows the error once', () => {
    const analysis = analyse('flat', [
      createLayer('Conv2D'),
      createLayer('MaxPooling2D'),
      createLayer('Flatten'),
      output,
    ])
    expect(problemAt(analysis, 0)).toMatchObject({
      severity: 'error',
      message: 'Conv2D needs images: insert Reshape to 28 × 28 × 1.',
      fix: { kind: 'insertBefore', className: 'Reshape', args: { targetShape: [28, 28, 1] } },
    })
    expect(analysis.layers.slice(1).map((facts) => [facts.inputs, facts.problems])).toEqual([
      [undefined, []],
      [undefined, []],
      [undefined, []],
    ])
    expect(analysis).not.toHaveProperty('output')
    expect(analysis.trainable).toBe(false)
  })

  it('uses the shape of the data for the Reshape that it offers', () => {
    const data = { height: 32, width: 24, channels: 3, classes: 10 }
    expect(problemAt(analyse('flat', [createLayer('MaxPooling2D')], data), 0)?.fix).toMatchObject({
      args: { targetShape: [32, 24, 3] },
    })
    expect(problemAt(analyse('flat', [createLayer('Reshape')], data), 0)).toMatchObject({
      field: 'targetShape',
      message: '28 × 28 × 1 holds 784 values, but the input has 2,304: set to 32 × 24 × 3.',
      fix: { kind: 'update', args: { targetShape: [32, 24, 3] } },
    })
  })

  it('offers no Reshape where the values are no image any more', () => {
    const analysis = analyse('image', [createLayer('Conv2D'), createLayer('Flatten'), createLayer('Conv2D')])
    expect(problemAt(analysis, 2)?.message).toBe(
      'Conv2D needs images (height × width × channels), but gets 21,632 values in a row: move it to where the data still are images.',
    )
    expect(problemAt(analysis, 2)).not.toHaveProperty('fix')
  })

  it('asks for Flatten before Dense', () => {
    expect(problemAt(analyse('image', [createLayer('Conv2D'), output]), 1)).toEqual({
      severity: 'error',
      message: 'Dense needs a flat input: insert Flatten to lay 26 × 26 × 32 in a row of 21,632 values.',
      fix: { kind: 'insertBefore', className: 'Flatten', label: 'Insert Flatten' },
    })
  })

  it('says when Reshape changes nothing, and lets the model train', () => {
    const analysis = analyse('image', [createLayer('Reshape'), createLayer('Flatten'), output])
    expect(problemAt(analysis, 0)).toMatchObject({
      severity: 'hint',
      message: 'The input is 28 × 28 × 1 already, so this layer changes nothing.',
      fix: { kind: 'remove' },
    })
    expect(analysis.trainable).toBe(true)
  })

  it('works out a -1 in a target shape, and says when it does not come out even', () => {
    const reshape = (targetShape: readonly number[]) =>
      analyse('flat', [createLayer('Reshape', { targetShape })]).layers[0]
    expect(reshape([28, -1, 1])?.output).toEqual([28, 28, 1])
    expect(reshape([5, -1])?.problems[0]?.message).toBe(
      '5 × -1 can’t be filled with the 784 values of the input: set to 28 × 28 × 1.',
    )
  })

  it('says when a window is larger than the image, and what helps', () => {
    const small = { height: 4, width: 3, channels: 1, classes: 2 }
    expect(problemAt(analyse('image', [createLayer('Conv2D', { dilationRate: [2, 2] })], small), 0)).toMatchObject({
      field: 'kernelSize',
      message: 'The kernel spans 5 × 5 pixels, but the input has only 4 × 3: use padding “same” or a smaller kernel.',
      fix: { kind: 'update', args: { padding: 'same' } },
    })
    expect(problemAt(analyse('image', [createLayer('MaxPooling2D', { poolSize: [5, 2] })], small), 0)).toMatchObject({
      field: 'poolSize',
      message: 'The pool is 5 × 2 pixels, but the input has only 4 × 3: make it smaller, or remove the layer.',
      fix: { kind: 'remove' },
    })
  })

  it('refuses strides with dilation, as Keras does', () => {
    const analysis = analyse('image', [createLayer('Conv2D', { strides: [2, 1], dilationRate: [1, 2] })])
    expect(problemAt(analysis, 0)).toMatchObject({
      field: 'dilationRate',
      message: 'Strides and dilation rate can’t both be larger than 1: set one of them to 1.',
    })
  })

  it.each([
    ['Conv2D', { filters: NaN }, 'filters', 'Filters must be a whole number from 1 to 4,096.'],
    ['Conv2D', { filters: 0 }, 'filters', 'Filters must be a whole number from 1 to 4,096.'],
    ['Conv2D', { filters: 2.5 }, 'filters', 'Filters must be a whole number from 1 to 4,096.'],
    ['Conv2D', { kernelSize: [3, NaN] }, 'kernelSize', 'Kernel size must be one or two whole numbers from 1 to 64.'],
    ['Conv2D', { strides: [0, 1] }, 'strides', 'Strides must be one or two whole numbers from 1 to 64.'],
    ['MaxPooling2D', { poolSize: [-2, 2] }, 'poolSize', 'Pool size must be one or two whole numbers from 1 to 64.'],
    ['Dense', { units: Infinity }, 'units', 'Units must be a whole number from 1 to 65,536.'],
    ['Dropout', { rate: 1 }, 'rate', 'Rate must be a number of 0 or more and below 1.'],
    ['Dropout', { rate: -0.1 }, 'rate', 'Rate must be a number of 0 or more and below 1.'],
    [
      'Reshape',
      { targetShape: [] },
      'targetShape',
      'Target shape must be whole numbers of 1 or more, such as 28 × 28 × 1; one of them may be -1.',
    ],
    [
      'Reshape',
      { targetShape: [-1, -1] },
      'targetShape',
      'Target shape must be whole numbers of 1 or more, such as 28 × 28 × 1; one of them may be -1.',
    ],
  ] as const)('%s with %o says so at the field', (className, args, field, message) => {
    const analysis = analyse('image', [createLayer(className, args)])
    expect(problemAt(analysis, 0)).toEqual({ severity: 'error', field, message })
    expect(analysis.layers[0]).not.toHaveProperty('output')
  })

  it('refuses a model that is too large, at the layer or as a whole', () => {
    const wide = createLayer('Dense', { units: 65_536 })
    expect(problemAt(analyse('flat', [wide, output]), 0)?.message).toBe(
      'The layer has 51,445,760 parameters, and 20,000,000 is the most a page can train: make it smaller.',
    )
    const half = createLayer('Dense', { units: 20_000 })
    const pair = analyse('flat', [
      half,
      createLayer('Dense', { units: 200 }),
      createLayer('Dense', { units: 20_000 }),
      output,
    ])
    expect(pair.problems[0]?.message).toBe(
      'The layers together have 23,920,210 parameters, and 20,000,000 is the most a page can train: make it smaller.',
    )
    expect(pair.trainable).toBe(false)
    const photo = { height: 1024, width: 1024, channels: 3, classes: 2 }
    const deep = createLayer('Conv2D', { filters: 1024, kernelSize: [1, 1] })
    expect(problemAt(analyse('image', [deep, createLayer('MaxPooling2D')], photo), 0)?.message).toBe(
      'The layer has outputs of 4 GiB for one image, and 2 GiB is the most: make it smaller.',
    )
  })
})

it('a model of which nothing trains is none to train', () => {
  const still = createLayer('BatchNormalization', { center: false, scale: false })
  const { trainable, problems } = analyse(
    'image',
    [still, createLayer('GlobalAveragePooling2D'), createLayer('Softmax')],
    {
      ...DEFAULT_DATA_SHAPE,
      channels: 3,
      classes: 3,
    },
  )
  expect(trainable).toBe(false)
  expect(problems.map(({ message }) => message)).toEqual([
    'No layer of the model learns anything: add Dense or Conv2D.',
  ])
})

describe('the output layer', () => {
  it('has one unit a class, or says what to set', () => {
    const seven = { ...DEFAULT_DATA_SHAPE, classes: 7 }
    expect(problemAt(analyse('flat', [output], seven), 0)).toEqual({
      severity: 'error',
      field: 'units',
      message: 'The output layer has 10 units, but the data have 7 classes: set 7 units.',
      fix: { kind: 'update', args: { units: 7 }, label: 'Set 7 units' },
    })
  })

  it('is softmax; scores will do, another activation will not', () => {
    const linear = analyse('flat', [createLayer('Dense', { units: 10, activation: 'linear' })])
    expect(problemAt(linear, 0)).toMatchObject({ severity: 'hint', fix: { label: 'Use softmax' } })
    expect(linear.trainable).toBe(true)
    const relu = analyse('flat', [createLayer('Dense', { units: 10 })])
    expect(problemAt(relu, 0)?.message).toBe(
      'The output layer has relu, which gives no shares of the classes: use softmax.',
    )
    expect(relu.trainable).toBe(false)
  })

  it('is Dense', () => {
    expect(problemAt(analyse('image', [createLayer('Conv2D')]), 0)).toMatchObject({
      message: 'The last layer must be Dense with 10 units, one a class: add it after Conv2D. It gives 26 × 26 × 32.',
      fix: { kind: 'insertAfter', className: 'Dense', args: { units: 10, activation: 'softmax' } },
    })
  })

  it('follows the number of classes', () => {
    const stack = createStack('flat', [createLayer('Dense', { units: 32 }), output])
    const followed = withClasses(stack, 26)
    expect(followed.layers.map((layer) => layer.args)).toMatchObject([{ units: 32 }, { units: 26 }])
    expect(withClasses(followed, 26)).toBe(followed)
    const open = createStack('image', [createLayer('Flatten')])
    expect(withClasses(open, 26)).toBe(open)
  })
})

describe('properties of every stack', () => {
  const someLayer = fc.oneof(
    fc
      .record({
        filters: fc.integer({ min: 1, max: 8 }),
        kernelSize: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
        strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        padding: fc.constantFrom('valid', 'same'),
        dilationRate: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      })
      .map((args) => createLayer('Conv2D', args)),
    fc
      .record({
        poolSize: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
        strides: fc.option(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))),
        padding: fc.constantFrom('valid', 'same'),
      })
      .map((args) => createLayer('MaxPooling2D', args)),
    fc.integer({ min: 1, max: 40 }).map((units) => createLayer('Dense', { units })),
    fc
      .array(fc.integer({ min: -1, max: 30 }), { maxLength: 4 })
      .map((targetShape) => createLayer('Reshape', { targetShape })),
    fc.double({ min: 0, max: 1 }).map((rate) => createLayer('Dropout', { rate })),
    fc.constant(createLayer('Flatten')),
  )
  const someStack = fc
    .tuple(fc.constantFrom('flat', 'image'), fc.array(someLayer, { maxLength: 7 }))
    .map(([input, layers]) => createStack(input, layers))
  const someData = fc.record({
    height: fc.integer({ min: 1, max: 33 }),
    width: fc.integer({ min: 1, max: 33 }),
    channels: fc.constantFrom(1, 3),
    classes: fc.integer({ min: 2, max: 500 }),
  })

  it('a layer has either an error or a shape of whole positive lengths', () => {
    fc.assert(
      fc.property(someStack, someData, (stack, data) => {
        const analysis = analyseStack(stack, data)
        let expected: readonly number[] | undefined = inputShape(stack, data)
        for (const facts of analysis.layers) {
          expect(facts.inputs).toEqual(expected && [expected])
          if (facts.output) {
            expect(facts.output.length).toBeGreaterThan(0)
            for (const length of facts.output) expect(Number.isSafeInteger(length) && length > 0).toBe(true)
          } else if (facts.inputs) {
            expect(facts.problems.some((problem) => problem.severity === 'error')).toBe(true)
          }
          expected = facts.output
        }
      }),
      { numRuns: 500 },
    )
  })

  it('every fix solves the problem that it is offered for', () => {
    fc.assert(
      fc.property(someStack, someData, (stack, data) => {
        for (const { id, problems } of analyseStack(stack, data).layers) {
          for (const { message, fix } of problems) {
            if (!fix) continue
            const fixed = analyseStack(applyFix(stack, id, fix), data)
            const same = fixed.layers.find((facts) => facts.id === id)
            expect(same?.problems.map((problem) => problem.message) ?? []).not.toContain(message)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('pressing every fix of a stack of good arguments leads to a model that trains', () => {
    const start = createStack('flat', [createLayer('Conv2D'), createLayer('MaxPooling2D'), createLayer('Dropout')])
    const data = { height: 9, width: 5, channels: 3, classes: 4 }
    const fixed = fixAll(start, data)
    expect(fixed.layers.map((layer) => layer.className)).toEqual([
      'Reshape',
      'Conv2D',
      'MaxPooling2D',
      'Dropout',
      'Flatten',
      'Dense',
    ])
    expect(analyseStack(fixed, data).trainable).toBe(true)
  })
})

describe('frozen layers', () => {
  const stack = createStack('image', [
    createLayer('Conv2D', { filters: 4, kernelL2: 0.1 }),
    createLayer('BatchNormalization'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 10, kernelL2: 0.1, activation: 'softmax' }),
  ])
  const freeze = (...at: readonly number[]) =>
    freezeLayers(
      stack,
      at.map((each) => stack.layers[each]!.id),
      true,
    )

  it('have parameters that do not train, and lie behind those that do', () => {
    const frozen = freeze(0, 1)
    const { layers, parameters, trainableParameters } = analyseStack(frozen, DEFAULT_DATA_SHAPE)
    expect(layers.map((each) => [each.parameters, each.trainableParameters, each.frozen])).toEqual([
      [40, 0, true],
      [16, 0, true],
      [0, 0, undefined],
      [27_050, 27_050, undefined],
    ])
    expect([parameters, trainableParameters]).toEqual([27_106, 27_050])
    expect(
      weightSpecs(frozen, DEFAULT_DATA_SHAPE).map(({ key, regularizer }) => [key, regularizer !== undefined]),
    ).toEqual([
      ['dense/kernel', true],
      ['dense/bias', false],
      ['conv2d/kernel', false],
      ['conv2d/bias', false],
      ['batch_normalization/gamma', false],
      ['batch_normalization/beta', false],
      ['batch_normalization/moving_mean', false],
      ['batch_normalization/moving_variance', false],
    ])
  })

  it('that are all that could train keep the model from training, not from being used', () => {
    const { problems, trainable, usable } = analyseStack(freeze(0, 1, 3), DEFAULT_DATA_SHAPE)
    expect([trainable, usable]).toEqual([false, true])
    expect(problems.map(({ message }) => message)).toEqual([
      'Nothing trains, because all layers that could are frozen: let one of them train.',
    ])
  })
})
