import { describe, expect, expectTypeOf, it } from 'vitest'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { fuse } from './fuse'
import { keptTransposes, keepTransposes } from './fusions/keptTransposes'
import { lowerStack, type LowerOptions } from './lowerStack'
import { planMemory, wholeBytes } from './memory'
import { factsOf, type AnyOperation } from './operation'
import { PLACE_BYTES, type Plan } from './plan'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

function planOf(what: string | Stack, more: Partial<LowerOptions> = {}) {
  return lowerStack({
    stack: typeof what === 'string' ? TEMPLATES.find((template) => template.name === what)!.build(DATA).stack : what,
    data: DATA,
    recipe: DEFAULT_RECIPE,
    normalisation: rescaling(1),
    chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 100 }],
    ...more,
  })
}

const nameOf = (operation: AnyOperation): string => `${operation.layer}: ${factsOf(operation).name}`

describe('a fused plan', () => {
  it.each([
    ['Galaxy CNN tutorial', 14, 8],
    ['LeNet-5', 22, 14],
    ['Keras ResNet', 90, 80],
  ])('of %s takes fewer operations a step: %i, then %i', (name, before, after) => {
    const plan = planOf(name)
    const fused = fuse(plan)
    expect(plan.forward.length + plan.backward.length).toBe(before)
    expect(fused.forward.length + fused.backward.length).toBe(after)
  })

  it('can’t be given to a trainer that takes plans as they are lowered', () => {
    expectTypeOf(fuse(planOf('LeNet-5'))).not.toExtend<Plan>()
    expectTypeOf(planOf('LeNet-5')).toExtend<Plan>()
  })

  it('without fusions is the plan that it was, and classifies by its forward operations', () => {
    const plan = planOf('LeNet-5')
    const { classification, ...same } = fuse(plan, [])
    expect(same.forward).toEqual(plan.forward)
    expect(same.backward).toEqual(plan.backward)
    expect(classification).toEqual(plan.forward)
  })
})

describe('transposed kernels that are kept', () => {
  const fused = fuse(planOf('LeNet-5'), [keptTransposes])
  const end = fused.backward.find((operation) => operation.kind === 'endStep')!

  it('take no operation, and lie behind the weights, each where a device can bind it', () => {
    const names = [...fused.forward, ...fused.backward].map(nameOf)
    expect(names.filter((name) => name.includes('transposed kernel'))).toEqual([])
    const { slots, slotOf, offsetOf } = planMemory(fused)
    let free = 4 * fused.weightValues
    for (const { transposed, taps, inputs, outputs } of end.transposes) {
      expect(slotOf.get(transposed)).toBe(slotOf.get('weights'))
      const offset = offsetOf.get(transposed)!
      expect(offset % PLACE_BYTES).toBe(0)
      expect(offset).toBeGreaterThanOrEqual(free)
      free = offset + 4 * taps * inputs * outputs
    }
    expect(slots[slotOf.get('weights')!]).toBe(free)
    expect(wholeBytes(fused.buffers).get('weights')).toBe(free)
  })

  it('are written with weights that come from outside: inputs and outputs swapped, taps in reverse where asked', () => {
    const all = Float32Array.from({ length: wholeBytes(fused.buffers).get('weights')! / 4 }, (_, i) => i)
    keepTransposes(fused, all)
    for (const { taps, inputs, outputs, turned, kernelOffset, transposedOffset } of end.transposes) {
      const [tap, input, output] = [taps - 1, inputs - 1, 1]
      const place = ((turned ? taps - 1 - tap : tap) * outputs + output) * inputs + input
      expect(all[transposedOffset + place]).toBe(kernelOffset + (tap * inputs + input) * outputs + output)
    }
    expect(end.transposes.map(({ turned }) => turned)).toContain(true)
  })

  it('are made anew in each step where all together would take much memory', () => {
    const stack = createStack('flat', [
      createLayer('Dense', { units: 4096 }),
      createLayer('Dense', { units: 2048 }),
      createLayer('Dense', { units: 10, activation: 'softmax' }),
    ])
    const names = fuse(planOf(stack), [keptTransposes]).backward.map(nameOf)
    expect(names.filter((name) => name.includes('transposed kernel'))).toEqual(['dense_1: transposed kernel'])
  })
})

describe('the last Dense and the loss', () => {
  const head = (units: number, behind: Parameters<typeof createLayer<'Dense'>>[1]) =>
    createStack('flat', [createLayer('Dense', behind), createLayer('Dense', { units, activation: 'softmax' })])
  const namesOf = (stack: Stack, more: Partial<LowerOptions> = {}) => {
    const { forward, backward } = fuse(planOf(stack, more))
    return [...forward, ...backward].map(nameOf)
  }
  const of = (classes: number): Partial<LowerOptions> => ({ data: { ...DATA, classes } })
  const weighing = { classWeights: Array.from({ length: 10 }, () => 2) }

  it.each([
    ['', head(10, { units: 16 }), {}],
    [' of 64 classes', head(64, { units: 512 }), of(64)],
    [' whose classes weigh', head(10, { units: 16 }), weighing],
    [' behind an activation that keeps its sum', head(10, { units: 16, activation: 'gelu' }), {}],
    [' of 1,024 images', head(10, { units: 16 }), { recipe: { ...DEFAULT_RECIPE, batchSize: 1024 } }],
  ] as const)('are one operation with the input’s gradient%s', (_, stack, more) => {
    expect(namesOf(stack, more)).toEqual([
      'batch: gather',
      'dense: forward',
      'dense_1: forward, loss, input gradient',
      'dense_1: filter gradient',
      'dense: filter gradient',
      'optimizer: adam',
    ])
  })

  it('are one operation where nothing before them learns', () => {
    const stack = createStack('flat', [createLayer('Dense', { units: 10, activation: 'softmax' })])
    expect(namesOf(stack)).toEqual([
      'batch: gather',
      'dense: forward, loss',
      'dense: filter gradient',
      'optimizer: adam',
    ])
  })

  it.each([
    ['of 65 classes', head(65, { units: 16 }), of(65)],
    ['with more than 32,768 weights', head(64, { units: 513 }), of(64)],
    ['of 1,025 images', head(10, { units: 16 }), { recipe: { ...DEFAULT_RECIPE, batchSize: 1025 } }],
    ['that would bind nine buffers', head(10, { units: 16, activation: 'gelu' }), weighing],
    [
      'with an activation between',
      createStack('flat', [
        createLayer('Dense', { units: 16 }),
        createLayer('Dense', { units: 10, activation: 'relu' }),
        createLayer('Softmax'),
      ]),
      {},
    ],
  ] as const)('stay operations of their own %s', (_, stack, more) => {
    expect(namesOf(stack, more)).toEqual(
      expect.arrayContaining(['dense_1: forward', 'loss: softmax and cross-entropy', 'dense_1: input gradient']),
    )
  })

  it('are by themselves in classifying, whose logits share no memory with a step', () => {
    const plan = fuse(planOf('Galaxy CNN tutorial'))
    expect(plan.classification.map(nameOf).slice(-2)).toEqual(['dense: forward', 'loss: softmax and cross-entropy'])
    const { slotOf } = planMemory(plan)
    const slot = slotOf.get('dense output')
    expect([...slotOf].filter(([, other]) => other === slot).map(([name]) => name)).toEqual(['dense output'])
  })
})
