/**
 * Which transient buffers share memory. Each lives from the first operation of a step that writes it to the last that touches it. Two
 * buffers that never live at once can lie in one slot. Slots are buffers of their own, not places in one arena, because WebGPU lets no
 * kernel read and write the same buffer, wherever in it.
 */
import { buffersOf, type AnyOperation } from './operation'
import type { PlacedBuffer, Plan, PlannedBuffer } from './plan'

export interface MemoryPlan {
  /** Bytes of each slot. */
  readonly slots: readonly number[]
  /** The slot of every buffer of the plan. */
  readonly slotOf: ReadonlyMap<string, number>
  /** Where in its slot a buffer begins that is a part of another one, in bytes. All others begin at 0. */
  readonly offsetOf: ReadonlyMap<string, number>
}

interface Life {
  readonly buffer: PlannedBuffer
  readonly from: number
  readonly to: number
}

/**
 * Buffers that are not transient get a slot each, and their parts lie in it. Best fit, in the order of first use. Names of one buffer have one
 * slot.
 */
export function planMemory({
  buffers,
  aliases,
  forward,
  backward,
}: Pick<Plan<AnyOperation>, 'aliases' | 'forward' | 'backward'> & {
  readonly buffers: readonly PlacedBuffer[]
}): MemoryPlan {
  const parts = buffers.filter(({ within }) => within)
  const whole = wholeBytes(buffers)
  const own = buffers.filter(({ within }) => !within).map((each) => ({ ...each, bytes: whole.get(each.name)! }))
  const operations = [...forward, ...backward]
  const slots: { bytes: number; busyUntil: number }[] = []
  const slotOf = new Map<string, number>()
  for (const { buffer, from, to } of livesOf(own, aliases, operations)) {
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
  for (const { name, within } of parts) {
    const slot = slotOf.get(within!.buffer)
    if (slot !== undefined) slotOf.set(name, slot)
  }
  return {
    slots: slots.map(({ bytes }) => bytes),
    slotOf,
    offsetOf: new Map(parts.map(({ name, within }) => [name, within!.offset])),
  }
}

/** The bytes of each buffer by its name, up to the end of the last of its parts. */
export function wholeBytes(buffers: readonly PlacedBuffer[]): ReadonlyMap<string, number> {
  const bytesOf = new Map(buffers.map(({ name, bytes }) => [name, bytes]))
  for (const { within, bytes } of buffers) {
    if (within) bytesOf.set(within.buffer, Math.max(bytesOf.get(within.buffer) ?? 0, within.offset + bytes))
  }
  return bytesOf
}

/** The name that a buffer has, behind all second ones. */
export function meantBy(name: string, aliases: ReadonlyMap<string, string>): string {
  const other = aliases.get(name)
  return other === undefined ? name : meantBy(other, aliases)
}

function livesOf(
  buffers: readonly PlannedBuffer[],
  aliases: ReadonlyMap<string, string>,
  operations: readonly AnyOperation[],
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
