/** The least that the operations of a plan can take on a device: they compute, and move each of their buffers once. */
import { buffersOf, factsOf, type Operation } from './operation'
import type { Plan } from './plan'

/** A device to compare with: what it computes and moves a second. */
export interface Roofline {
  readonly flops: number
  readonly bytes: number
}

/** About an RTX 3060: the middle of what people have. */
export const MIDDLE_DEVICE: Roofline = { flops: 12.7e12, bytes: 360e9 }

/** @returns bytes that an operation of the plan moves. */
export function bytesMoved({ buffers }: Pick<Plan, 'buffers'>): (operation: Operation) => number {
  const sizes = new Map(buffers.map(({ name, bytes }) => [name, bytes]))
  return (operation) => buffersOf(operation).reduce((sum, buffer) => sum + (sizes.get(buffer) ?? 0), 0)
}

/** @returns seconds, one for each operation of a step in its order. */
export function leastTimes(plan: Plan, roofline: Roofline): readonly number[] {
  const bytesOf = bytesMoved(plan)
  return [...plan.forward, ...plan.backward].map((operation) =>
    Math.max(factsOf(operation).flops / roofline.flops, bytesOf(operation) / roofline.bytes),
  )
}
