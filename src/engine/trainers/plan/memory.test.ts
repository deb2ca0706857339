import { describe, expect, it } from 'vitest'
import { NO_CLIPPING } from '../../../model/training/clipping'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { fuse } from './fuse'
import { lowerStack } from './lowerStack'
import { planMemory } from './memory'
import { factsOf } from './operation'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }
const COMMON_OPTIONS = {
  data: DATA,
  recipe: DEFAULT_RECIPE,
  normalisation: rescaling(1),
  chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 100 }],
}

const CLIPPED = { ...DEFAULT_RECIPE, clipping: { ...NO_CLIPPING, clipnorm: 1 } }

const PLANS = TEMPLATES.flatMap(({ name, build }) => {
  const { stack } = build(DATA)
  const plan = lowerStack({ ...COMMON_OPTIONS, stack })
  const clipped = fuse(lowerStack({ ...COMMON_OPTIONS, stack, recipe: CLIPPED }))
  return [
    [name, plan, plan.forward] as const,
    [`${name}, fused`, fuse(plan), fuse(plan).classification] as const,
    [`${name}, clipped by norms`, clipped, clipped.classification] as const,
  ]
})

describe.each(PLANS)('the memory of %s', (_, plan, classification) => {
  const { slots, slotOf } = planMemory(plan)
  const meant = (name: string): string => (plan.aliases.has(name) ? meant(plan.aliases.get(name)!) : name)

  it('never lets a value be overwritten before its last reader', () => {
    const lasting = new Set(plan.buffers.filter(({ transient }) => !transient).map(({ name }) => name))
    const overwritten: string[] = []
    for (const operations of [[...plan.forward, ...plan.backward], classification]) {
      const holder = new Map<number, string>()
      for (const operation of operations) {
        const { reads, writes } = factsOf(operation)
        for (const buffer of reads) {
          const slot = slotOf.get(buffer)
          if (slot === undefined || lasting.has(buffer)) continue
          if (holder.get(slot) !== meant(buffer)) overwritten.push(buffer)
        }
        for (const buffer of writes) {
          const slot = slotOf.get(buffer)
          if (slot !== undefined) holder.set(slot, meant(buffer))
        }
      }
    }
    expect(overwritten).toEqual([])
  })

  it('has room for each buffer, and less than all together take', () => {
    for (const { name, bytes } of plan.buffers) expect(slots[slotOf.get(name)!]).toBeGreaterThanOrEqual(bytes)
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
    expect(sum(slots)).toBeLessThan(sum(plan.buffers.map(({ bytes }) => bytes)))
  })

  it('lets no operation read and write one buffer', () => {
    const conflicts = [...plan.forward, ...plan.backward, ...classification].filter((operation) => {
      const places = (names: readonly string[]) => names.map((buffer) => slotOf.get(buffer) ?? buffer)
      const { reads, writes } = factsOf(operation)
      const [read, written] = [new Set(places(reads)), places(writes)]
      return new Set(written).size < written.length || written.some((place) => read.has(place))
    })
    expect(conflicts.map(({ layer, kind }) => `${layer} ${kind}`)).toEqual([])
  })
})

describe('the reference model', () => {
  const [template] = TEMPLATES
  const plan = lowerStack({ ...COMMON_OPTIONS, stack: template.build(DATA).stack })

  it('takes fewer than 250 MB at batch 500', () => {
    const bytes = planMemory(plan).slots.reduce((sum, slot) => sum + slot, 0)
    expect(bytes / 1e6).toBeLessThan(250)
  })

  it('takes at most 20 operations a step, with the convolutions’ pools taken in', () => {
    const names = [...plan.forward, ...plan.backward].map(
      (operation) => `${operation.layer}: ${factsOf(operation).name}`,
    )
    expect(names).toEqual([
      'batch: gather',
      'conv2d: forward, pooled',
      'conv2d_1: forward, pooled',
      'dense: forward',
      'loss: softmax and cross-entropy',
      'dense: filter gradient',
      'dense: transposed kernel',
      'dense: input gradient',
      'conv2d_1: filter gradient',
      'conv2d_1: transposed kernel',
      'conv2d_1: input gradient',
      'conv2d: filter gradient',
      'optimizer: adam',
      'step: metrics and next batch',
    ])
  })
})
