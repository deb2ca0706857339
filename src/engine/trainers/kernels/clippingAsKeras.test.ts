/** What is left of gradients, beside Keras’s optimizers: by the operations of the plan, on whoever carries them out, and on TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { beforeAll, describe, expect, it } from 'vitest'
import { readClippingVectors, type ClippingVector } from '../../../model/kerasVectors.fixture'
import { createRandom } from '../../../model/random'
import { NO_CLIPPING, type Clipping } from '../../../model/training/clipping'
import { ruleOf } from '../../../model/training/optimizers/optimizers'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { errorOf } from '../errorOf.fixture'
import { runsOn, stateOf, type Contents, type Executor } from '../executor.fixture'
import { COMMON } from '../plan/buffers'
import { PlanBuilder } from '../plan/lower/builder'
import { lowerUpdate, valuesOfWeights } from '../plan/lowerUpdate'
import { clipGradients } from '../tfjs/clipGradients'
import { EXECUTORS_OF_CLASSES } from './executors.fixture'

const draw = (length: number, seed: number): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => random.normal())
}

/**
 * A step of plain SGD from these weights at a learning rate of 1, by the operations that a plan has for it.
 *
 * @param gradients those of a layer's weights, which lie side by side, and then of the next layer's.
 * @returns what is left of each gradient: by how much the step moved the weights, the other way.
 */
async function stepBy(
  executor: Executor,
  clipping: Clipping,
  gradients: readonly (readonly ArrayLike<number>[])[],
  from: { readonly splits?: number; readonly weights?: readonly number[]; readonly l2?: number } = {},
): Promise<readonly Float32Array[]> {
  const splits = runsOn(executor, from.splits ?? 1)
  let offset = 0
  const layers = gradients.map((weights, layer) => {
    // Layers begin where they can be read four at a time.
    offset = 4 * Math.ceil(offset / 4)
    return weights.map((values, weight) => {
      const placed = { key: `${layer}/${weight}`, offset, length: values.length, values }
      offset += values.length
      return { ...placed, ...(from.l2 !== undefined && weight === 0 && { regularizer: { l1: 0, l2: from.l2 } }) }
    })
  })
  const weights = layers.flat()
  const plan = new PlanBuilder(1, weights)
  const partials: Record<string, Float32Array<ArrayBuffer>> = {}
  for (const [layer, own] of layers.entries()) {
    const keys = own.map(({ key }) => key)
    const whole = own.flatMap(({ values }) => Array.from(values))
    // All but the first of the partial gradients are zero.
    const all = new Float32Array(splits * whole.length)
    all.set(whole)
    partials[plan.partials(String(layer), keys, splits)] = all
  }
  const operations = lowerUpdate(plan, ruleOf({ ...DEFAULT_RECIPE, optimizer: 'sgd' }), { clipping }, weights)
  const total = valuesOfWeights(weights)
  const first = new Float32Array(total)
  if (from.weights) first.set(from.weights)
  const inputs: Contents = { ...stateOf(1, { learningRate: 1 }), ...partials, [COMMON.weights]: first }
  const own = plan.buffers.filter(({ name }) => !(name in partials))
  const outputs = { [COMMON.weights]: total, ...Object.fromEntries(own.map(({ name, bytes }) => [name, bytes / 4])) }
  const results = await executor.run(operations, inputs, outputs)
  const moved = new Float32Array(results[COMMON.weights]!)
  return weights.map(({ offset: at, length }) => moved.slice(at, at + length).map((value, i) => first[at + i]! - value))
}

const named = readClippingVectors().map((vector) => {
  const [[name, most] = []] = Object.entries(vector.clip)
  return [`${name} ${most}`, vector.what, vector] as const
})

function clippingOf({ clip }: ClippingVector): Clipping {
  const { clipvalue = null, clipnorm = null, global_clipnorm: globalClipnorm = null } = clip
  return { clipvalue, clipnorm, globalClipnorm }
}

/** How far values are from those expected, as a share of the largest: no number where one of them is none and the other is. */
function deviationOf(actual: readonly ArrayLike<number>[], expected: readonly (readonly number[])[]): number {
  const all = actual.flatMap((values) => Array.from(values))
  const wanted = expected.flat()
  if (all.map(Number.isNaN).join() !== wanted.map(Number.isNaN).join()) return NaN
  const isNumber = (_: number, i: number): boolean => !Number.isNaN(wanted[i])
  const numbers = wanted.filter(isNumber)
  return numbers.length === 0 ? 0 : errorOf(all.filter(isNumber), numbers)
}

