/** One of the workers that compute: its memory, and what it does when it is told to. It knows its share of the batch and nothing of the others. */
import { memoryBytes, takeMemory } from './limits'
import type { Wanted } from '../../trainer'
import type { Metrics, Reply, Request, Sum, Work } from './messages'
import { PartTree, type Share } from './parts'
import type { Program, ReadyStage } from './program'

const PAGE = 65_536

type Operate = (arena: number, gradients: number, first: number, images: number) => void

export type ComputeWorker = (request: Request) => Reply | undefined

/**
 * @param parts that it works on at most.
 * @param onWork called behind each operation on a part of a batch.
 * @throws OutOfMemory.
 */
export function createComputeWorker(program: Program, parts: number, onWork: () => void): ComputeWorker {
  const { at, ofPart, imageSize, classes, keepsArenas } = program
  const pages = Math.ceil(memoryBytes(program, parts) / PAGE) + 1
  const memory = takeMemory(() => new WebAssembly.Memory({ initial: pages }))
  const { exports } = new WebAssembly.Instance(program.module, { env: { memory } })
  const run = (name: string): Operate => exports[name] as Operate
  const add = exports['add'] as (to: number, from: number, bytes: number) => void
  const stages = program.training.map((stage) => readyStage(stage, run))
  const classification = readyStage(program.classification, run)
  const update = program.update.map(run)
  const { buffer } = memory
  const floats = (from: number, length: number): Float32Array<ArrayBuffer> => new Float32Array(buffer, from, length)
  const copyOf = (from: number, length: number): Float32Array<ArrayBuffer> =>
    takeMemory(() => floats(from, length).slice())

  let work: Work | undefined
  let next = 0
  /** Memory of the last update's gradients, for the next. */
  let spare: Float32Array<ArrayBuffer>[] = []
  let metrics: Metrics = { losses: new Float32Array(), predictions: new Int32Array() }
  const arenaOf = (index: number): number => at.arenas + (keepsArenas ? index * at.arenaBytes : 0)
  const gradientsAt = (slot: number): number => at.gradients + slot * at.gradientBytes

  const begin = (begun: Work, wanted?: Wanted): void => {
    work = begun
    next = 0
    new Uint8Array(buffer).set(new Uint8Array(begun.state), at.state)
    const images = begun.labels.length
    metrics = {
      losses: new Float32Array(images),
      predictions: new Int32Array(2 * images),
      ...(wanted?.logits && { logits: new Float32Array(classes * images) }),
    }
  }

  /** Runs a stage for each part. @param brings whether the images come with it. @param ends whether losses are there behind it. */
  const runStage = (stage: RunningStage, { share, count, pixels, labels }: Work, brings: boolean, ends: boolean) => {
    for (const operate of stage.once) operate(0, 0, 0, 0)
    const tree = new PartTree<number>((left, right) => {
      for (const { offset, length } of stage.gradients) {
        add(gradientsAt(left) + 4 * offset, gradientsAt(right) + 4 * offset, 4 * length)
      }
      return left
    })
    for (let part = share.from; part < share.to; part++) {
      const first = part * ofPart
      const images = Math.min(count, first + ofPart) - first
      const inShare = first - share.from * ofPart
      const arena = arenaOf(part - share.from)
      if (brings) {
        const bytes = pixels.subarray(inShare * imageSize, (inShare + images) * imageSize)
        new Uint8Array(buffer).set(bytes, at.pixels)
        new Int32Array(buffer, arena + at.labels, images).set(labels.subarray(inShare, inShare + images))
      }
      const slot = tree.open.length
      for (const operate of stage.parts) {
        operate(arena, gradientsAt(slot), first, images)
        onWork()
      }
      tree.push({ level: 0, index: part }, slot)
      if (ends) {
        metrics.losses.set(floats(arena + at.losses, images), inShare)
        metrics.predictions.set(new Int32Array(buffer, arena + at.predictions, 2 * images), 2 * inShare)
        metrics.logits?.set(floats(arena + at.logits, classes * images), classes * inShare)
      }
    }
    return tree.open
  }

  const goOn = (): Reply => {
    const stage = stages[next]
    if (!work || !stage) throw new Error('There is no step to go on with')
    const isLast = next === stages.length - 1
    const open = runStage(stage, work, next === 0, isLast)
    next++
    if (stage.rows) return { kind: 'rows', rows: rowsOf(stage.rows, work.share) }
    const sums = open.map(({ node, value }): Sum => {
      const values = spare.pop() ?? takeMemory(() => new Float32Array(program.weights))
      values.set(floats(gradientsAt(value), program.weights))
      return { node, values }
    })
    return { kind: 'gradients', sums, metrics }
  }

  const rowsOf = ({ at: from, length }: NonNullable<ReadyStage['rows']>, { from: first, to }: Share) =>
    copyOf(from + 4 * first * length, (to - first) * length)

  /** Of the share's first part alone, which then stands for all of them. */
  const prepare = ({ pixels, labels }: Work): void => {
    const images = Math.min(labels.length, ofPart)
    new Uint8Array(buffer).set(pixels.subarray(0, images * imageSize), at.pixels)
    new Int32Array(buffer, at.arenas + at.labels, images).set(labels.subarray(0, images))
  }

  const time = (name: string, once: boolean): number => {
    if (!work) throw new Error('Nothing was prepared')
    const operate = run(name)
    const { share, labels } = work
    if (once) return timeOf(() => operate(0, at.gradients, 0, 0))
    const [first, images] = [share.from * ofPart, Math.min(labels.length, ofPart)]
    return (share.to - share.from) * timeOf(() => operate(at.arenas, at.gradients, first, images))
  }

  return (request) => {
    switch (request.kind) {
      case 'open':
        return { kind: 'opened', bytes: buffer.byteLength }
      case 'load':
        floats(at.weights, program.weights).set(request.weights)
        if (program.moments > 0) {
          const moments = floats(at.moments, program.moments * program.weights)
          if (request.moments) moments.set(request.moments)
          else moments.fill(0)
        }
        if (request.classWeights && at.classWeights !== undefined) {
          floats(at.classWeights, request.classWeights.length).set(request.classWeights)
        }
        return undefined
      case 'step':
        begin(request)
        return goOn()
      case 'rows': {
        const rows = stages[next - 1]?.rows
        if (rows) floats(rows.at, request.rows.length).set(request.rows)
        return goOn()
      }
      case 'update':
        floats(at.gradients, program.weights).set(request.gradients)
        for (const operate of update) operate(0, at.gradients, 0, 0)
        spare = [request.gradients]
        return undefined
      case 'classify':
        begin(request, request.wanted)
        runStage(classification, request, true, true)
        return { kind: 'classified', metrics }
      case 'prepare':
        begin(request)
        prepare(request)
        return { kind: 'prepared' }
      case 'time':
        return { kind: 'timed', milliseconds: time(request.name, request.once) }
      case 'read':
        return {
          kind: 'weights',
          weights: copyOf(at.weights, program.weights),
          moments: copyOf(at.moments, program.moments * program.weights),
        }
    }
  }
}

/** So many milliseconds are told from none by every browser's clock. */
const LEAST_MILLISECONDS = 10
const MOST_REPEATS = 4096

/** Milliseconds of one time of many in a row. */
function timeOf(work: () => void): number {
  for (let repeats = 1; ;) {
    const start = performance.now()
    for (let i = 0; i < repeats; i++) work()
    const taken = performance.now() - start
    if (taken >= LEAST_MILLISECONDS || repeats >= MOST_REPEATS) return taken / repeats
    repeats = Math.min(
      MOST_REPEATS,
      Math.ceil(repeats * Math.max(2, Math.min(16, LEAST_MILLISECONDS / Math.max(taken, 0.1)))),
    )
  }
}

interface RunningStage {
  readonly once: readonly Operate[]
  readonly parts: readonly Operate[]
  readonly gradients: ReadyStage['gradients']
  readonly rows?: ReadyStage['rows']
}

function readyStage({ once, parts, gradients, rows }: ReadyStage, run: (name: string) => Operate): RunningStage {
  return { once: once.map(run), parts: parts.map(run), gradients, ...(rows && { rows }) }
}
