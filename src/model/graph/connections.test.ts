import { describe, expect, it } from 'vitest'
import { defineMerge, isSameShape } from '../layers/define'
import type { Layer } from '../layers/registry'
import { inputIdsOf, isLine, readersOf } from './inputs'
import { analyseStack, DEFAULT_DATA_SHAPE } from './shapes'
import {
  applyFix,
  connectLayer,
  createLayer,
  createStack,
  insertLayers,
  moveLayer,
  removeLayer,
  type Stack,
} from './stack'

const dense = createLayer('Dense', { units: 10, activation: 'softmax' })
const line = createStack('image', [
  createLayer('Conv2D', { padding: 'same' }),
  createLayer('Conv2D', { padding: 'same' }),
  createLayer('Flatten'),
  dense,
])
const [first, second, flatten] = line.layers.map(({ id }) => id) as [string, string, string]

function problemsOf(stack: Stack, id: string): readonly string[] {
  const facts = analyseStack(stack, DEFAULT_DATA_SHAPE).layers.find((layer) => layer.id === id)
  return facts?.problems.map(({ message }) => message) ?? []
}

/** The stack after the fix of the layer's first problem. */
function fixed(stack: Stack, id: string): Stack {
  const facts = analyseStack(stack, DEFAULT_DATA_SHAPE).layers.find((layer) => layer.id === id)
  return applyFix(stack, id, facts!.problems[0]!.fix!)
}

describe('what layers read', () => {
  it('is the layer above, and for the first the images', () => {
    expect([...inputIdsOf(line.layers).values()]).toEqual([['input'], [first], [second], [flatten]])
    expect(isLine(line.layers)).toBe(true)
  })

  it('can be another layer, which then has two readers', () => {
    const stack = connectLayer(line, flatten, [first])
    expect(inputIdsOf(stack.layers).get(flatten)).toEqual([first])
    expect(
      readersOf(stack.layers)
        .get(first)
        ?.map(({ id }) => id),
    ).toEqual([second, flatten])
    expect(isLine(stack.layers)).toBe(false)
  })

  it('stays with a layer that is moved among others', () => {
    const stack = connectLayer(line, flatten, ['above'])
    expect(stack).toBe(line)
    const moved = moveLayer(connectLayer(line, flatten, [first]), second, 0)
    expect(inputIdsOf(moved.layers).get(flatten)).toEqual([first])
  })

  it('comes along with layers that are put in together', () => {
    const conv = createLayer('Conv2D')
    const reader = { ...createLayer('Flatten'), from: [conv] }
    const stack = insertLayers(line, 1, [conv, createLayer('Dropout'), reader])
    const [, added, , its] = stack.layers
    expect(its?.from).toEqual([added?.id])
  })
})

