/**
 * Which transient buffers share memory. Each lives from the first operation of a step that writes it to the last that touches it. Two
 * buffers that never live at once can lie in one slot. Slots are buffers of their own, not places in one arena, because WebGPU lets no
 * kernel read and write the same buffer, wherever in it.
 */
import { buffersOf, type Operation } from './operation'
import type { Plan, PlannedBuffer } from './plan'

export interface MemoryPlan {
  /** Bytes of each slot. */
  readonly slots: readonly number[]
  /** The slot of every buffer of the plan. */
  readonly slotOf: ReadonlyMap<string, number>
}

interface Life {
  readonly buffer: PlannedBuffer
  readonly from: number
  readonly to: number
}

/** Buffers that are not transient get a slot each. Best fit, in the order of first use. Names of one buffer have one slot. */
export function planMemory({
  buffers,
  aliases,
  forward,
  backward,
}: Pick<Plan, 'buffers' | 'aliases' | 'forward' | 'backward'>): MemoryPlan {
  const operations = [...forward, ...backward]
  const slots: { bytes: number; busyUntil: number }[] = []
  const slotOf = new Map<string, number>()
  for (const { buffer, from, to } of livesOf(buffers, aliases, operations)) {
    const free = slots.map((slot, index) => ({ ...slot, index })).filter(({ busyUntil }) => busyUntil < from)
    const growth = (bytes: number): number => Math.max(0, buffer.bytes - bytes)
    const waste = (bytes: number): number => Math.max(0, bytes - buffer.bytes)
    const [best] = free.toSorted((a, b) => growth(a.bytes) - growth(b.bytes) || waste(a.bytes) - waste(b.bytes))
    if (best) {
      slots[best.index] = { bytes: Math.max(best.bytes, buffer.bytes), busyUntil: to }
      slotOf.set(buffer.name, best.index)
    } else {
      slotOf.set(buffer.name, slots.push({ bytes: buffer.bytes, busyUntil: to }) - 1)
    }
  }
  for (const name of aliases.keys()) {
    const slot = slotOf.get(meantBy(name, aliases))
    if (slot !== undefined) slotOf.set(name, slot)
  }
  return { slots: slots.map(({ bytes }) => bytes), slotOf }
}

function meantBy(name: string, aliases: ReadonlyMap<string, string>): string {
  const other = aliases.get(name)
  return other === undefined ? name : meantBy(other, aliases)
}

function livesOf(
  buffers: readonly PlannedBuffer[],
  aliases: ReadonlyMap<string, string>,
  operations: readonly Operation[],
): readonly Life[] {
  const touched = operations.map((operation) => buffersOf(operation).map((name) => meantBy(name, aliases)))
  return buffers
    .filter(({ name }) => !aliases.has(name))
    .map((buffer) => {
      if (!buffer.transient) return { buffer, from: -1, to: Infinity }
      const uses = touched.flatMap((names, index) => (names.includes(buffer.name) ? [index] : []))
      return { buffer, from: uses[0] ?? Infinity, to: uses.at(-1) ?? -1 }
    })
    .filter(({ from, to }) => from <= to)
    .toSorted((one, other) => one.from - other.from)
}
