import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LAYERS } from './layers/registry'
import { parseProject, serialiseProject } from './project'
import { DEFAULT_RECIPE } from './training/recipe'
import { DEFAULT_DATA_SHAPE } from './graph/shapes'
import { createLayer, createLayerFrom, createStack, removeLayer } from './graph/stack'
import { TEMPLATES } from './graph/templates'

const saved = { version: 1, stack: { input: 'flat', layers: [{ className: 'Flatten', args: {} }] }, recipe: {} }

function messageOf(document: unknown): string {
  try {
    parseProject(typeof document === 'string' ? document : JSON.stringify(document))
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'not an error'
  }
  return 'no error'
}

describe('a project', () => {
  it.each(TEMPLATES)('holds $name as it is', ({ build }) => {
    const { stack, recipe } = build(DEFAULT_DATA_SHAPE)
    const project = { stack, recipe: { ...DEFAULT_RECIPE, ...recipe } }
    expect(parseProject(serialiseProject(project))).toEqual(project)
  })

  it('holds whatever a form can hold, numbers left open included', () => {
    const someNumber = fc.oneof(
      fc.integer(),
      fc.double({ noDefaultInfinity: true }).map((value) => value + 0),
    )
    const somePair = fc.tuple(someNumber, someNumber)
    const someLayer = fc.oneof(
      fc
        .record({ filters: someNumber, kernelSize: somePair, padding: fc.constantFrom('valid', 'same') })
        .map((args) => createLayerFrom('Conv2D', args)),
      fc
        .record({ poolSize: somePair, strides: fc.option(somePair) })
        .map((args) => createLayerFrom('MaxPooling2D', args)),
      fc.record({ targetShape: fc.array(someNumber) }).map((args) => createLayerFrom('Reshape', args)),
      fc.record({ rate: someNumber }).map((args) => createLayerFrom('Dropout', args)),
      fc.constantFrom(...LAYERS).map((definition) => createLayer(definition.className)),
    )
    const someProject = fc.record({
      stack: fc
        .tuple(fc.constantFrom('flat', 'image'), fc.array(someLayer))
        .map(([input, layers]) => createStack(input, layers)),
      recipe: fc
        .record({ learningRate: someNumber, batchSize: someNumber })
        .map((recipe) => ({ ...DEFAULT_RECIPE, ...recipe })),
    })
    fc.assert(
      fc.property(someProject, (project) => {
        expect(parseProject(serialiseProject(project))).toEqual(project)
      }),
    )
  })

  it('holds the augmentation, and opens one that was saved before there was any', () => {
    const augmentation = { ...DEFAULT_RECIPE.augmentation, rotation: 15, noise: NaN, horizontalFlip: true }
    const project = { stack: createStack('flat', []), recipe: { ...DEFAULT_RECIPE, augmentation } }
    expect(parseProject(serialiseProject(project)).recipe).toEqual(project.recipe)
    expect(parseProject(JSON.stringify({ ...saved, recipe: { seed: 3 } })).recipe).toEqual({
      ...DEFAULT_RECIPE,
      seed: 3,
    })
  })

  it('gives layers new ids, one each', () => {
    const stack = removeLayer(createStack('image', [createLayer('Conv2D'), createLayer('Flatten')]), 'layer-1')
    const opened = parseProject(serialiseProject({ stack, recipe: DEFAULT_RECIPE }))
    expect(opened.stack.layers).toEqual([{ id: 'layer-1', className: 'Flatten', args: {} }])
  })

  it('takes defaults for what the file leaves out', () => {
    const layers = [{ className: 'Conv2D', args: { filters: 5 } }]
    const opened = parseProject(JSON.stringify({ ...saved, stack: { input: 'image', layers }, recipe: { epochs: 9 } }))
    expect(opened.stack.layers[0]?.args).toEqual({ ...createLayer('Conv2D').args, filters: 5 })
    expect(opened.recipe).toEqual({ ...DEFAULT_RECIPE, epochs: 9 })
  })

  it.each([
    ['cut off', '{"version": 1, "stack"', 'The project is not JSON, or it was cut off.'],
    ['a list', '[1, 2]', 'The project is not one that Strata wrote: look at “version”.'],
    ['without a stack', { version: 1 }, 'The project is not one that Strata wrote: look at “stack”.'],
    [
      'of a later version',
      { ...saved, version: 2 },
      'The project is of version 2, and this Strata reads version 1: open it in a newer one.',
    ],
    [
      'with an unknown input',
      { ...saved, stack: { input: 'sound', layers: [] } },
      'The project is not one that Strata wrote: look at “stack.input”.',
    ],
    [
      'with an unknown layer',
      { ...saved, stack: { input: 'flat', layers: [{ className: '<b>LSTM</b>', args: {} }] } },
      'Layer 1 of the project is of the type “<b>LSTM</b>”, which Strata does not have.',
    ],
    [
      'with an argument of another kind',
      { ...saved, stack: { input: 'flat', layers: [{ className: 'Dense', args: { units: 'ten' } }] } },
      'Layer 1 of the project has a value for “Units” that can’t be used.',
    ],
    [
      'with a pair of three',
      { ...saved, stack: { input: 'image', layers: [{ className: 'Conv2D', args: { kernelSize: [3, 3, 3] } }] } },
      'Layer 1 of the project has a value for “Kernel size” that can’t be used.',
    ],
    [
      'with a choice that there is not',
      { ...saved, recipe: { optimizer: 'lion' } },
      'The recipe has a value for “Optimizer” that can’t be used.',
    ],
    [
      'with an augmentation that is none',
      { ...saved, recipe: { augmentation: 'much' } },
      'The recipe’s augmentation is not one.',
    ],
    [
      'with a flip that is neither yes nor no',
      { ...saved, recipe: { augmentation: { verticalFlip: 1 } } },
      'The recipe’s augmentation has a value for “Vertical flip” that can’t be used.',
    ],
  ])('that is %s is refused in one sentence', (_case, document, message) => {
    expect(messageOf(document)).toBe(`ProjectError: ${message}`)
  })

  it('never fails in another way than by its own error, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(messageOf(text)).toMatch(/^ProjectError: /)
      }),
    )
  })
})
