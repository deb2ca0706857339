/** Steps of training, dealt out to a pool of workers and put together again. */
import type { Classified, StepLook, StepMetrics, Wanted } from '../../trainer'
import { dealPairs } from '../dealPairs'
import type { LabelledImages } from '../trainerKind'
import type { Metrics, Reply, Request, Sum, Work } from './messages'
import { dealParts, partsOf, PartTree, type Share } from './parts'
import type { Pool } from './pool'
import type { Program } from './program'

/** A step that is done, with what each image of its batch came to. */
export interface TrainedStep extends Pick<StepLook, 'losses' | 'predicted'> {
  readonly metrics: StepMetrics
}

export interface Steps {
  /** @param state as `packState` packs it. */
  train(rows: Uint32Array, state: ArrayBuffer): Promise<TrainedStep>
  /** @param rows as many as a batch has at most. */
  classify(rows: Uint32Array, state: ArrayBuffer, wanted: Wanted): Promise<Classified>
  /**
   * How long each operation of a step takes: what a worker takes for its share, in milliseconds, by the names of their functions.
   *
   * @param onProgress told which share of them is done. @throws the signal's reason.
   */
  measure(
    rows: Uint32Array,
    state: ArrayBuffer,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<ReadonlyMap<string, number>>
}

type Answer<Kind extends Reply['kind']> = Extract<Reply, { kind: Kind }>

export function createSteps(pool: Pool, program: Program, images: LabelledImages): Steps {
  const { ofPart, imageSize } = program

  const workOf = (rows: Uint32Array, state: ArrayBuffer, share: Share): Work => {
    const own = rows.subarray(share.from * ofPart, Math.min(rows.length, share.to * ofPart))
    const pixels = new Uint8Array(own.length * imageSize)
    for (const [index, row] of own.entries()) {
      pixels.set(images.pixels.subarray(row * imageSize, (row + 1) * imageSize), index * imageSize)
    }
    const labels = Int32Array.from(own, (row) => images.labels[row] ?? 0)
    return { state, share, count: rows.length, pixels, labels }
  }

  /** The workers that have a share of so many rows, and their work. */
  const deal = (rows: Uint32Array, state: ArrayBuffer): readonly Work[] =>
    dealParts(partsOf(rows.length, ofPart), pool.size).map((share) => workOf(rows, state, share))

  const askAll = (requests: readonly Request[]): Promise<readonly Reply[]> =>
    Promise.all(requests.map((request, worker) => pool.ask(worker, request, buffersOf(request))))

  return {
    async measure(rows, state, signal, onProgress) {
      const works = deal(rows, state).filter(({ labels }) => labels.length > 0)
      await askAll(works.map((work) => ({ kind: 'prepare', ...work })))
      const operations = [
        ...program.training.flatMap(({ once, parts }) => [
          ...once.map((name) => ({ name, once: true })),
          ...parts.map((name) => ({ name, once: false })),
        ]),
        ...program.update.map((name) => ({ name, once: true })),
      ]
      const times = new Map<string, number>()
      for (const [index, { name, once }] of operations.entries()) {
        signal.throwIfAborted()
        const replies = await askAll(works.map(() => ({ kind: 'time', name, once })))
        const all = (replies as readonly Answer<'timed'>[]).map(({ milliseconds }) => milliseconds)
        times.set(name, all.reduce((sum, each) => sum + each, 0) / all.length)
        onProgress((index + 1) / operations.length)
      }
      return times
    },

    async train(rows, state) {
      let replies = await askAll(deal(rows, state).map((work) => ({ kind: 'step', ...work })))
      while (replies[0]?.kind === 'rows') {
        const all = joined((replies as readonly Answer<'rows'>[]).map(({ rows: own }) => own))
        replies = await askAll(Array.from({ length: pool.size }, () => ({ kind: 'rows', rows: all.slice() })))
      }
      const done = replies as readonly Answer<'gradients'>[]
      for (const [worker, gradients] of addUp(
        done.flatMap(({ sums }) => sums),
        pool.size,
      ).entries()) {
        pool.tell(worker, { kind: 'update', gradients }, [gradients.buffer])
      }
      const { losses, predicted } = joinMetrics(done)
      const metrics = {
        images: rows.length,
        loss: losses.reduce((sum, loss) => sum + loss, 0) / rows.length,
        correct: rows.reduce((sum, row, index) => sum + Number(images.labels[row] === predicted[index]), 0),
      }
      return { metrics, losses, predicted }
    },

    async classify(rows, state, wanted) {
      const replies = await askAll(deal(rows, state).map((work) => ({ kind: 'classify', wanted, ...work })))
      const { losses, ...classified } = joinMetrics(replies as readonly Answer<'classified'>[])
      return { lossSum: losses.reduce((sum, loss) => sum + loss, 0), ...classified }
    },
  }
}

/** The sum of all parts' gradients, in the order of the tree: so many copies of it, in the memory that the parts' came in. */
function addUp(sums: readonly Sum[], copies: number): readonly Float32Array<ArrayBuffer>[] {
  const free: Float32Array<ArrayBuffer>[] = []
  const tree = new PartTree<Float32Array<ArrayBuffer>>((left, right) => {
    for (let i = 0; i < left.length; i++) left[i]! += right[i]!
    free.push(right)
    return left
  })
  for (const { node, values } of sums) tree.push(node, values)
  const sum = tree.close() ?? new Float32Array()
  const others = Array.from({ length: copies - 1 }, () => {
    const copy = free.pop() ?? new Float32Array(sum.length)
    copy.set(sum)
    return copy
  })
  return [sum, ...others]
}

/** End to end. */
function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Of all images: the losses, and the pairs of `Metrics` in a column each. */
function joinMetrics(replies: readonly { readonly metrics: Metrics }[]) {
  const count = replies.reduce((sum, { metrics }) => sum + metrics.losses.length, 0)
  const all = { losses: new Float32Array(count), predicted: new Int32Array(count), rank: new Int32Array(count) }
  const parts = replies.flatMap(({ metrics: { logits } }) => (logits ? [logits] : []))
  let at = 0
  for (const { metrics } of replies) {
    all.losses.set(metrics.losses, at)
    dealPairs(metrics.predictions, at, all.predicted, all.rank)
    at += metrics.losses.length
  }
  return { ...all, ...(parts.length > 0 && { logits: joined(parts) }) }
}

/** What a request gives away. */
function buffersOf(request: Request): ArrayBuffer[] {
  if (request.kind === 'rows') return [request.rows.buffer]
  return 'pixels' in request ? [request.pixels.buffer, request.labels.buffer] : []
}
