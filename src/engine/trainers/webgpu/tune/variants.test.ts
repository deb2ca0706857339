import { describe, expect, it } from 'vitest'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { TEMPLATES } from '../../../../model/graph/templates/templates'
import { fuse } from '../../plan/fuse'
import { lowerStack } from '../../plan/lowerStack'
import { translate } from '../translate'
import { TUNINGS, type Tuning } from '../tuning'
import { DEFAULT, triedPlaces, variantsOf, type TriedPlace } from './variants'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

function planOf(template: (typeof TEMPLATES)[number], tuning: Tuning, batchSize = 500) {
  const lowered = lowerStack({
    stack: template.build(DATA).stack,
    data: DATA,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 60_000 }],
    packsCodes: tuning.byFours,
  })
  return fuse(lowered, tuning.fusions)
}

const say = ({ operation: { layer, kind }, variants: { tried } }: TriedPlace) => [
  `${layer}: ${kind}`,
  tried.map(({ name }) => name).join(', '),
]

it('tries what takes most of the reference model, in a few ways each', () => {
  const { many } = TUNINGS
  expect(triedPlaces(planOf(TEMPLATES[0], many), many).map(say)).toEqual([
    ['conv2d: conv2dForward', 'default, tile 2 x 4, tile 2 x 6, tile 2 x 2, tile 2 x 8, groups of 128'],
    ['conv2d_1: conv2dForward', 'default, tile 2 x 4, tile 4 x 4, tile 2 x 2, groups of 128'],
    ['conv2d_1: filterGradient', 'default, 96 sums, pairs of windows, groups of 128'],
    ['conv2d_1: filterGradientBelow', 'default, tile 2 x 2, tile 2 x 8, rows unrolled, groups of 128'],
  ])
})

it('says why it leaves one out', () => {
  const { many } = TUNINGS
  const [, second] = triedPlaces(planOf(TEMPLATES[0], many), many)
  expect(second!.variants.left.slice(0, 2)).toEqual([
    { name: 'tile 2 x 6', why: 'the same as default' },
    { name: 'tile 2 x 8', why: '33 % in vain' },
  ])
})

describe.each(Object.entries(TUNINGS))('on a device of the class %s', (_, tuning) => {
  it.each(TEMPLATES)('the variants of $name differ, are few, and start with the default', (template) => {
    for (const { operation, share, variants } of triedPlaces(planOf(template, tuning, 64), tuning)) {
      const { tried } = variants
      expect(share).toBeGreaterThanOrEqual(0.05)
      expect(tried.length).toBeLessThanOrEqual(6)
      expect(tried[0]).toEqual({ name: DEFAULT, tuning })
      const texts = tried.map((variant) => JSON.stringify(translate(operation, variant.tuning)))
      expect(new Set(texts).size).toBe(tried.length)
    }
  })
})

it('keeps to the device’s limits', () => {
  const { many } = TUNINGS
  const [{ operation }] = triedPlaces(planOf(TEMPLATES[0], many), many) as [TriedPlace]
  const names = (limit: number) =>
    variantsOf(operation, many, { maxComputeInvocationsPerWorkgroup: limit, maxComputeWorkgroupSizeY: 256 }).tried.map(
      ({ name }) => name,
    )
  expect(names(128)).toContain('groups of 128')
  expect(names(127)).not.toContain('groups of 128')
})

it('has no tile that cuts a pooling window', () => {
  const { many } = TUNINGS
  const template = TEMPLATES.find(({ name }) => name === 'Galaxy CNN tutorial')!
  const [{ operation }] = triedPlaces(planOf(template, many), many) as [TriedPlace]
  if (operation.kind !== 'conv2dForward' || !operation.pool) throw new Error('The first convolution is pooled')
  const pool = { ...operation.pool, size: [4, 2] as const }
  const { tried, left } = variantsOf({ ...operation, pool }, many)
  expect(tried.map(({ name }) => name)).toEqual(['default', 'groups of 128'])
  const why = (tile: string) => left.find(({ name }) => name === tile)?.why
  expect(why('tile 2 x 4')).toBe('not made of whole pooling windows')
  expect(why('tile 4 x 4')).toBe('the same as default')
})
