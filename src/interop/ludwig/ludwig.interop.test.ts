/** Ludwig itself reads what Strata writes, and makes the same layers of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasModules, runPython } from '../../../scripts/interop/python'
import { weightSpecsOfLayers } from '../../model/graph/weights'
import { sizeOf } from '../../model/layers/define'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import type { Plan } from '../target'
import { entryOf } from '../../files/entryOf.fixture'
import { ludwig } from './ludwig'
import { blocks, PLAN } from './plan.fixture'
import { TUTORIAL } from './tutorial.fixture'
import { write } from './write'

interface Made {
  readonly sizes: readonly number[]
  readonly layers: string
  readonly trainer: Readonly<Record<string, unknown>>
}

function askLudwig(config: string | Uint8Array): Made {
  const folder = mkdtempSync(join(tmpdir(), 'strata-ludwig-'))
  try {
    writeFileSync(join(folder, 'config.yaml'), config)
    const { stdout } = runPython([resolve('scripts/interop/ludwig_model.py'), 'config.yaml', '28', '28', '1'], {
      folder,
    })
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Made
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Of all layers but the last, which Ludwig has in its decoder. */
function sizesOf({ stack, data }: Pick<Plan, 'stack' | 'data'>): readonly number[] {
  const specs = weightSpecsOfLayers(stack, data).slice(0, -1).flat()
  return specs.filter(({ trainable }) => trainable).map(({ shape }) => sizeOf(shape))
}

const bytesOf = async (plan: Plan): Promise<Uint8Array> => (await write(plan, new Set(['ray']))).files[0]!.bytes

describe.skipIf(!hasModules('ludwig', 'torch'))('Ludwig', () => {
  it('makes the weights of a plan’s layers, and takes its recipe', async () => {
    const { sizes, layers, trainer } = askLudwig(await bytesOf(PLAN))
    expect(sizes).toEqual(sizesOf(PLAN))
    expect(layers).toMatch(/Conv2d.*BatchNorm2d.*ReLU.*Dropout\(p=0.25.*AvgPool2d.*Conv2d.*Tanh/s)
    expect(trainer).toMatchObject({
      epochs: 7,
      batch_size: 64,
      learning_rate: 0.002,
      early_stop: 4,
      validation_metric: 'accuracy',
      optimizer: { type: 'adam', eps: 1e-7, amsgrad: true },
      gradient_clipping: { clipglobalnorm: 2, clipvalue: null },
      learning_rate_scheduler: { reduce_on_plateau: 2, reduce_on_plateau_patience: 2, reduce_eval_split: 'validation' },
    })
  })

  it.each([
    ['exponential', { schedule: { kind: 'exponentialDecay' } }],
    ['exponential', { schedule: { kind: 'stepDecay' } }],
    ['cosine', { schedule: { kind: 'cosineDecay' }, cosineDecay: { ...DEFAULT_RECIPE.cosineDecay, warmupSteps: 5 } }],
    ['cosine', { schedule: { kind: 'cosineDecayRestarts' } }],
  ] as const)('takes a decay that is %s', async (decay, change) => {
    const recipe: Recipe = { ...DEFAULT_RECIPE, ...change, optimizer: 'nadam' }
    const dataset = {
      name: 'images.zip',
      splits: 'given',
      images: { train: 5000, validation: 500, test: 500 },
    } as const
    const { trainer } = askLudwig(await bytesOf({ ...PLAN, recipe, dataset }))
    expect(trainer).toMatchObject({ learning_rate_scheduler: { decay }, gradient_clipping: { clipglobalnorm: null } })
  })

  it('passes over the tutorial’s older names, which Strata reads and writes as they were meant', async () => {
    const filters = ({ sizes }: Made): readonly number[] => [sizes[1]!, sizes[3]!]
    expect(filters(askLudwig(TUTORIAL))).toEqual([32, 32])
    const opened = await ludwig.read([entryOf('config.yaml', TUTORIAL)])
    if (opened.holds !== 'project') throw new Error('It holds no project')
    expect(filters(askLudwig(await bytesOf({ ...PLAN, ...opened.project })))).toEqual([32, 64])
  })

  it('has no dense layers where a plan has none, and no convolutions', async () => {
    const flat = { ...blocks, layers: blocks.layers.slice(7) }
    expect(askLudwig(await bytesOf({ ...PLAN, stack: flat })).sizes).toEqual(sizesOf({ ...PLAN, stack: flat }))
    const one = { ...blocks, layers: [...blocks.layers.slice(0, 8), blocks.layers.at(-1)!] }
    expect(askLudwig(await bytesOf({ ...PLAN, stack: one })).sizes).toEqual(sizesOf({ ...PLAN, stack: one }))
  })
})
