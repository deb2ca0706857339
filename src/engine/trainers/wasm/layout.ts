/** Where everything lies in a worker's memory. */
import { COMMON } from '../plan/buffers'
import { partialSegmentsOf } from '../plan/lowerUpdate'
import { planMemory } from '../plan/memory'
import { factsOf, type Operation } from '../plan/operation'
import type { Plan, PlannedBuffer } from '../plan/plan'
import { SPARE, VALUE, VECTOR, type Place } from './kernel'
import { isOnce } from './schedule'

export interface Layout {
  place(buffer: string): Place
  /** Bytes of what is common to the batch, from the beginning of the memory. */
  readonly batchBytes: number
  /** Of what each part has for itself. */
  readonly arenaBytes: number
  /** Of one set of gradients, a value for each weight. */
  readonly gradientBytes: number
  /** Of the longest buffer. */
  readonly longestBytes: number
}

/** What each part has for itself from the beginning of a step to its end. */
const OF_PART: readonly string[] = [COMMON.labels, COMMON.losses, COMMON.predictions]

/** Of no use here: the images of a part come in order, and metrics go with its gradients. */
const UNUSED: readonly string[] = [COMMON.ring, COMMON.order]

/** @param plan of one part. */
export function layOutMemory(plan: Plan): Layout {
  const operations = [...plan.forward, ...plan.backward]
  const ofBatch = new Set(operations.filter(isOnce).flatMap(sharedBy))
  const gradients = gradientsOf(plan, ofBatch)
  const places = new Map<string, Place>()
  for (const [name, offset] of gradients) places.set(name, { of: 'gradients', offset: VALUE * offset })

  // Address 0 stays empty.
  const batch = createShelf('batch', places, VECTOR)
  batch.put(COMMON.pixels, plan.batchSize * plan.imageSize)
  const arena = createShelf('arena', places, 0)
  const transient: PlannedBuffer[] = []
  for (const buffer of [...plan.buffers, { name: COMMON.labels, bytes: VALUE * plan.batchSize, transient: false }]) {
    const { name, bytes } = buffer
    if (places.has(name) || plan.aliases.has(name) || UNUSED.includes(name)) continue
    if (OF_PART.includes(name)) arena.put(name, bytes)
    else if (buffer.transient && !ofBatch.has(name)) transient.push(buffer)
    else batch.put(name, bytes)
  }

  const { aliases } = plan
  const memory = planMemory({
    buffers: transient,
    aliases,
    forward: operations.filter((each) => !isOnce(each)),
    backward: [],
  })
  const slots = memory.slots.map((bytes) => arena.take(bytes))
  for (const [name, slot] of memory.slotOf) places.set(name, { of: 'arena', offset: slots[slot]! })

  return {
    place(buffer) {
      // The memory's plan names the places of aliases too.
      const found = places.get(buffer)
      if (!found) throw new Error(`The plan has no buffer ${buffer}`)
      return found
    },
    batchBytes: batch.bytes(),
    arenaBytes: arena.bytes(),
    gradientBytes: padded(VALUE * plan.weightValues),
    longestBytes: Math.max(batch.longest(), arena.longest(), VALUE * plan.weightValues),
  }
}

/** Buffers that are one for all parts: what is made once for the batch, and what it is made of. */
function sharedBy(operation: Operation): readonly string[] {
  if (operation.kind === 'batchStatistics')
    return [operation.statistics, ...(operation.moments ? [operation.moments.buffer] : [])]
  if (operation.kind === 'sumGradients' || operation.kind === 'optimize') return []
  if (operation.kind === 'squareGradients') return [operation.squares]
  const { reads, writes } = factsOf(operation)
  return [...reads, ...writes]
}

/** Where among the gradients those of each segment begin that parts make, in values. Others are made once for the batch. */
function gradientsOf({ backward }: Plan, ofBatch: ReadonlySet<string>): ReadonlyMap<string, number> {
  const places = partialSegmentsOf(backward)
    .filter(({ partials }) => !ofBatch.has(partials))
    .map(({ partials, offset }) => [partials, offset] as const)
  // Whole gradients lie where the sums of the parts' do.
  const whole = backward.flatMap((each) => (each.kind === 'sumGradients' ? [[each.gradients, 0] as const] : []))
  return new Map([...places, ...whole])
}

function padded(bytes: number): number {
  return Math.ceil(bytes / VECTOR) * VECTOR + SPARE
}

function createShelf(of: Place['of'], places: Map<string, Place>, from: number) {
  let end = from
  let longest = 0
  const take = (bytes: number): number => {
    longest = Math.max(longest, bytes)
    const offset = end
    end += padded(bytes)
    return offset
  }
  return {
    take,
    put: (name: string, bytes: number) => void places.set(name, { of, offset: take(bytes) }),
    bytes: () => end,
    longest: () => longest,
  }
}
