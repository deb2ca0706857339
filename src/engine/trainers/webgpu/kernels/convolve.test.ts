import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import type { Geometry } from '../../plan/geometry'
import { lowerStack } from '../../plan/lowerStack'
import { TUNINGS } from '../tuning'
import { chooseTile, dealOutput, registersOf } from './convolve'
import { filterGradient } from './filterGradient'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

const operationsOf = (template: (typeof TEMPLATES)[number], batchSize: number) => {
  const { forward, backward } = lowerStack({
    stack: template.build(DATA).stack,
    data: DATA,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(1),
    chunks: [],
  })
  return [...forward, ...backward]
}

const choiceOf = (geometry: Geometry, tuning: (typeof TUNINGS)[keyof typeof TUNINGS], batchSize: number) => {
  const deal = dealOutput(geometry, tuning)
  return { geometry, deal, batchSize, tuning, window: [1, 1] } as const
}

describe.each(['few', 'many'] as const)('the kernels of all templates for a GPU of %s registers', (name) => {
  const tuning = TUNINGS[name]

  it('hold no more in a tile than fits', () => {
    const held = TEMPLATES.flatMap((template) =>
      operationsOf(template, 500).flatMap((operation) => {
        if (operation.kind !== 'conv2dForward') return []
        const choice = { ...choiceOf(operation.geometry, tuning, 500), window: operation.pool?.size ?? [1, 1] } as const
        return [registersOf(choice, chooseTile(choice))]
      }),
    )
    expect(held.length).toBeGreaterThan(20)
    expect(Math.max(...held)).toBeLessThanOrEqual(tuning.tiles.registers)
  })

  it('hold no more sums of a filter gradient than fit', () => {
    for (const template of TEMPLATES) {
      for (const operation of operationsOf(template, 500)) {
        if (operation.kind !== 'filterGradient') continue
        const { code } = filterGradient(operation, tuning)
        const sums = [...code.matchAll(/var (?:sum\w+ = (vec4f|f32)\(\)|tap\d+ = 0\.0)/g)].map(([, type]) =>
          type === 'vec4f' ? 4 : 1,
        )
        expect(sums.length).toBeGreaterThan(0)
        // A row of a wide kernel is held as a whole.
        const row = operation.geometry.kernel[1] > 3 ? 80 : 0
        expect(sums.reduce<number>((sum, values) => sum + values, 0)).toBeLessThanOrEqual(
          Math.max(row, tuning.filterBlocks.sums),
        )
      }
    }
  })
})

describe('the tile of the second convolution of the reference model', () => {
  const geometry: Geometry = {
    input: { height: 14, width: 14, channels: 64 },
    output: { height: 12, width: 12, channels: 32 },
    kernel: [3, 3],
    strides: [1, 1],
    dilation: [1, 1],
    before: [0, 0],
  }

  it.each([
    ['software', 500, [4, 4]],
    ['few', 500, [2, 4]],
    ['many', 500, [2, 6]],
    ['few', 16, [2, 2]],
    ['many', 16, [2, 2]],
  ] as const)('for %s at batch %i is %j', (name, batchSize, tile) => {
    const choice = { ...choiceOf(geometry, TUNINGS[name], batchSize), window: [2, 2] } as const
    expect(chooseTile(choice)).toEqual(tile)
  })
})
