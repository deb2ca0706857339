import { describe, expect, it } from 'vitest'
import { checkRecipe, DEFAULT_RECIPE } from '../../training/recipe'
import { analyseStack, DEFAULT_DATA_SHAPE, type DataShape } from '../shapes'
import { createLayer, insertLayer, removeLayer, setInput, updateLayer, type Stack } from '../stack'
import { quick99 } from './quick99'
import { adaptStack, findTemplate, TEMPLATES } from './templates'

const COLOUR = { height: 32, width: 32, channels: 3, classes: 4 }

describe('templates', () => {
  it('have the parameters of their sources on MNIST', () => {
    const parameters = TEMPLATES.map(({ name, build }) => {
      const { stack, recipe } = build(DEFAULT_DATA_SHAPE)
      return [name, analyseStack(stack, DEFAULT_DATA_SHAPE).parameters, recipe.epochs, recipe.batchSize]
    })
    expect(parameters).toEqual([
      ['Galaxy CNN tutorial', 30_634, 2, 500],
      ['Galaxy CNN workflow', 27_114, 10, 500],
      // 320 + 18,496 in the convolutions, 1,600 × 128 + 128 and 128 × 10 + 10 behind them.
      ['Ludwig stacked CNN', 225_034, 5, 128],
      // LeCun 1998, table of layers: C1 156, C5 48,120, F6 10,164; C3 here joins all maps (2,416), and the output is Dense (850).
      ['LeNet-5', 61_706, 10, 128],
      // 208 and 1,752 in the convolutions, 384 × 64 behind them, four a unit in BatchNormalization, and 650 in the output.
      ['Quick 99 %', 27_442, 2, 128],
      // 320 + 18,496 in the convolutions, 204,928 and 1,290 in the dense layers.
      ['Keras CNN', 225_034, 10, 64],
      // Four weights a channel more for each BatchNormalization, two of which train: 128, 256 and 512.
      ['Keras CNN, regularised', 225_930, 50, 64],
      // The project's own count.
      ['Keras ResNet', 2_055_306, 50, 64],
      ['AlexNet-like', 1_460_074, 20, 128],
      ['VGG-like', 584_170, 20, 128],
      ['MobileNet-like', 75_082, 20, 128],
      ['All-convolutional', 102_570, 15, 128],
    ])
  })

  it('have the order of Ludwig inside a block: convolution, dropout, pooling', () => {
    const { stack } = TEMPLATES.find(({ name }) => name === 'Ludwig stacked CNN')?.build(DEFAULT_DATA_SHAPE) ?? {}
    expect(stack?.layers.map((layer) => layer.className)).toEqual([
      'Conv2D',
      'MaxPooling2D',
      'Conv2D',
      'Dropout',
      'MaxPooling2D',
      'Flatten',
      'Dense',
      'Dropout',
      'Dense',
    ])
  })

  it.each(TEMPLATES)('$name trains on images of every size, and its recipe is allowed', ({ build }) => {
    for (const [height, width] of [
      [1, 1],
      [2, 9],
      [4, 4],
      [8, 5],
      [12, 12],
      [28, 28],
      [64, 48],
    ] as const) {
      for (const channels of [1, 3]) {
        const data = { height, width, channels, classes: 2 + height }
        const { stack, recipe } = build(data)
        const analysis = analyseStack(stack, data)
        expect(analysis.trainable).toBe(true)
        expect(analysis.output).toEqual([data.classes])
        expect(analysis.layers.flatMap((facts) => facts.problems)).toEqual([])
        expect(checkRecipe({ ...DEFAULT_RECIPE, ...recipe })).toEqual([])
      }
    }
  })
})

describe('a template on images that are too small for it', () => {
  it('says what it had to change, and nothing on images that are large enough', () => {
    const changes = (height: number, width: number) =>
      TEMPLATES[1]?.build({ height, width, channels: 1, classes: 2 }).changes
    expect(changes(28, 28)).toEqual([])
    expect(changes(4, 4)).toEqual(['Conv2D with padding “same”', 'MaxPooling2D left out'])
    expect(changes(1, 1)).toEqual([
      'Conv2D with padding “same”',
      'MaxPooling2D left out',
      'Conv2D with padding “same”',
      'MaxPooling2D left out',
    ])
  })
})

