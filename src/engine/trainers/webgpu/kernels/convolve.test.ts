import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import type { Geometry } from '../../plan/geometry'
import { lowerStack } from '../../plan/lowerStack'
import { translate } from '../translate'
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
    packsCodes: true,
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

/** The text of a kernel of the reference model, and how often something is in it. */
function textOf(layer: string, kind: 'conv2dForward' | 'filterGradient' | 'conv2dInputGradient', name: 'few' | 'many') {
  const operation = operationsOf(TEMPLATES[0], 500).find((one) => one.layer === layer && one.kind === kind)
  if (!operation) throw new Error(`${layer} has no ${kind}`)
  const [kernel] = translate(operation, TUNINGS[name])
  const code = kernel!.code
  return { code, count: (pattern: RegExp) => [...code.matchAll(pattern)].length }
}

describe.each(['few', 'many'] as const)('counts of the reference model’s kernels for a GPU of %s registers', (name) => {
  it('the first convolution selects nothing as it reads: the images have its zeros around them', () => {
    const forward = textOf('conv2d', 'conv2dForward', name)
    const stored = forward.count(/\boutput\[at\] = /g)
    // For each stored maximum, the larger of four values with its code, three times, and the code of what a ReLU made 0.
    expect(forward.count(/select\(/g)).toBe(7 * stored + 1)
    // Of its filter gradient, one value a lane that fills the workgroup's patch, with its place, and a gradient by its code.
    const gradient = textOf('conv2d', 'filterGradient', name)
    expect(gradient.count(/select\(/g)).toBe(3)
  })

  it.each([
    ['conv2d_1', 'conv2dForward', 'source'],
    ['conv2d_1', 'filterGradient', 'input'],
    ['conv2d', 'conv2dForward', 'source'],
  ] as const)(
    '%s, %s reads %s at constant distances from places that are kept in its buffer once',
    (layer, kind, as) => {
      const { count } = textOf(layer, kind, name)
      const reads = count(new RegExp(`= ${as}\\[`, 'g'))
      expect(reads).toBeGreaterThan(5)
      expect(count(new RegExp(`= ${as}\\[base\\w+ \\+ \\d+u\\];`, 'g'))).toBe(reads)
      expect(count(/let base\w+ = min\(u32\(/g)).toBeGreaterThan(0)
    },
  )

  it('weights are read at constant distances too', () => {
    for (const kind of ['conv2dForward', 'conv2dInputGradient'] as const) {
      const { count } = textOf('conv2d_1', kind, name)
      expect(count(/let w\w+ = weights\[at0 \+ \d+\];/g)).toBe(12)
      expect(count(/let w\w+ = weights\[/g)).toBe(12)
    }
  })

  it('the second convolution’s bias is summed by workgroups of its own, and not where the kernel’s gradient is', () => {
    const { code } = textOf('conv2d_1', 'filterGradient', name)
    const [apart, products, ...rest] = code.split('  return;\n')
    expect(rest).toEqual([])
    expect(apart).toMatch(/bias0 \+= g/)
    expect(apart).not.toMatch(/sum\w+ \+= /)
    expect(products).toMatch(/sum\w+ \+= /)
    expect(products).not.toContain('bias')
  })

  it('nothing is unpacked of the codes that the input gradient compares: their places are constants', () => {
    const { code, count } = textOf('conv2d_1', 'conv2dInputGradient', name)
    expect(count(/\^ bits/g)).toBe(count(/= source\[/g))
    expect(code).not.toMatch(/== vec4u\(bits/)
    expect(count(/== vec4u\([01]u\)/g)).toBeGreaterThan(9)
  })
})
