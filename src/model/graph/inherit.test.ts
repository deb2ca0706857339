import { describe, expect, it } from 'vitest'
import { inheritWeights, planInheritance, type ClassifierShape } from './inherit'
import { initialWeights } from './initialise'
import { createLayer, createStack, type Stack } from './stack'

const CLASSES = ['cat', 'dog', 'eel']

function shapeOf(stack: Stack, classes: readonly string[] = CLASSES, channels = 1): ClassifierShape {
  return { stack, data: { height: 6, width: 6, channels, classes: classes.length }, classes }
}

const withHead = (head: readonly Parameters<typeof createLayer>[], filters = 4) =>
  createStack('image', [
    createLayer('Conv2D', { filters }),
    createLayer('BatchNormalization'),
    ...head.map((each) => createLayer(...each)),
  ])
const denseHead = (classes: number): readonly Parameters<typeof createLayer>[] => [
  ['Flatten'],
  ['Dense', { units: classes, activation: 'softmax' }],
]
const PLAIN = shapeOf(withHead(denseHead(3)))
/** Other values than any run would draw here. */
const trained = (shape: ClassifierShape) => ({ ...shape, weights: initialWeights(shape.stack, shape.data, 1234) })
const numbers = (weights: ReadonlyMap<string, Float32Array>, layer: string) =>
  [...weights].filter(([key]) => key.startsWith(`${layer}/`)).map(([, values]) => [...values])

describe('weights taken over from a model', () => {
  it('are all taken where layers and classes are the same', () => {
    const model = trained(PLAIN)
    expect(planInheritance(PLAIN, model)).toEqual({
      taken: ['conv2d', 'batch_normalization', 'dense'],
      drawn: [],
      reordered: [],
    })
    expect(inheritWeights(PLAIN, model, 7)).toEqual(model.weights)
  })

  it('are drawn by the seed, as ever, where a layer is new or has other shapes', () => {
    const stack = createStack('image', [
      ...PLAIN.stack.layers.slice(0, 2),
      createLayer('Conv2D', { filters: 2 }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 3, activation: 'softmax' }),
    ])
    const heir = shapeOf(stack)
    const model = trained(PLAIN)
    expect(planInheritance(heir, model)).toEqual({
      taken: ['conv2d', 'batch_normalization'],
      drawn: [
        { layer: 'conv2d_1', why: 'missing' },
        { layer: 'dense', why: 'shape' },
      ],
      reordered: [],
    })
    const begun = inheritWeights(heir, model, 7)
    const drawn = initialWeights(stack, heir.data, 7)
    expect([...begun.keys()]).toEqual([...drawn.keys()])
    expect(numbers(begun, 'conv2d')).toEqual(numbers(model.weights, 'conv2d'))
    for (const layer of ['conv2d_1', 'dense']) expect(numbers(begun, layer)).toEqual(numbers(drawn, layer))
  })

  it('take a layer whole or not at all, and none of another type', () => {
    const biased = shapeOf(withHead([['Flatten'], ['Dense', { units: 3, activation: 'softmax', useBias: false }]]))
    expect(planInheritance(PLAIN, trained(biased)).drawn).toEqual([{ layer: 'dense', why: 'shape' }])
    const other = createStack('image', [
      { ...createLayer('Conv2DTranspose', { filters: 4 }), name: 'conv2d' },
      ...PLAIN.stack.layers.slice(1),
    ])
    expect(planInheritance(PLAIN, trained(shapeOf(other))).drawn).toContainEqual({ layer: 'conv2d', why: 'missing' })
  })

  it('are put in the order of the data’s classes', () => {
    const model = trained(PLAIN)
    const heir = { ...PLAIN, classes: ['eel', 'cat', 'dog'] }
    expect(planInheritance(heir, model)).toMatchObject({ drawn: [], reordered: ['dense'] })
    const begun = inheritWeights(heir, model, 7)
    const kernel = model.weights.get('dense/kernel')!
    const column = (values: Float32Array, at: number) => [...values].filter((_, index) => index % 3 === at)
    for (const [at, name] of heir.classes.entries())
      expect(column(begun.get('dense/kernel')!, at)).toEqual(column(kernel, CLASSES.indexOf(name)))
    expect(numbers(begun, 'conv2d')).toEqual(numbers(model.weights, 'conv2d'))
  })

  it('are put in that order in all layers that count the classes', () => {
    const head: readonly Parameters<typeof createLayer>[] = [
      ['Conv2D', { filters: 3 }],
      ['PReLU', { sharedAxes: '1, 2' }],
      ['GlobalAveragePooling2D'],
      ['BatchNormalization'],
      ['Softmax'],
    ]
    const shape = shapeOf(withHead(head))
    const heir = { ...shape, classes: ['eel', 'cat', 'dog'] }
    const model = trained(shape)
    model.weights.get('batch_normalization_1/gamma')!.set([1, 2, 3])
    model.weights.get('p_re_lu/alpha')!.set([4, 5, 6])
    expect(planInheritance(heir, model)).toMatchObject({
      drawn: [],
      reordered: ['conv2d_1', 'p_re_lu', 'batch_normalization_1'],
    })
    const begun = inheritWeights(heir, model, 7)
    expect([...begun.get('batch_normalization_1/gamma')!]).toEqual([3, 1, 2])
    expect([...begun.get('p_re_lu/alpha')!]).toEqual([6, 4, 5])
  })

  it('are drawn anew for other classes, and where their order can’t be made the data’s', () => {
    const model = trained(PLAIN)
    const others = { ...PLAIN, classes: ['cat', 'dog', 'gnu'] }
    expect(planInheritance(others, model)).toEqual({
      taken: ['conv2d', 'batch_normalization'],
      drawn: [{ layer: 'dense', why: 'classes' }],
      reordered: [],
    })
    const head: readonly Parameters<typeof createLayer>[] = [
      ['Conv2DTranspose', { filters: 3 }],
      ['GlobalAveragePooling2D'],
      ['BatchNormalization'],
      ['Softmax'],
    ]
    const turned = shapeOf(withHead(head))
    const reversed = { ...turned, classes: CLASSES.toReversed() }
    expect(planInheritance(reversed, trained(turned))).toEqual({
      taken: ['conv2d', 'batch_normalization'],
      drawn: [
        { layer: 'conv2d_transpose', why: 'order' },
        { layer: 'batch_normalization_1', why: 'order' },
      ],
      reordered: [],
    })
    // In the same order there is nothing to put.
    expect(planInheritance(turned, trained(turned)).drawn).toEqual([])
  })

  it('are not put in order where other layers read the same outputs', () => {
    const side = createLayer('Dense', { units: 3 })
    const next = createLayer('Dense', { units: 3 })
    const sum = { ...createLayer('Add'), from: [side, next] }
    const shape = shapeOf(createStack('image', [createLayer('Flatten'), side, next, sum, createLayer('Softmax')]))
    const heir = { ...shape, classes: ['eel', 'cat', 'dog'] }
    expect(planInheritance(heir, trained(shape))).toMatchObject({
      taken: [],
      drawn: [
        { layer: 'dense', why: 'order' },
        { layer: 'dense_1', why: 'order' },
      ],
    })
  })

  it('leave the model’s own weights as they are', () => {
    const model = trained(PLAIN)
    const before = numbers(model.weights, 'conv2d')
    inheritWeights(PLAIN, model, 7).get('conv2d/kernel')!.fill(0)
    expect(numbers(model.weights, 'conv2d')).toEqual(before)
  })
})
