import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ABOVE } from '../layers/define'
import type { DrawnLayer } from '../layers/registry'
import { inputIdsAt } from './inputs'
import { layerNames } from './names'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import { someGraph } from './someStack.fixture'
import { applyFix, createLayer, createStack, type Stack } from './stack'

const MISMATCH = / gets \d/

/** The problem of the first layer whose inputs don't go together. */
function mismatchOf(stack: Stack) {
  return analyseStack(stack, DEFAULT_DATA_SHAPE).layers.flatMap(({ id, problems }) =>
    problems.filter(({ message }) => MISMATCH.test(message)).map((problem) => ({ id, ...problem })),
  )[0]
}

/** A block that begins behind a convolution, whose last layer joins what `way` makes with what came in. */
function block(way: readonly DrawnLayer[], merge: DrawnLayer = createLayer('Add')): Stack {
  const stem = createLayer('Conv2D', { filters: 8, padding: 'same' })
  const inside = way.map((layer) => ({ ...layer, block: 'Block' }))
  return createStack('image', [stem, ...inside, { ...merge, from: [ABOVE, stem], block: 'Block' }])
}

/** Most have a fix. */
const someBlock = fc
  .record({ filters: fc.integer({ min: 1, max: 20 }), strides: fc.tuple(fc.nat(3), fc.nat(3)) })
  .map(({ filters, strides: [down, across] }) =>
    block([createLayer('Conv2D', { filters, padding: 'same', strides: [down + 1, across + 1] })]),
  )

describe('a merge whose inputs don’t go together', () => {
  it('reads the shorter way through a Conv2D with the channels of the other, in the same block', () => {
    const stack = block([createLayer('Conv2D', { filters: 16, padding: 'same' }), createLayer('ReLU')])
    const problem = mismatchOf(stack)!
    expect(problem.fix?.label).toBe('Read “conv2d” through a Conv2D of kernel size 1 with 16 filters')
    const fixed = applyFix(stack, problem.id, problem.fix!)
    expect(mismatchOf(fixed)).toBeUndefined()
    const names = layerNames(fixed)
    const nameOf = (id: string) => names[fixed.layers.findIndex((layer) => layer.id === id)]
    expect(names).toEqual(['conv2d', 'conv2d_1', 're_lu', 'conv2d_2', 'add'])
    expect(inputIdsAt(fixed.layers, 3).map(nameOf)).toEqual(['conv2d'])
    expect(inputIdsAt(fixed.layers, 4).map(nameOf)).toEqual(['re_lu', 'conv2d_2'])
    expect(fixed.layers.map((layer) => layer.block)).toEqual([undefined, 'Block', 'Block', 'Block', 'Block'])
    expect(analyseStack(fixed, DEFAULT_DATA_SHAPE).layers.at(-1)?.output).toEqual([28, 28, 16])
  })

  it('has strides where the image of the shorter way is larger', () => {
    const stack = block([createLayer('Conv2D', { filters: 16, padding: 'same', strides: [3, 2] })])
    const problem = mismatchOf(stack)!
    expect(problem.fix?.label).toBe('Read “conv2d” through a Conv2D of kernel size 1 with 16 filters and strides 3 × 2')
    const fixed = applyFix(stack, problem.id, problem.fix!)
    expect(analyseStack(fixed, DEFAULT_DATA_SHAPE).layers.at(-1)?.output).toEqual([10, 14, 16])
  })

  it('keeps the channels of its own where they are joined', () => {
    const stack = block(
      [createLayer('Conv2D', { filters: 16, padding: 'same', strides: [2, 2] })],
      createLayer('Concatenate'),
    )
    const problem = mismatchOf(stack)!
    expect(problem.fix?.label).toBe('Read “conv2d” through a Conv2D of kernel size 1 with 8 filters and strides 2 × 2')
    const fixed = applyFix(stack, problem.id, problem.fix!)
    expect(analyseStack(fixed, DEFAULT_DATA_SHAPE).layers.at(-1)?.output).toEqual([14, 14, 24])
  })

  it('reads values in a row through a Dense', () => {
    const flatten = createLayer('Flatten')
    const stack = createStack('image', [
      flatten,
      createLayer('Dense', { units: 100 }),
      { ...createLayer('Add'), from: [ABOVE, flatten] },
    ])
    const problem = mismatchOf(stack)!
    expect(problem.fix?.label).toBe('Read “flatten” through a Dense of 100 units')
    expect(mismatchOf(applyFix(stack, problem.id, problem.fix!))).toBeUndefined()
  })

  it('can read the images themselves so', () => {
    const conv = createLayer('Conv2D', { filters: 16, padding: 'same' })
    const stack = createStack('image', [conv, { ...createLayer('Concatenate', { axis: 1 }), from: [ABOVE, 'input'] }])
    const problem = mismatchOf(stack)!
    expect(problem.fix?.label).toBe('Read the images through a Conv2D of kernel size 1 with 16 filters')
    expect(mismatchOf(applyFix(stack, problem.id, problem.fix!))).toBeUndefined()
  })

  it('has no such fix where the shorter way is the smaller image, or has other axes', () => {
    expect(mismatchOf(block([createLayer('UpSampling2D')]))?.fix).toBeUndefined()
    expect(mismatchOf(block([createLayer('Flatten')]))?.fix).toBeUndefined()
    // No stride leads from 28 to 26.
    expect(mismatchOf(block([createLayer('Conv2D', { filters: 8 })]))?.fix).toBeUndefined()
  })

  it('is mended by the fix, whatever the net', () => {
    let mended = 0
    fc.assert(
      fc.property(fc.oneof(someGraph, someBlock), (stack) => {
        const problem = mismatchOf(stack)
        if (!problem?.fix) return
        mended++
        const after = analyseStack(applyFix(stack, problem.id, problem.fix), DEFAULT_DATA_SHAPE)
        const facts = after.layers.find(({ id }) => id === problem.id)!
        expect(facts.problems.filter(({ message }) => MISMATCH.test(message))).toEqual([])
        expect(facts.output).toBeDefined()
      }),
      { numRuns: 1000 },
    )
    expect(mended).toBeGreaterThan(0)
  })
})
