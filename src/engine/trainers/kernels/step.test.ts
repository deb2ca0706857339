import { describe, expect, it } from 'vitest'
import { readBaseVectors, readOptimizerVectors } from '../../../model/kerasVectors.fixture'
import { createRandom } from '../../../model/random'
import {
  averagedWeights,
  initialMoments,
  momentNames,
  OPTIMIZERS,
  ruleOf,
  type OptimizerRule,
} from '../../../model/training/optimizers/optimizers'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { errorOf } from '../errorOf.fixture'
import { COMMON } from '../plan/buffers'
import { createCorrections } from '../plan/corrections'
import { PlanBuilder } from '../plan/lower/builder'
import { lowerUpdate } from '../plan/lowerUpdate'
import { packMoments, unpackMoments } from '../plan/moments'
import { addPartials, runsOn, stateOf } from '../executor.fixture'
import { EXECUTORS } from './executors.fixture'
import { expectMoved } from './expectMoved.fixture'

const draw = (length: number, seed = 1): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  return Float32Array.from({ length }, () => random.normal())
}

describe.each(EXECUTORS)('the loss on %s', (_executor, executor) => {
  const run = async (
    logits: Float32Array<ArrayBuffer>,
    classes: number,
    labels: readonly number[],
    more: {
      readonly weights?: Float32Array<ArrayBuffer>
      readonly training?: number
      readonly smoothing?: number
    } = {},
  ) => {
    const { weights, training = 1, smoothing } = more
    const batch = labels.length
    const results = await executor.run(
      [
        {
          kind: 'classificationLoss',
          layer: 'layer',
          batchSize: batch,
          classes,
          logits: 'logits',
          gradient: 'gradient',
          weighted: weights !== undefined,
          ...(smoothing !== undefined && { smoothing }),
        },
      ],
      {
        ...stateOf(batch, { training }),
        [COMMON.order]: Uint32Array.from(labels.keys()),
        [COMMON.labels]: Uint32Array.from(labels),
        logits,
        ...(weights ? { [COMMON.classWeights]: weights } : {}),
      },
      { gradient: logits.length, [COMMON.losses]: batch, [COMMON.predictions]: 2 * batch },
    )
    const pairs = [...new Uint32Array(results[COMMON.predictions]!)]
    return {
      gradient: new Float32Array(results['gradient']!),
      losses: new Float32Array(results[COMMON.losses]!),
      predictions: pairs.filter((_, at) => at % 2 === 0),
      ranks: pairs.filter((_, at) => at % 2 === 1),
    }
  }

  it('keeps its gradient where the model is wrong and sure of it', async () => {
    const { gradient, losses, predictions } = await run(Float32Array.of(-30, 10, 0), 3, [0])
    expect(gradient[0]).toBeCloseTo(-1, 6)
    expect(gradient[1]).toBeCloseTo(1, 4)
    expect(gradient[2]).toBeCloseTo(0, 4)
    expect(losses[0]).toBeCloseTo(40, 4)
    expect(predictions).toEqual([1])
  })

  it.each([1, 2, 10, 257])('agrees with float64 for %i classes', async (classes) => {
    const batch = 70
    const logits = draw(batch * classes).map((value) => 5 * value)
    const labels = Array.from({ length: batch }, (_, i) => (i * 7) % classes)
    const { gradient, losses, predictions } = await run(logits, classes, labels)
    const expected = { gradient: [] as number[], losses: [] as number[], predictions: [] as number[] }
    for (const [n, label] of labels.entries()) {
      const row = Array.from(logits.subarray(n * classes, (n + 1) * classes))
      const largest = Math.max(...row)
      const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0)
      expected.losses.push(Math.log(total) + largest - row[label]!)
      expected.predictions.push(row.indexOf(largest))
      row.forEach((value, k) =>
        expected.gradient.push((Math.exp(value - largest) / total - (k === label ? 1 : 0)) / batch),
      )
    }
    expect(errorOf(gradient, expected.gradient)).toBeLessThan(1e-5)
    expect(errorOf(losses, expected.losses)).toBeLessThan(1e-5)
    expect(predictions).toEqual(expected.predictions)
  })

  it.each([
    [2, 0.1],
    [10, 0.3],
    [257, 0.9],
  ])('of %i classes smoothed by %d agrees with float64, far from 0 too', async (classes, smoothing) => {
    const batch = 70
    const logits = draw(batch * classes).map((value) => 1000 + 20 * value)
    const labels = Array.from({ length: batch }, (_, i) => (i * 7) % classes)
    const weights = Float32Array.from({ length: classes }, (_, i) => 0.5 + (i % 3))
    const { gradient, losses } = await run(logits, classes, labels, { smoothing, weights })
    const expected = { gradient: [] as number[], losses: [] as number[] }
    for (const [n, label] of labels.entries()) {
      const row = Array.from(logits.subarray(n * classes, (n + 1) * classes))
      const largest = Math.max(...row)
      const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0)
      const targets = row.map((_, k) => (k === label ? 1 - smoothing : 0) + smoothing / classes)
      const loss = row.reduce((sum, value, k) => sum - targets[k]! * (value - largest - Math.log(total)), 0)
      expected.losses.push(weights[label]! * loss)
      row.forEach((value, k) =>
        expected.gradient.push((weights[label]! * (Math.exp(value - largest) / total - targets[k]!)) / batch),
      )
    }
    expect(errorOf(gradient, expected.gradient)).toBeLessThan(1e-5)
    expect(errorOf(losses, expected.losses)).toBeLessThan(1e-5)
    // Images that are looked at are smoothed too, and all count alike.
    const looked = await run(logits, classes, labels, { smoothing, weights, training: 0 })
    const unweighted = expected.losses.map((loss, n) => loss / weights[labels[n]!]!)
    expect(errorOf(looked.losses, unweighted)).toBeLessThan(1e-5)
  })

  it.each([2, 5, 13, 257])(
    'ranks the true one of %i classes, of which many are equal, and not in training',
    async (classes) => {
      const batch = 90
      const random = createRandom(classes)
      const logits = Float32Array.from({ length: batch * classes }, () => random.integer(4) - 1.5)
      const labels = Array.from({ length: batch }, () => random.integer(classes))
      const { predictions, ranks } = await run(logits, classes, labels, { training: 0 })
      const expected = labels.map((label, image) => {
        const row = [...logits.subarray(image * classes, (image + 1) * classes)]
        const order = [...row.keys()].toSorted((one, other) => row[other]! - row[one]! || one - other)
        return order.indexOf(label)
      })
      expect(ranks).toEqual(expected)
      expect(ranks.map((rank) => rank === 0)).toEqual(labels.map((label, image) => predictions[image] === label))
      expect((await run(logits, classes, labels)).ranks.every((rank) => rank === 0)).toBe(true)
    },
  )

  it('multiplies loss and gradient by the class’s weight in training, and there alone', async () => {
    const [classes, batch] = [3, 7]
    const logits = draw(batch * classes)
    const labels = Array.from({ length: batch }, (_, i) => i % classes)
    const weights = Float32Array.of(0.5, 0, 4)
    const plain = await run(logits, classes, labels)
    const training = await run(logits, classes, labels, { weights })
    const evaluated = await run(logits, classes, labels, { weights, training: 0 })
    const weightAt = (image: number): number => weights[labels[image]!]!
    expect(
      errorOf(
        training.losses,
        plain.losses.map((loss, image) => loss * weightAt(image)),
      ),
    ).toBeLessThan(1e-6)
    expect(
      errorOf(
        training.gradient,
        plain.gradient.map((value, i) => value * weightAt(Math.floor(i / classes))),
      ),
    ).toBeLessThan(1e-6)
    expect(training.predictions).toEqual(plain.predictions)
    expect(evaluated.losses).toEqual(plain.losses)
  })
})

