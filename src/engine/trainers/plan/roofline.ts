/** The least that the operations of a plan can take on a device: they compute, and move each of their buffers once. */
import { wholeBytes } from './memory'
import { factsOf, type AnyOperation } from './operation'
import type { PlacedBuffer, Plan } from './plan'

/** A device to compare with: what it computes and moves a second. */
export interface Roofline {
  readonly flops: number
  readonly bytes: number
}

/** About an RTX 3060: the middle of what people have. */
export const MIDDLE_DEVICE: Roofline = { flops: 12.7e12, bytes: 360e9 }

/** A plan of any operations, whose buffers may be parts of others. */
export type AnyPlan = Plan<AnyOperation> & { readonly buffers: readonly PlacedBuffer[] }

/** @returns bytes that an operation of the plan moves. Who writes a buffer writes its parts too. */
export function bytesMoved({ buffers }: Pick<AnyPlan, 'buffers'>): (operation: AnyOperation) => number {
  const sizes = new Map(buffers.map(({ name, bytes }) => [name, bytes]))
  const wholes = wholeBytes(buffers)
  return (operation) => {
    const { reads, writes } = factsOf(operation)
    const read = reads.reduce((sum, buffer) => sum + (sizes.get(buffer) ?? 0), 0)
    return writes.reduce((sum, buffer) => sum + (wholes.get(buffer) ?? 0), read)
  }
}

/** @returns seconds, one for each operation of a step in its order. */
export function leastTimes(plan: AnyPlan, roofline: Roofline): readonly number[] {
  const bytesOf = bytesMoved(plan)
  return [...plan.forward, ...plan.backward].map((operation) =>
    Math.max(factsOf(operation).flops / roofline.flops, bytesOf(operation) / roofline.bytes),
  )
}