describe('what is wrong with the connections of a stack', () => {
  it('is a layer that nobody reads', () => {
    const stack = connectLayer(line, flatten, [first])
    expect(problemsOf(stack, second)).toEqual([
      'No layer reads this one, so it would learn nothing: let a later layer read it under From, or remove it.',
    ])
    expect(analyseStack(stack, DEFAULT_DATA_SHAPE).trainable).toBe(false)
    expect(analyseStack(fixed(stack, second), DEFAULT_DATA_SHAPE).trainable).toBe(true)
  })

  it('is a reference to a later layer, which a move brings back before its reader, or the reader behind it', () => {
    const [sum] = insertLayers(line, 2, [createLayer('Add')]).layers.slice(2)
    const sound = connectLayer(insertLayers(line, 2, [createLayer('Add')]), sum!.id, [second, first])
    const mendMove = (stack: Stack, id: string): Stack => {
      const facts = analyseStack(stack, DEFAULT_DATA_SHAPE).layers.find((layer) => layer.id === id)
      const { otherFix } = facts!.problems.find(({ message }) => message.includes('which comes after it'))!
      return applyFix(stack, id, otherFix!)
    }
    const labelOf = (stack: Stack, id: string): string | undefined =>
      analyseStack(stack, DEFAULT_DATA_SHAPE)
        .layers.find((layer) => layer.id === id)
        ?.problems.find(({ otherFix }) => otherFix)?.otherFix?.label
    // The layer that is read was moved down, or its reader up past one of two that it reads, or past both.
    const down = moveLayer(sound, second, 2)
    expect(labelOf(down, sum!.id)).toBe('Move “conv2d_1” before it')
    expect(mendMove(down, sum!.id).layers).toEqual(sound.layers)
    const up = moveLayer(sound, sum!.id, 0)
    expect(labelOf(up, sum!.id)).toBe('Move this behind what it reads')
    expect(mendMove(up, sum!.id).layers).toEqual(sound.layers)
  })

  it('is a reference to a layer that was removed, which leaves the others as they are', () => {
    const stack = removeLayer(connectLayer(line, flatten, [first]), first)
    expect(problemsOf(stack, flatten)).toEqual([
      'Flatten reads a layer that is no longer there: choose another under From.',
    ])
    expect(analyseStack(fixed(stack, flatten), DEFAULT_DATA_SHAPE).trainable).toBe(true)
  })

  it('is a reference to a layer that comes later, and one to itself', () => {
    const later = moveLayer(connectLayer(line, flatten, [first]), first, 3)
    expect(problemsOf(later, flatten)).toContain(
      'Flatten reads “conv2d_1”, which comes after it: move that before it, or choose another under From.',
    )
    expect(problemsOf(connectLayer(line, second, [second]), second)).toContain(
      'Conv2D reads itself: choose a layer before it under From.',
    )
  })

  it('is more inputs than the layer takes', () => {
    const stack = connectLayer(line, flatten, [second, first])
    expect(problemsOf(stack, flatten)).toEqual(['Flatten takes one input, and this one has 2: leave some out.'])
    expect(analyseStack(fixed(stack, flatten), DEFAULT_DATA_SHAPE).trainable).toBe(true)
  })

  it('is a merge with one input, to which the images may be joined', () => {
    const data = { ...DEFAULT_DATA_SHAPE, channels: 4 }
    const conv = createLayer('Conv2D', { filters: 4, padding: 'same' })
    const stack = createStack('image', [conv, createLayer('Add'), createLayer('Flatten'), dense])
    const [, add] = analyseStack(stack, data).layers
    expect(add?.problems[0]).toMatchObject({
      fix: { kind: 'connect', from: ['above', 'input'], label: 'Read the images too' },
    })
    expect(analyseStack(applyFix(stack, add!.id, add!.problems[0]!.fix!), data).trainable).toBe(true)
  })

  it('is a name that another layer has, or that is none', () => {
    const named = (...names: readonly string[]): Stack => ({
      ...line,
      layers: line.layers.map((layer, at): Layer => (names[at] === undefined ? layer : { ...layer, name: names[at] })),
    })
    expect(problemsOf(named('eyes', 'eyes'), second)).toEqual([
      'Layer 1 is called “eyes” already: choose another name.',
    ])
    expect(problemsOf(named('my/eyes'), first)[0]).toContain('letters without accents')
    expect(problemsOf(named('conv2d_1'), first)).toEqual([])
    expect(analyseStack(named('conv2d_1'), DEFAULT_DATA_SHAPE).layers.map(({ name }) => name)).toEqual([
      'conv2d_1',
      'conv2d',
      'flatten',
      'dense',
    ])
    expect(analyseStack(fixed(named('eyes', 'eyes'), second), DEFAULT_DATA_SHAPE).trainable).toBe(true)
  })
})

it('a merge is asked about all shapes that it joins', () => {
  const add = defineMerge({
    className: 'Add',
    family: 'merging',
    keywords: [],
    summary: '',
    arity: { least: 2, most: Infinity },
    defaults: {},
    fields: [],
    problems: (_args, [one = [], ...others]) =>
      others.every((shape) => isSameShape(shape, one)) ? [] : [{ severity: 'error', message: 'differ' }],
    outputShape: (_args, [shape = []]) => shape,
    weights: () => [],
    flops: (_args, inputs) => inputs.length,
    toConfig: () => ({}),
    fromConfig: () => ({}),
  })
  const image = { height: 1, width: 1, channels: 1 }
  expect(
    add.problems(
      {},
      [
        [2, 2, 1],
        [2, 2, 1],
      ],
      image,
    ),
  ).toEqual([])
  expect(
    add.problems(
      {},
      [
        [2, 2, 1],
        [2, 2, 2],
      ],
      image,
    ),
  ).toHaveLength(1)
})