describe.each(EXECUTORS)('Dropout on %s', (_executor, executor) => {
  const values = 20_000
  const run = async (fields: Parameters<typeof stateOf>[1], rate = 0.3) => {
    const common = { layer: 'layer', index: 2, rate, batchSize: 1, values }
    const ones = new Float32Array(values).fill(1)
    const { to, back } = await executor.run(
      [
        { kind: 'dropoutForward', ...common, from: 'ones', to: 'to' },
        { kind: 'dropoutInputGradient', ...common, from: 'ones', to: 'back' },
      ],
      { ...stateOf(1, fields), ones },
      { to: values, back: values },
    )
    return { forward: new Float32Array(to!), backward: new Float32Array(back!) }
  }

  it('drops its share, scales the rest, and drops the same backward', async () => {
    const { forward, backward } = await run({})
    const dropped = forward.filter((value) => value === 0).length / values
    expect(dropped).toBeGreaterThan(0.29)
    expect(dropped).toBeLessThan(0.31)
    for (const value of forward) expect(value === 0 || Math.abs(value - 1 / 0.7) < 1e-6).toBe(true)
    expect(backward).toEqual(forward)
  })

  it('draws another mask for another step or seed, and the same for the same', async () => {
    const [first, again, nextStep, otherSeed] = await Promise.all([
      run({}),
      run({}),
      run({ step: 1 }),
      run({ seed: 2 }),
    ])
    expect(again.forward).toEqual(first.forward)
    expect(nextStep.forward).not.toEqual(first.forward)
    expect(otherSeed.forward).not.toEqual(first.forward)
  })

  it('lets everything pass when it is not training', async () => {
    const { forward } = await run({ training: 0 })
    expect(forward.every((value) => value === 1)).toBe(true)
  })
})

