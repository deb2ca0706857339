/** A plan as a table to read: what each operation of a step does, on which buffers, how much it moves and computes. */
import { planMemory, wholeBytes } from './memory'
import { factsOf, type AnyOperation } from './operation'
import type { PlacedBuffer, Plan } from './plan'

/** A device to compare with: what it computes and moves a second. */
export interface Roofline {
  readonly flops: number
  readonly bytes: number
}

/** @returns lines. A time is the least that the roofline allows, and a share is of the sum of the times. */
export function describePlan(
  plan: Plan<AnyOperation> & { readonly buffers: readonly PlacedBuffer[] },
  roofline: Roofline,
): readonly string[] {
  const operations = [...plan.forward, ...plan.backward]
  const sizes = new Map(plan.buffers.map(({ name, bytes }) => [name, bytes]))
  // Who writes a buffer writes its parts too.
  const wholes = wholeBytes(plan.buffers)
  const bytesOf = (operation: AnyOperation): number => {
    const { reads, writes } = factsOf(operation)
    const read = reads.reduce((sum, buffer) => sum + (sizes.get(buffer) ?? 0), 0)
    return writes.reduce((sum, buffer) => sum + (wholes.get(buffer) ?? 0), read)
  }
  const leastOf = (operation: AnyOperation): number =>
    Math.max(factsOf(operation).flops / roofline.flops, bytesOf(operation) / roofline.bytes)
  const total = operations.reduce((sum, operation) => sum + leastOf(operation), 0)
  const flops = operations.reduce((sum, operation) => sum + factsOf(operation).flops, 0)
  const moved = operations.reduce((sum, operation) => sum + bytesOf(operation), 0)
  const chain = Math.max(0, ...operations.map((operation) => factsOf(operation).chain ?? 0))
  const memory = planMemory(plan).slots.reduce((sum, bytes) => sum + bytes, 0)

  const rows = operations.map((operation) => {
    const facts = factsOf(operation)
    return [
      `${operation.layer}: ${facts.name}`,
      (facts.flops / 1e6).toFixed(1),
      (bytesOf(operation) / 1e6).toFixed(2),
      `${((100 * leastOf(operation)) / total).toFixed(1)} %`,
      `${facts.reads.join(', ')} -> ${facts.writes.join(', ')}`,
    ]
  })
  return [
    ...table([['operation', 'MFLOP', 'MB', 'share', 'buffers'], ...rows]),
    '',
    `${operations.length} operations a step of ${plan.batchSize} images; ${(flops / 1e9).toFixed(2)} GFLOP; ${(moved / 1e6).toFixed(0)} MB moved; ${(memory / 1e6).toFixed(1)} MB in ${planMemory(plan).slots.length} buffers`,
    `no thread adds more than ${chain} partial sums one after another`,
    `at least ${(1000 * total).toFixed(2)} ms on a device of ${roofline.flops / 1e12} TFLOP/s and ${roofline.bytes / 1e9} GB/s`,
  ]
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const isNumber = (column: number): boolean => column >= 1 && column <= 3
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}