describe('Quick 99 %', () => {
  it('cuts off the border of images of MNIST’s size alone, and says so', () => {
    const of = (data: DataShape) => {
      const { stack, changes } = quick99.build(data)
      return [stack.layers[0]?.className, changes]
    }
    expect(of(DEFAULT_DATA_SHAPE)).toEqual(['Cropping2D', []])
    expect(of({ ...DEFAULT_DATA_SHAPE, classes: 47 })).toEqual(['Cropping2D', []])
    const uncropped = ['Conv2D', [expect.stringMatching(/^Cropping2D left out/)]]
    expect(of(COLOUR)).toEqual(uncropped)
    expect(of({ ...DEFAULT_DATA_SHAPE, channels: 3 })).toEqual(uncropped)
  })

  it('trains by one cycle, without validation images', () => {
    expect(quick99.build(DEFAULT_DATA_SHAPE).recipe).toMatchObject({
      schedule: { kind: 'oneCycle' },
      validationSplit: 0,
    })
  })
})

const find = (stack: Stack): string | undefined => findTemplate(stack, DEFAULT_DATA_SHAPE)?.name

describe('findTemplate', () => {
  it('knows each template by its stack', () => {
    for (const { name, build } of TEMPLATES) expect(find(build(DEFAULT_DATA_SHAPE).stack)).toBe(name)
  })

  it('knows a template for other data only as such', () => {
    const { stack } = TEMPLATES[0].build(COLOUR)
    expect(findTemplate(stack, COLOUR)?.name).toBe(TEMPLATES[0].name)
    expect(find(stack)).toBeUndefined()
  })

  it('knows none once an argument, the layers or the input are others, and knows it again when they are back', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    const id = stack.layers[1]!.id
    const edited = updateLayer(stack, id, { filters: 65 })
    expect(find(edited)).toBeUndefined()
    expect(find(updateLayer(edited, id, { filters: 64 }))).toBe(TEMPLATES[0].name)
    expect(find(updateLayer(stack, id, { filters: NaN }))).toBeUndefined()
    expect(find(insertLayer(stack, 0, createLayer('Dropout')))).toBeUndefined()
    expect(find(removeLayer(stack, id))).toBeUndefined()
    expect(find(setInput(stack, 'image'))).toBeUndefined()
  })

  it('does not look at ids', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    const renamed = { ...stack, layers: stack.layers.map((layer) => ({ ...layer, id: `other-${layer.id}` })) }
    expect(find(renamed)).toBe(TEMPLATES[0].name)
  })
})

describe('adaptStack', () => {
  it('draws an untouched template up anew for other images and classes', () => {
    for (const { build } of TEMPLATES) {
      const adapted = adaptStack(build(DEFAULT_DATA_SHAPE).stack, DEFAULT_DATA_SHAPE, COLOUR)
      expect(analyseStack(adapted, COLOUR)).toMatchObject({ trainable: true, output: [4] })
    }
  })

  it('lets the output units of a stack of the person’s own follow the classes, and its first Reshape the images', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    const own = updateLayer(stack, stack.layers[1]!.id, { filters: 65 })
    const withUnits = updateLayer(own, own.layers.at(-1)!.id, { units: 4 })
    const adapted = adaptStack(own, DEFAULT_DATA_SHAPE, COLOUR)
    expect(adapted).toEqual(updateLayer(withUnits, own.layers[0]!.id, { targetShape: [32, 32, 3] }))
    expect(analyseStack(adapted, COLOUR).trainable).toBe(true)
  })

  it('leaves a Reshape alone that made something else of the images, and one further down', () => {
    const { stack } = TEMPLATES[0].build({ ...DEFAULT_DATA_SHAPE, classes: 4 })
    const first = stack.layers[0]!
    const odd = updateLayer(stack, first.id, { targetShape: [14, 56, 1] })
    expect(adaptStack(odd, DEFAULT_DATA_SHAPE, COLOUR)).toBe(odd)
    const second = insertLayer(stack, 0, createLayer('Dropout'))
    expect(adaptStack(second, DEFAULT_DATA_SHAPE, COLOUR)).toBe(second)
  })

  it('gives the same stack back for data of the same shape', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    expect(adaptStack(stack, DEFAULT_DATA_SHAPE, { ...DEFAULT_DATA_SHAPE })).toBe(stack)
  })
})
