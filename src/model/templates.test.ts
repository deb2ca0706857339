import { describe, expect, it } from 'vitest'
import { checkRecipe, DEFAULT_RECIPE } from './recipe'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { TEMPLATES } from './templates'

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
