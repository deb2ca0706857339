import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { entryOf } from '../../files/entryOf.fixture'
import { connectLayer, createLayer, createStack } from '../../model/graph/stack'
import { INPUT } from '../../model/layers/define'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import type { Plan } from '../target'
import { ludwigTarget } from './target'
import { blocks, PLAN } from './plan.fixture'
import { write } from './write'

async function textOf(plan: Plan, ...chosen: readonly string[]): Promise<string> {
  const { files } = await write(plan, new Set(chosen))
  return new TextDecoder().decode(files[0]!.bytes)
}

const configOf = async (plan: Plan, ...chosen: readonly string[]) =>
  parse(await textOf(plan, ...chosen)) as Record<string, Record<string, unknown>>

describe('a config that Strata writes', () => {
  it('opens as the same layers and the same recipe', async () => {
    const entries = [entryOf('config.yaml', await textOf(PLAN))]
    const [found] = await findFormats(entries, entries, new AbortController().signal)
    const opened = await found!.format.read(found!.files)
    if (opened.holds !== 'project') throw new Error('It holds no project')
    const plain = ({ layers }: Plan['stack']) => layers.map(({ className, args }) => ({ className, args }))
    expect(plain(opened.project.stack)).toEqual(plain(PLAN.stack))
    const { recipe } = opened.project
    expect(recipe).toEqual({ ...PLAN.recipe, modelCheckpoint: recipe.modelCheckpoint })
  })

  it('is for a cluster where that is chosen, and says where its splits come from', async () => {
    expect(await configOf(PLAN, 'ray')).toMatchObject({ backend: { type: 'ray' } })
    expect(await configOf(PLAN)).not.toHaveProperty('backend')
    const drawn = { name: 'images.zip', splits: 'drawn', images: { train: 70, validation: 10, test: 20 } } as const
    expect(await configOf({ ...PLAN, dataset: drawn })).toMatchObject({
      preprocessing: { split: { type: 'stratify', column: 'label', probabilities: [0.7, 0.1, 0.2] } },
    })
    expect(await configOf(PLAN)).toMatchObject({ preprocessing: { split: { type: 'fixed', column: 'split' } } })
  })

  it('tells all of a recipe that it can’t say', async () => {
    const recipe: Recipe = {
      ...DEFAULT_RECIPE,
      labelSmoothing: 0.1,
      classWeight: 'balanced',
      normalisation: 'standardise',
      movingAverage: { ...DEFAULT_RECIPE.movingAverage, on: true },
      augmentation: { ...DEFAULT_RECIPE.augmentation, zoom: 0.1, noise: 0.1 },
      clipping: { ...DEFAULT_RECIPE.clipping, clipnorm: 1 },
      adam: { ...DEFAULT_RECIPE.adam, weightDecay: 0.1 },
      schedule: { kind: 'oneCycle' },
    }
    const told = (await write({ ...PLAN, recipe }, new Set())).differences.join('\n')
    const words = ['Label smoothing', 'class weights', 'standardised', 'moving average', 'Zoom and Noise', 'Clip norm']
    for (const word of [...words, 'weight decay', 'learning rate stays', 'best epoch']) expect(told).toContain(word)
  })

  it.each([
    ['a pooling before a dropout', [createLayer('Conv2D'), createLayer('MaxPooling2D'), createLayer('Dropout')]],
    ['two poolings', [createLayer('Conv2D'), createLayer('MaxPooling2D'), createLayer('MaxPooling2D')]],
    ['a norm behind an activation', [createLayer('Conv2D'), createLayer('BatchNormalization')]],
  ])('is refused for %s, with the order that Ludwig has', async (_, layers) => {
    const stack = createStack('image', [
      ...layers,
      createLayer('Flatten'),
      createLayer('Dense', { units: 10, activation: 'softmax' }),
    ])
    const refused = textOf({ ...PLAN, stack }).catch((error: unknown) => error)
    expect(await refused).toBeInstanceOf(InteropError)
    expect(String(await refused)).toContain('convolution, norm, activation, dropout and pooling')
  })

  it('is refused for a last layer without the bias that Ludwig’s has', () => {
    const last = createLayer('Dense', { units: 10, activation: 'softmax', useBias: false })
    const stack = createStack('image', [createLayer('Flatten'), last])
    expect(() => write({ ...PLAN, stack }, new Set())).toThrow('Ludwig’s last dense layer has a bias: turn it on.')
  })

  it('is refused for branches', () => {
    const stack = connectLayer(blocks, blocks.layers[1]!.id, [INPUT])
    expect(() => write({ ...PLAN, stack }, new Set())).toThrow('branches')
  })
})

describe('a layer that Ludwig does not have', () => {
  it('is told of on its card, with what can be done', () => {
    const obstacle = (layer: Parameters<typeof createLayer>[0], args = {}, input = [28, 28, 3]) =>
      ludwigTarget.findObstacle({ ...createLayer(layer, args), id: '1' }, [input])
    expect(obstacle('GlobalAveragePooling2D')).toContain('has no GlobalAveragePooling2D')
    expect(obstacle('Conv2D', { activation: 'gelu' })).toContain('choose one of linear, relu, elu, sigmoid and tanh')
    expect(obstacle('Conv2D', { padding: 'same', strides: [2, 2] })).toContain('choose “valid”')
    expect(obstacle('Conv2D', { padding: 'same' })).toBeUndefined()
    expect(obstacle('MaxPooling2D', { padding: 'same' })).toBeUndefined()
    expect(obstacle('MaxPooling2D', { padding: 'same' }, [7, 7, 3])).toContain('choose “valid”')
    expect(obstacle('LayerNormalization')).toContain('BatchNormalization')
    expect(obstacle('LayerNormalization', {}, [64])).toBeUndefined()
    expect(obstacle('LayerNormalization', { center: false }, [64])).toContain('turn them on')
    expect(obstacle('LeakyReLU')).toContain('0.01')
  })
})