describe.each(EXECUTORS_OF_CLASSES)('on %s', (_executor, executor) => {
  it.each(named)('gradients are clipped as by Keras’s %s: %s ones', async (_clip, _what, vector) => {
    const [first, ...others] = vector.gradients
    expect(deviationOf(await stepBy(executor, clippingOf(vector), [[first!], others]), vector.clipped)).toBeLessThan(
      1e-6,
    )
  })

  const BY_NORMS = [
    ['clipnorm', { clipnorm: 0.5 }],
    ['globalClipnorm', { globalClipnorm: 0.5 }],
  ] as const

  it.each(BY_NORMS)('%s leaves a zero gradient, and those that are short enough, as they are', async (_, clip) => {
    const clipping = { ...NO_CLIPPING, ...clip }
    const zeros = [[new Float32Array(7)], [new Float32Array(3), new Float32Array(9)]]
    expect(
      deviationOf(
        await stepBy(executor, clipping, zeros),
        zeros.flat().map((values) => Array.from(values)),
      ),
    ).toBeLessThan(1e-6)
    const short = [[Float32Array.of(0.1, 0.125)], [Float32Array.of(-0.0625), Float32Array.of(0.25)]]
    expect(
      deviationOf(
        await stepBy(executor, clipping, short),
        short.flat().map((values) => Array.from(values)),
      ),
    ).toBeLessThan(1e-6)
  })

  it.each(BY_NORMS)('%s measures the sum of all partial gradients with the penalty', async (_, clip) => {
    const gradients = [[draw(30, 1), draw(5, 2)], [draw(11, 3)]] as const
    const weights = [...draw(30 + 5 + 1 + 11, 4)]
    const l2 = 0.25
    const whole = [
      gradients[0][0].map((value, i) => value + 2 * l2 * weights[i]!),
      gradients[0][1],
      gradients[1][0].map((value, i) => value + 2 * l2 * weights[36 + i]!),
    ]
    const squares = whole.map((values) => values.reduce((sum, value) => sum + value * value, 0))
    const all = squares.reduce((sum, value) => sum + value, 0)
    const expected = whole.map((values, i) => {
      const norm = Math.sqrt('clipnorm' in clip ? squares[i]! : all)
      return Array.from(values, (value) => (value * 0.5) / Math.max(norm, 0.5))
    })
    const clipped = await stepBy(executor, { ...NO_CLIPPING, ...clip }, gradients, { splits: 3, weights, l2 })
    expect(deviationOf(clipped, expected)).toBeLessThan(1e-6)
  })

  // Longer than a run of squares, than a run of such runs, and neither a multiple of four nor at a place of four.
  it.each(BY_NORMS)('%s measures long gradients to the last digits', async (_, clip) => {
    const lengths = [[70_001, 3], [4096, 4097], [1]]
    const gradients = lengths.map((layer, i) => layer.map((length, j) => draw(length, 10 * i + j)))
    const squares = gradients
      .flat()
      .map((values) => Float64Array.from(values).reduce((sum, value) => sum + value ** 2, 0))
    const all = squares.reduce((sum, value) => sum + value, 0)
    const expected = gradients.flat().map((values, i) => {
      const norm = Math.sqrt('clipnorm' in clip ? squares[i]! : all)
      return Array.from(values, (value) => (value * 0.5) / Math.max(norm, 0.5))
    })
    const clipped = await stepBy(executor, { ...NO_CLIPPING, ...clip }, gradients)
    expect(errorOf(clipped[0]!, expected[0]!)).toBeLessThan(1e-6)
    expect(deviationOf(clipped, expected)).toBeLessThan(1e-6)
  })
})

it('all tunings measure norms to the same bits', async () => {
  const gradients = [[draw(20_000, 1), draw(17, 2)], [draw(9001, 3)]]
  const [software, few] = EXECUTORS_OF_CLASSES.filter(([name]) => name.startsWith('WebGPU')).map(([, each]) => each)
  for (const clip of [{ clipnorm: 0.3 }, { globalClipnorm: 0.3 }]) {
    const clipping = { ...NO_CLIPPING, ...clip }
    expect(await stepBy(few!, clipping, gradients)).toEqual(await stepBy(software!, clipping, gradients))
  }
})

describe('on TensorFlow.js', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu')
  })

  it.each(named)('gradients are clipped as by Keras’s %s: %s ones', async (_clip, _what, vector) => {
    const gradients = vector.gradients.map((values) => tf.tensor1d([...values]))
    const clipped = clipGradients(gradients, clippingOf(vector))
    expect(deviationOf(await Promise.all(clipped.map((one) => one.data<'float32'>())), vector.clipped)).toBeLessThan(
      1e-6,
    )
  })
})
