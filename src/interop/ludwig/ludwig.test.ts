import { describe, expect, it } from 'vitest'
import { mutations } from '../../data/mutate.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import type { Project } from '../../model/project'
import { parseProject, serialiseProject } from '../../model/project'
import { checkRecipe } from '../../model/training/recipe'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { TUTORIAL, TUTORIAL_LONGER } from './tutorial.fixture'

const { signal } = new AbortController()

async function open(text: string | Uint8Array, name = 'config.yaml'): Promise<{ project: Project; notes: string }> {
  const entries = [entryOf(name, text)]
  const [found] = await findFormats(entries, entries, signal)
  if (!found) throw new Error('No format knows it')
  const opened = await found.format.read(found.files)
  if (opened.holds !== 'project') throw new Error(`It holds a ${opened.holds}`)
  return { project: opened.project, notes: opened.notes.join('\n') }
}

/** The layers, each with what is not as Strata has it by default. */
const namesOf = ({ stack }: Project): readonly string[] => stack.layers.map(({ className }) => className)

const encoder = (lines: string): string =>
  `input_features: [{name: i, type: image, encoder: {type: stacked_cnn, ${lines}}}]\noutput_features: [{name: l, type: category}]\n`

const trainer = (lines: string): string => `${encoder('conv_layers: []')}trainer: {${lines}}\n`

