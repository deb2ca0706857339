import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LAYERS } from './layers/registry'
import { parseProject, serialiseProject } from './project'
import { NO_CLIPPING } from './training/clipping'
import { DEFAULT_RECIPE } from './training/recipe'
import { DEFAULT_DATA_SHAPE } from './graph/shapes'
import {
  createLayer,
  createLayerFrom,
  createStack,
  freezeLayers,
  insertLayer,
  moveLayer,
  removeLayer,
  type Stack,
} from './graph/stack'
import { TEMPLATES } from './graph/templates/templates'

const stackOf = (...layers: readonly object[]) => ({
  input: 'flat',
  layers: layers.map((layer, index) => ({ id: `layer-${index + 1}`, args: {}, ...layer })),
  lastId: layers.length,
})
const saved = { version: 6, stack: stackOf({ className: 'Flatten' }), recipe: {} }
const idsOf = (stack: Stack): readonly string[] => stack.layers.map(({ id }) => id)

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

  it('keeps the layers’ ids, and does not give again one that a removed layer had', () => {
    const stack = removeLayer(
      createStack('image', [createLayer('Flatten'), createLayer('Dense'), createLayer('Dropout')]),
      'layer-3',
    )
    const opened = parseProject(
      serialiseProject({ stack: moveLayer(stack, 'layer-2', 0), recipe: DEFAULT_RECIPE }),
    ).stack
    expect(idsOf(opened)).toEqual(['layer-2', 'layer-1'])
    expect(idsOf(insertLayer(opened, 9, createLayer('Dropout')))).toEqual(['layer-2', 'layer-1', 'layer-4'])
  })

  it('takes defaults for what the file leaves out', () => {
    const stack = stackOf({ className: 'Conv2D', args: { filters: 5 } })
    const opened = parseProject(JSON.stringify({ ...saved, stack, recipe: { epochs: 9 } }))
    expect(opened.stack.layers[0]?.args).toEqual({ ...createLayer('Conv2D').args, filters: 5 })
    expect(opened.recipe).toEqual({ ...DEFAULT_RECIPE, epochs: 9 })
  })

  it.each([
    ['cut off', '{"version": 1, "stack"', 'The project is not JSON, or it was cut off.'],
    ['a list', '[1, 2]', 'The project is not one that Strata wrote: look at “version”.'],
    [
      'of a version that never was',
      { ...saved, version: 1.5 },
      'The project is not one that Strata wrote: look at “version”.',
    ],
    ['without a stack', { version: 2 }, 'The project is not one that Strata wrote: look at “stack”.'],
    ['of version 1 without a stack', { version: 1 }, 'The project is not one that Strata wrote: look at “stack”.'],
    [
      'with a layer that has the id of something else',
      { ...saved, stack: stackOf({ id: 'above', className: 'Flatten' }) },
      'Layer 1 of the project has the id “above”, which is no layer’s: change it.',
    ],
    [
      'of a later version',
      { ...saved, version: 7 },
      'The project is of version 7, and this Strata reads version 6: open it in a newer one.',
    ],
    [
      'with an unknown input',
      { ...saved, stack: { ...stackOf(), input: 'sound' } },
      'The project is not one that Strata wrote: look at “stack.input”.',
    ],
    [
      'with an unknown layer',
      { ...saved, stack: stackOf({ className: '<b>LSTM</b>' }) },
      'Layer 1 of the project is of the type “<b>LSTM</b>”, which Strata does not have.',
    ],
    [
      'with two layers of one id',
      {
        ...saved,
        stack: stackOf({ className: 'Flatten' }, { className: 'Dropout' }, { id: 'layer-1', className: 'Dense' }),
      },
      'Layers 1 and 3 of the project have the same id, “layer-1”: change one of them.',
    ],
    [
      'with a layer that has no id',
      { ...saved, stack: stackOf({ id: undefined, className: 'Flatten' }) },
      'The project is not one that Strata wrote: look at “stack.layers.0.id”.',
    ],
    [
      'with an id that is empty',
      { ...saved, stack: stackOf({ id: '', className: 'Flatten' }) },
      'The project is not one that Strata wrote: look at “stack.layers.0.id”.',
    ],
    [
      'with a count of ids that is none',
      { ...saved, stack: { ...stackOf(), lastId: -1 } },
      'The project is not one that Strata wrote: look at “stack.lastId”.',
    ],
    [
      'with an argument of another kind',
      { ...saved, stack: stackOf({ className: 'Dense', args: { units: 'ten' } }) },
      'Layer 1 of the project has a value for “Units” that can’t be used.',
    ],
    [
      'with a pair of three',
      { ...saved, stack: stackOf({ className: 'Conv2D', args: { kernelSize: [3, 3, 3] } }) },
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

  it('of version 1 opens: the layers in their order, numbered from the first, and the recipe', () => {
    const { stack, recipe } = parseProject(readFileSync(new URL('fixtures/project-1.json', import.meta.url), 'utf8'))
    expect(stack).toEqual(
      createStack('image', [
        createLayer('Reshape', { targetShape: [28, 28, -1] }),
        createLayer('Conv2D', { filters: 9, kernelSize: [5, 3], padding: 'same', activation: 'tanh' }),
        createLayer('MaxPooling2D', { strides: [1, 2] }),
        createLayer('Flatten'),
        createLayer('Dense', { units: NaN }),
        createLayer('Dropout', { rate: 0.4 }),
        createLayer('Dense', { units: 10, activation: 'softmax' }),
      ]),
    )
    expect(recipe).toEqual({
      ...DEFAULT_RECIPE,
      optimizer: 'sgd',
      learningRate: 0.05,
      sgd: { ...DEFAULT_RECIPE.sgd, momentum: NaN },
      loss: 'categorical_crossentropy',
      epochs: 7,
      batchSize: 64,
      validationSplit: 0.2,
      normalisation: 'standardise',
      classWeight: 'balanced',
      augmentation: { ...DEFAULT_RECIPE.augmentation, rotation: 15, zoom: 0.1, horizontalFlip: true },
      seed: 123,
    })
    expect(parseProject(serialiseProject({ stack, recipe }))).toEqual({ stack, recipe })
  })

  it('of version 2 opens: the layers with their ids, and the arguments that it did not know as Keras has them', () => {
    const { stack, recipe } = parseProject(readFileSync(new URL('fixtures/project-2.json', import.meta.url), 'utf8'))
    expect(stack.layers.map(({ id, className }) => [id, className])).toEqual([
      ['layer-1', 'Conv2D'],
      ['layer-4', 'Dropout'],
      ['layer-10', 'Conv2D'],
      ['layer-2', 'MaxPooling2D'],
      ['layer-5', 'MaxPooling2D'],
      ['layer-6', 'Flatten'],
      ['layer-7', 'Dense'],
      ['layer-11', 'Dense'],
      ['layer-8', 'Dropout'],
      ['layer-9', 'Dense'],
    ])
    expect(stack.lastId).toBe(11)
    expect(stack.layers[2]?.args).toMatchObject({ filters: 8, kernelSize: [5, 3], activation: 'gelu', useBias: true })
    expect(stack.layers.every((layer) => !('from' in layer) && !('name' in layer) && !('block' in layer))).toBe(true)
    expect(recipe).toMatchObject({ epochs: 7, seed: 321, augmentation: { rotation: 12, horizontalFlip: true } })
  })

  it('of version 3 opens: trained as it was, without callbacks and by a constant rate', () => {
    const { stack, recipe } = parseProject(readFileSync(new URL('fixtures/project-3.json', import.meta.url), 'utf8'))
    expect(stack.layers.filter(({ block }) => block === 'Residual, 64 filters')).toHaveLength(7)
    expect(recipe).toEqual({
      ...DEFAULT_RECIPE,
      sgd: { ...DEFAULT_RECIPE.sgd, momentum: 0.9 },
      epochs: 10,
      batchSize: 64,
      validationSplit: 0.1,
      classWeight: 'balanced',
      augmentation: { ...DEFAULT_RECIPE.augmentation, zoom: 0.1, verticalFlip: true },
      seed: 77,
    })
  })

  it('of version 4 opens: by SGD with the momentum that it had, whole gradients and true labels', () => {
    const { stack, recipe } = parseProject(readFileSync(new URL('fixtures/project-4.json', import.meta.url), 'utf8'))
    expect(stack.layers.map(({ className }) => className)).toEqual(['Dense', 'Dense'])
    expect(recipe).toEqual({
      ...DEFAULT_RECIPE,
      optimizer: 'sgd',
      learningRate: 0.05,
      sgd: { momentum: 0.75, nesterov: false, weightDecay: 0 },
      epochs: 12,
      batchSize: 64,
      seed: 44,
      earlyStopping: { ...DEFAULT_RECIPE.earlyStopping, on: true, patience: 4 },
      schedule: { kind: 'cosineDecay' },
      labelSmoothing: 0,
      clipping: NO_CLIPPING,
    })
    expect(parseProject(serialiseProject({ stack, recipe }))).toEqual({ stack, recipe })
  })

  it('of version 5 opens: all of its layers train', () => {
    const { stack, recipe } = parseProject(readFileSync(new URL('fixtures/project-5.json', import.meta.url), 'utf8'))
    expect(stack.layers.map(({ className, name, frozen }) => [className, name, frozen])).toEqual([
      ['Dense', 'first', undefined],
      ['Dense', undefined, undefined],
    ])
    expect(recipe).toMatchObject({ epochs: 12, seed: 44, sgd: { momentum: 0.75, nesterov: true } })
  })

  it('holds which layers are frozen, and refuses another word for it', () => {
    const stack = createStack('flat', [createLayer('Dense'), createLayer('Dense')])
    const frozen = freezeLayers(stack, [stack.layers[0]!.id], true)
    const project = { stack: frozen, recipe: DEFAULT_RECIPE }
    expect(parseProject(serialiseProject(project))).toEqual(project)
    const layers = stackOf({ className: 'Dense', frozen: 'yes' })
    expect(messageOf({ ...saved, stack: layers })).toBe(
      'ProjectError: The project is not one that Strata wrote: look at “stack.layers.0.frozen”.',
    )
  })

  it('of version 4 that leaves the momentum out has the 0.9 that version 4 took', () => {
    const document = { version: 4, stack: stackOf(), recipe: { optimizer: 'sgd' } }
    expect(parseProject(JSON.stringify(document)).recipe.sgd).toEqual({ ...DEFAULT_RECIPE.sgd, momentum: 0.9 })
  })

  it('holds every argument of every optimizer, with what is left open', () => {
    const recipe = {
      ...DEFAULT_RECIPE,
      optimizer: 'rmsprop',
      adam: { beta1: 0.8, beta2: NaN, epsilon: 1e-8, amsgrad: true, weightDecay: 0.01 },
      rmsprop: { rho: 0.5, momentum: 0.1, epsilon: 0.01, centered: true, weightDecay: 0 },
      adagrad: { initialAccumulatorValue: 0, epsilon: 0.1, weightDecay: 0 },
    } as const
    const project = { stack: createStack('flat', []), recipe }
    expect(parseProject(serialiseProject(project))).toEqual(project)
  })

  it('holds clipping and label smoothing, with what is left open', () => {
    const recipe = {
      ...DEFAULT_RECIPE,
      labelSmoothing: NaN,
      clipping: { clipvalue: null, clipnorm: 0.5, globalClipnorm: 2 },
    }
    const project = { stack: createStack('flat', []), recipe }
    expect(parseProject(serialiseProject(project))).toEqual(project)
  })

  it('holds accumulation and the moving average, with what is left open, and refuses what they can’t be', () => {
    const recipe = {
      ...DEFAULT_RECIPE,
      accumulation: { gradientAccumulationSteps: 4 },
      movingAverage: { on: true, emaMomentum: NaN, emaOverwriteFrequency: null },
    }
    const project = { stack: createStack('flat', []), recipe }
    expect(parseProject(serialiseProject(project))).toEqual(project)
    const open = (sections: object) => () =>
      parseProject(JSON.stringify({ version: 6, stack: stackOf(), recipe: sections }))
    expect(open({})().recipe).toEqual(DEFAULT_RECIPE)
    expect(open({ accumulation: { gradientAccumulationSteps: 'four' } })).toThrow(
      'The recipe’s Gradient accumulation has a value for “Accumulation steps” that can’t be used.',
    )
    expect(open({ movingAverage: { on: 1 } })).toThrow(
      'The recipe’s Moving average of weights has a value for “Average the weights” that can’t be used.',
    )
    expect(open({ movingAverage: 0.99 })).toThrow('The recipe’s Moving average of weights is not one.')
  })

  it('holds callbacks and schedules, with what is left open', () => {
    const recipe = {
      ...DEFAULT_RECIPE,
      earlyStopping: { ...DEFAULT_RECIPE.earlyStopping, on: true, patience: NaN, baseline: 0.3 },
      reduceLROnPlateau: { ...DEFAULT_RECIPE.reduceLROnPlateau, monitor: 'accuracy', mode: 'max' },
      modelCheckpoint: { ...DEFAULT_RECIPE.modelCheckpoint, on: true },
      schedule: { kind: 'cosineDecay' },
      cosineDecay: { decaySteps: 100, alpha: 0.1, warmupSteps: 20 },
      exponentialDecay: { decaySteps: null, decayRate: 0.5, staircase: true },
    } as const
    const project = { stack: createStack('flat', []), recipe }
    expect(parseProject(serialiseProject(project))).toEqual(project)
  })

  it('keeps names, references and blocks', () => {
    const skip = createLayer('Conv2D', { padding: 'same' })
    const stack = createStack('image', [
      { ...skip, name: 'eyes', block: 'Block 1' },
      createLayer('Dropout'),
      { ...createLayer('Flatten'), from: ['above', 'layer-1'] },
    ])
    expect(parseProject(serialiseProject({ stack, recipe: DEFAULT_RECIPE })).stack).toEqual(stack)
  })

  it('never fails in another way than by its own error, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(messageOf(text)).toMatch(/^ProjectError: /)
      }),
    )
  })
})
