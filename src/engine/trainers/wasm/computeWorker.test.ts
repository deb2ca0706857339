import { describe, expect, it } from 'vitest'
import { initialWeights } from '../../../model/graph/initialise'
import { rescaling } from '../../../model/training/normalisation'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import { COMMON } from '../plan/buffers'
import { lowerStack } from '../plan/lowerStack'
import { packState } from '../plan/state'
import { createComputeWorker } from './computeWorker'
import type { Reply, Request } from './messages'
import { createProgram } from './program'

const OF_PART = 4
const images = makeStripes({ train: 12, validation: 0, test: 0 })

/** One worker for batches of up to three parts: two sums are open at the end, of parts 0 and 1, and of part 2. */
async function openWorker() {
  const plan = lowerStack({
    stack: STRIPES_STACK,
    data: STRIPES_SHAPE,
    recipe: { ...STRIPES_RECIPE, batchSize: OF_PART },
    normalisation: rescaling(1),
    chunks: [{ buffer: COMMON.pixels, firstRow: 0, rows: images.count }],
    parts: 3,
  })
  const program = await createProgram({ plan, parts: 3, partsOfWorker: 3, relaxed: false })
  const worker = createComputeWorker(program, 3, () => undefined)
  const weights = new Float32Array(program.weights)
  for (const { key, offset } of plan.weights) {
    weights.set(initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1).get(key)!, offset)
  }
  const load = (): void => void worker({ kind: 'load', weights })
  const step = (count: number): Extract<Reply, { kind: 'gradients' }> => {
    const request: Request = {
      kind: 'step',
      state: packState({
        count,
        offset: 0,
        length: count,
        step: 0,
        written: 0,
        training: 1,
        seed: 1,
        learningRate: 0.01,
        correction1: 1,
        correction2: 1,
        momentumDecay: 1,
        momentumProduct: 1,
        iteration: 0,
      }),
      share: { from: 0, to: Math.ceil(count / OF_PART) },
      count,
      pixels: images.pixels.slice(0, count * program.imageSize),
      labels: Int32Array.from(images.labels.subarray(0, count)),
    }
    const reply = worker(request)
    if (reply?.kind !== 'gradients') throw new Error(`The worker answered ${reply?.kind}`)
    return reply
  }
  const update = (gradients: Float32Array<ArrayBuffer>): void => void worker({ kind: 'update', gradients })
  load()
  return { load, step, update, length: program.weights }
}

const valuesOf = ({ sums }: Extract<Reply, { kind: 'gradients' }>) =>
  sums.map(({ node, values }) => [node, [...values]])

describe('a worker’s gradients', () => {
  it('take the memory of the last update, and nothing of what was in it', async () => {
    const { load, step, update, length } = await openWorker()
    const first = step(12)
    expect(first.sums.map(({ node }) => node)).toEqual([
      { level: 1, index: 0 },
      { level: 0, index: 2 },
    ])
    const travelled = new Float32Array(length).fill(Number.NaN)
    update(travelled)
    load()
    const second = step(12)
    expect(second.sums[0]!.values).toBe(travelled)
    expect(second.sums[1]!.values).not.toBe(travelled)
    expect(valuesOf(second)).toEqual(valuesOf(first))
  })

  it('take no memory twice, though no update comes between two steps', async () => {
    const { step, update, length } = await openWorker()
    update(new Float32Array(length))
    const all = [step(12), step(12), step(12)].flatMap(({ sums }) => sums.map(({ values }) => values.buffer))
    expect(new Set(all).size).toBe(6)
  })

  it('of a short batch hold nothing of the longer one before it', async () => {
    const { step } = await openWorker()
    step(12)
    const { step: stepOfFresh } = await openWorker()
    const short = step(5)
    expect(valuesOf(short)).toEqual(valuesOf(stepOfFresh(5)))
    expect(short.metrics.losses).toHaveLength(5)
  })
})