describe('the tutorial’s configs', () => {
  it('become the layers and the recipe that the tutorial describes', async () => {
    const { project, notes } = await open(TUTORIAL)
    const { stack, recipe } = project
    expect(namesOf(project)).toEqual([
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
    const filters = stack.layers.flatMap(({ className, args }) => (className === 'Conv2D' ? [args.filters] : []))
    expect(filters).toEqual([32, 64])
    expect(stack.layers.flatMap(({ className, args }) => (className === 'Dropout' ? [args.rate] : []))).toEqual([
      0.4, 0.4,
    ])
    const analysis = analyseStack(stack, DEFAULT_DATA_SHAPE)
    // 320 + 18,496 + 204,928 + 1,290.
    expect([analysis.trainable, analysis.parameters]).toEqual([true, 225_034])
    expect([recipe.epochs, recipe.optimizer, recipe.learningRate, recipe.seed]).toEqual([5, 'adam', 0.001, 42])
    expect(recipe.adam.epsilon).toBe(1e-8)
    expect(recipe.clipping.globalClipnorm).toBe(0.5)
    expect(recipe.earlyStopping).toMatchObject({ on: true, patience: 5, monitor: 'val_accuracy' })
    expect(checkRecipe(recipe)).toEqual([])
    expect(notes).toContain('“num_filters”, “filter_size” and “pool_size”')
    expect(notes).toContain('Ludwig of today passes over them')
    expect(notes).toContain('column “split”')
    expect(notes).toContain('batch size')
    expect(notes).toContain('“input_features[0].preprocessing.num_processes”')
  })

  it('differ in their epochs alone', async () => {
    const [one, other] = await Promise.all([open(TUTORIAL), open(TUTORIAL_LONGER)])
    expect(other.project.recipe).toEqual({ ...one.project.recipe, epochs: 15 })
    expect(other.project.stack).toEqual(one.project.stack)
  })

  it('are known by what they say, whatever they are called', async () => {
    expect(namesOf((await open(TUTORIAL, 'notes.txt')).project)).toHaveLength(9)
    expect(
      namesOf(
        (
          await open(
            JSON.stringify({ input_features: [{ type: 'image' }], output_features: [{ type: 'category' }] }),
            'x',
          )
        ).project,
      ),
    ).toContain('Conv2D')
    const entries = [entryOf('config.yaml', 'name: something else\nfeatures:\n  input_features: 1\n')]
    expect(await findFormats(entries, entries, signal)).toEqual([])
  })
})

describe('a config', () => {
  it('says the same in the names of today, and no word of older ones', async () => {
    const today = TUTORIAL.replaceAll('num_filters', 'out_channels')
      .replaceAll('filter_size', 'kernel_size')
      .replaceAll('pool_size', 'pool_kernel_size')
    const { project, notes } = await open(today)
    expect(project).toEqual((await open(TUTORIAL)).project)
    expect(notes).not.toContain('passes over')
  })

  it('goes by the name of today where both are there, and says so', async () => {
    const { project, notes } = await open(encoder('conv_layers: [{out_channels: 8, num_filters: 16}]'))
    expect(project.stack.layers[0]).toMatchObject({ args: { filters: 8 } })
    expect(notes).toContain('“num_filters”')
  })

  it('has the blocks that Ludwig makes of its defaults', async () => {
    const { project } = await open(encoder('num_conv_layers: 3, out_channels: 16, num_fc_layers: 2, output_size: 64'))
    expect(namesOf(project).filter((name) => name === 'Conv2D')).toHaveLength(3)
    expect(namesOf(project).filter((name) => name === 'Dense')).toHaveLength(3)
    expect(namesOf((await open(encoder('output_size: 20'))).project)).toEqual([
      'Conv2D',
      'MaxPooling2D',
      'Conv2D',
      'MaxPooling2D',
      'Flatten',
      'Dense',
      'Dense',
    ])
  })

  it('keeps Ludwig’s order within a block', async () => {
    const block =
      'conv_norm: batch, conv_layers: [{activation: leakyRelu, dropout: 0.2, pool_function: average, padding: 1}]'
    expect(namesOf((await open(encoder(block))).project).slice(0, 6)).toEqual([
      'ZeroPadding2D',
      'Conv2D',
      'BatchNormalization',
      'LeakyReLU',
      'Dropout',
      'AveragePooling2D',
    ])
  })

  it('pools a block with a pool of its own by the encoder’s stride, as Ludwig does', async () => {
    const { project } = await open(encoder('conv_layers: [{pool_kernel_size: 3}, {pool_kernel_size: null}]'))
    const pools = project.stack.layers.filter(({ className }) => className === 'MaxPooling2D')
    expect(pools).toMatchObject([{ args: { poolSize: [3, 3], strides: [2, 2] } }])
  })

  it('puts what is said for all dense layers before the first too', async () => {
    expect(namesOf((await open(encoder('conv_layers: [], fc_dropout: 0.3'))).project)).toEqual([
      'Flatten',
      'Dropout',
      'Dense',
      'Dropout',
      'Dense',
    ])
  })

  it('gives its optimizer, its schedule and its callbacks', async () => {
    const sgd = await open(
      trainer('optimizer: {type: sgd, momentum: 0.9, nesterov: true}, learning_rate: 1e-2, batch_size: 32'),
    )
    expect(sgd.project.recipe).toMatchObject({ optimizer: 'sgd', learningRate: 0.01, batchSize: 32 })
    expect(sgd.project.recipe.sgd).toMatchObject({ momentum: 0.9, nesterov: true })
    const falling = await open(
      trainer('learning_rate_scheduler: {decay: exponential, decay_rate: 0.5, decay_steps: 100}'),
    )
    expect(falling.project.recipe).toMatchObject({
      learningRate: 0.0005,
      schedule: { kind: 'exponentialDecay' },
      exponentialDecay: { decaySteps: 100, decayRate: 0.5, staircase: false },
    })
    expect(falling.notes).toContain('0.0005 for 0.001')
    const older = await open(trainer('decay: true, decay_rate: 0.5, decay_steps: 100'))
    expect(older.project.recipe).toEqual(falling.project.recipe)
    const plateau = await open(
      trainer(
        'learning_rate_scheduler: {reduce_on_plateau: 2, reduce_on_plateau_rate: 0.5, reduce_on_plateau_patience: 3, reduce_eval_split: validation}, early_stop: -1',
      ),
    )
    expect(plateau.project.recipe.reduceLROnPlateau).toMatchObject({
      on: true,
      factor: 0.5,
      patience: 4,
      minLr: 0.00025,
      monitor: 'val_loss',
    })
    expect(plateau.project.recipe.earlyStopping.on).toBe(false)
    const free = await open(trainer('gradient_clipping: null'))
    expect(free.project.recipe.clipping).toEqual({ clipvalue: null, clipnorm: null, globalClipnorm: null })
  })

  it('tells what Strata has nothing for', async () => {
    const { notes } = await open(
      `${encoder('groups: 2, conv_layers: [{activation: hardswish, norm: layer}]')}trainer: {regularization_lambda: 0.1, optimizer: {type: lion, weight_decay: 0.1}}\nhyperopt: {goal: minimize}\nbackend: {type: ray}\n`,
    )
    for (const word of [
      'encoder.groups',
      'hardswish',
      'layer norm',
      'regularization_lambda',
      '“lion”',
      '“hyperopt”',
      '“backend”',
    ])
      expect(notes).toContain(word)
  })
})

describe('a config that is none of an image classifier', () => {
  const features = (inputs: string, outputs: string): string =>
    `input_features: ${inputs}\noutput_features: ${outputs}\n`
  const image = '[{type: image}]'
  const category = '[{type: category}]'

  it.each([
    ['has two inputs', features('[{type: image}, {type: text}]', category), 'has 2 inputs'],
    ['has none', features('[]', category), 'has 0 inputs'],
    ['reads text', features('[{type: text}]', category), 'is of the type “text”'],
    ['tells numbers', features(image, '[{type: number}]'), 'is of the type “number”'],
    [
      'has a pretrained encoder',
      features('[{type: image, encoder: {type: resnet}}]', category),
      'the encoder “resnet”',
    ],
    ['has a word for a number', trainer('epochs: many'), '“trainer.epochs” is “many”, where a number belongs.'],
    ['has a number for a list', encoder('conv_layers: 3'), 'where a list belongs'],
    ['has a list for a map', encoder('conv_layers: [[1]]'), 'where a map belongs'],
    ['has layers without end', encoder('num_conv_layers: 1000000000'), '1000000000 convolutions'],
    ['pools by something else', encoder('pool_function: median'), '“median”'],
    ['is cut off', features(image, '[{type: category'), 'no YAML that can be read'],
    ['has keys twice', `${TUTORIAL}trainer: {}\n`, 'no YAML that can be read'],
  ])('%s: it is refused in a sentence', async (_, text, sentence) => {
    const refused = open(text)
    await expect(refused).rejects.toThrow(InteropError)
    await expect(refused).rejects.toThrow(sentence)
  })

  it('stands for gigabytes by its aliases: it is refused', async () => {
    const bombs = Array.from({ length: 12 }, (_, i) => `b${i + 1}: &b${i + 1} [${`*b${i}, `.repeat(9)}]`)
    const text = `${features(image, category)}b0: &b0 [x, x, x]\n${bombs.join('\n')}\n`
    await expect(open(text)).rejects.toThrow('no YAML that can be read')
  })

  it('is nested deeper than a parser goes, or longer than a person writes: it is refused', async () => {
    await expect(open(`${features(image, category)}deep: ${'['.repeat(100_000)}\n`)).rejects.toThrow(InteropError)
    const entries = [entryOf('long.yaml', `${TUTORIAL}# ${'x'.repeat(2 ** 20)}`)]
    expect(await findFormats(entries, entries, signal)).toEqual([])
  })
})

describe('a damaged config', () => {
  it('opens as a project that can be saved, or is refused in a sentence', { timeout: 600_000 }, async () => {
    const texts = [
      TUTORIAL,
      encoder('conv_norm: batch, conv_layers: [{activation: leakyRelu, padding: [1, 2]}], fc_layers: [{norm: layer}]'),
      trainer(
        'optimizer: {type: rmsprop, alpha: 0.9}, learning_rate_scheduler: {decay: cosine, t_0: 10}, gradient_clipping: {clipvalue: 1}',
      ),
    ]
    let [opened, refused] = [0, 0]
    for (const { bytes, run } of mutations(
      texts.map((text) => new TextEncoder().encode(text)),
      21,
    )) {
      const entries = [entryOf('config.yaml', bytes)]
      for (const { format, files } of await findFormats(entries, entries, signal)) {
        try {
          const read = await format.read(files)
          if (read.holds !== 'project') throw new Error(`Run ${run} holds a ${read.holds}`)
          expect(parseProject(serialiseProject(read.project)).stack.layers).toHaveLength(
            read.project.stack.layers.length,
          )
          opened++
        } catch (error) {
          if (!(error instanceof InteropError)) throw new Error(`Run ${run}`, { cause: error })
          expect(error.message).toMatch(/^[^\n]+\.$/)
          refused++
        }
      }
    }
    expect(Math.min(opened, refused)).toBeGreaterThan(0)
  })
})