const PLAIN = ruleOf({ ...DEFAULT_RECIPE, optimizer: 'sgd' })
/** Each with all that it keeps. */
const RULES = OPTIMIZERS.map(({ name }) =>
  ruleOf({
    ...DEFAULT_RECIPE,
    optimizer: name,
    adam: { ...DEFAULT_RECIPE.adam, amsgrad: true, weightDecay: 0.1 },
    sgd: { momentum: 0.9, nesterov: true, weightDecay: 0.1 },
    rmsprop: { ...DEFAULT_RECIPE.rmsprop, momentum: 0.9, centered: true },
  }),
)

/** As they are before the first step. Of plain SGD, one that nobody reads. */
function firstMoments(rule: OptimizerRule, total: number): Float32Array<ArrayBuffer> {
  const initial = initialMoments(rule)
  return packMoments({ weights: [], weightValues: total, moments: Math.max(1, initial.length) }, [], initial)
}

describe.each(EXECUTORS)('the optimizer on %s', (_executor, executor) => {
  it.each(readOptimizerVectors().map((vector) => [vector.name, vector] as const))(
    'updates as Keras does: %s',
    async (_name, vector) => {
      const { rule, learningRate, kept, start, gradients, after } = vector
      expect(momentNames(rule)).toEqual(kept)
      const total = start.length
      const segments = [
        { offset: 0, length: 7, splits: 1, partials: 'partials0' },
        { offset: 7, length: total - 7, splits: 1, partials: 'partials1' },
      ]
      const correctionsAt = createCorrections(rule)
      let state = {
        [COMMON.weights]: Float32Array.from(start),
        [COMMON.moments]: firstMoments(rule, total),
      }
      let done = 0
      for (const [look, { steps }] of after.entries()) {
        for (; done < steps; done++) {
          const gradient = Float32Array.from(gradients[done % gradients.length]!)
          const actual = await executor.run(
            [{ kind: 'optimize', layer: 'optimizer', rule, segments, penalties: [], total }],
            {
              ...stateOf(1, { learningRate, step: done, ...correctionsAt(done) }),
              ...state,
              partials0: gradient.slice(0, 7),
              partials1: gradient.slice(7),
            },
            { [COMMON.weights]: total, [COMMON.moments]: state[COMMON.moments].length },
          )
          state = {
            [COMMON.weights]: new Float32Array(actual[COMMON.weights]!),
            [COMMON.moments]: new Float32Array(actual[COMMON.moments]!),
          }
        }
        expectMoved(state[COMMON.weights], vector, look)
      }
    },
  )

  it.each(readBaseVectors().map((vector) => [vector.name, vector] as const))(
    'accumulates and averages as Keras does: %s',
    async (_name, vector) => {
      const { rule, clipping, learningRate, kept, start, gradients, after, finalized } = vector
      expect(momentNames(rule)).toEqual(kept)
      const total = start.length
      const plan = new PlanBuilder(1, [{ key: 'all', offset: 0, length: total }])
      const partials = plan.partials('a layer', ['all'], 1)
      const operations = lowerUpdate(plan, rule, { clipping }, [{ key: 'all', offset: 0, length: total }])
      const own = plan.buffers.filter(({ name }) => name !== partials)
      const outputs = Object.fromEntries(own.map(({ name, bytes }) => [name, bytes / 4]))
      const correctionsAt = createCorrections(rule)
      let weights = Float32Array.from(start)
      let moments = firstMoments(rule, total)
      let done = 0
      for (const [look, { steps }] of after.entries()) {
        for (; done < steps; done++) {
          const actual = await executor.run(
            operations,
            {
              ...stateOf(1, { learningRate, step: done, iteration: done, ...correctionsAt(done) }),
              [COMMON.weights]: weights,
              [COMMON.moments]: moments,
              [partials]: Float32Array.from(gradients[done % gradients.length]!),
            },
            { ...outputs, [COMMON.weights]: total, [COMMON.moments]: moments.length },
          )
          weights = new Float32Array(actual[COMMON.weights]!)
          moments = new Float32Array(actual[COMMON.moments]!)
        }
        expectMoved(weights, vector, look)
      }
      const all = unpackMoments(
        { weights: [{ key: 'all', offset: 0, length: total }], weightValues: total, moments: kept.length },
        moments,
        new Set(['all']),
      )
      expect(errorOf(averagedWeights(rule, new Map([['all', weights]]), all).get('all')!, finalized)).toBeLessThan(2e-6)
    },
  )

  it.each([
    { splits: 129, length: 37 },
    { splits: 1000, length: 5 },
    { splits: 700, length: 70 },
  ])('adds up $splits partial gradients of $length weights, and of their neighbours', async ({ splits, length }) => {
    const [many, few] = [runsOn(executor, splits), runsOn(executor, 2)]
    const segments = [
      { offset: 0, length: 3, splits: few, partials: 'partials0' },
      { offset: 3, length, splits: many, partials: 'partials1' },
      { offset: 3 + length, length: 66, splits: few, partials: 'partials2' },
    ]
    const total = length + 69
    const weights = draw(total)
    const partials = segments.map((segment, i) => draw(segment.splits * segment.length, 11 + i))
    const actual = await executor.run(
      [{ kind: 'optimize', layer: 'optimizer', rule: PLAIN, segments, penalties: [], total }],
      {
        ...stateOf(1, { learningRate: 1 }),
        [COMMON.weights]: weights,
        partials0: partials[0]!,
        partials1: partials[1]!,
        partials2: partials[2]!,
      },
      { [COMMON.weights]: total },
    )
    const sums = segments.flatMap((segment, i) => [...addPartials(partials[i]!, segment.length)])
    const expected = Float64Array.from(weights, (weight, at) => weight - sums[at]!)
    expect(errorOf(new Float32Array(actual[COMMON.weights]!), expected)).toBeLessThan(1e-6)
  })

  it('adds to a gradient the penalties of its own weight alone', async () => {
    const total = 23
    const weights = draw(total).map((value, at) => (at % 5 === 0 ? 0 : value))
    const penalties = [
      { offset: 2, length: 5, l1: 0.5, l2: 0 },
      { offset: 7, length: 4, l1: 0, l2: 0.25 },
      { offset: 14, length: 6, l1: 0.125, l2: 0.5 },
    ]
    const segments = [
      { offset: 0, length: 11, splits: 1, partials: 'partials0' },
      { offset: 11, length: 12, splits: 1, partials: 'partials1' },
    ]
    const gradients = draw(total, 3)
    const actual = await executor.run(
      [{ kind: 'optimize', layer: 'optimizer', rule: PLAIN, segments, penalties, total }],
      {
        ...stateOf(1, { learningRate: 1 }),
        [COMMON.weights]: weights,
        partials0: gradients.slice(0, 11),
        partials1: gradients.slice(11),
      },
      { [COMMON.weights]: total },
    )
    const expected = Float64Array.from(weights, (weight, at) => {
      const own = penalties.filter(({ offset, length }) => at >= offset && at < offset + length)
      return own.reduce((rest, { l1, l2 }) => rest - l1 * Math.sign(weight) - 2 * l2 * weight, weight - gradients[at]!)
    })
    expect(errorOf(new Float32Array(actual[COMMON.weights]!), expected)).toBeLessThan(1e-6)
  })

  it.each(RULES.map((rule) => [rule.name, rule] as const))(
    'leaves weights without a gradient as they are: %s',
    async (_name, rule) => {
      const kept = momentNames(rule).length
      const splits = runsOn(executor, 2)
      const [total, gap] = [60, { from: 20, to: 50 }]
      const weights = draw(total)
      const moments = draw(total * kept, 2).map(Math.abs)
      const segments = [
        { offset: 0, length: gap.from, splits, partials: 'partials0' },
        { offset: gap.to, length: 4, splits, partials: 'partials1' },
        { offset: gap.to + 4, length: total - gap.to - 4, splits, partials: 'partials2' },
      ]
      const actual = await executor.run(
        [{ kind: 'optimize', layer: 'optimizer', rule, segments, penalties: [], total }],
        {
          ...stateOf(1),
          [COMMON.weights]: weights,
          [COMMON.moments]: moments,
          partials0: draw(splits * gap.from, 3),
          partials1: draw(splits * 4, 4),
          partials2: draw(splits * (total - gap.to - 4), 5),
        },
        { [COMMON.weights]: total, [COMMON.moments]: moments.length },
      )
      const after = new Float32Array(actual[COMMON.weights]!)
      const movedAt = [...after.keys()].filter((at) => after[at] !== weights[at])
      expect(movedAt).toEqual([...after.keys()].filter((at) => at < gap.from || at >= gap.to))
      const momentsAfter = new Float32Array(actual[COMMON.moments]!)
      expect(momentsAfter.subarray(gap.from, gap.to)).toEqual(moments.subarray(gap.from, gap.to))
    },
  )
})
