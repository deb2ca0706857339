/** A plan as a table to read: what each operation of a step does, on which buffers, how much it moves and computes. */
import { planMemory } from './memory'
import { factsOf } from './operation'
import { bytesMoved, leastTimes, type AnyPlan, type Roofline } from './roofline'

/** @returns lines. A time is the least that the roofline allows, and a share is of the sum of the times. */
export function describePlan(plan: AnyPlan, roofline: Roofline): readonly string[] {
  const operations = [...plan.forward, ...plan.backward]
  const bytesOf = bytesMoved(plan)
  const times = leastTimes(plan, roofline)
  const total = times.reduce((sum, time) => sum + time, 0)
  const flops = operations.reduce((sum, operation) => sum + factsOf(operation).flops, 0)
  const moved = operations.reduce((sum, operation) => sum + bytesOf(operation), 0)
  const chain = Math.max(0, ...operations.map((operation) => factsOf(operation).chain ?? 0))
  const memory = planMemory(plan).slots.reduce((sum, bytes) => sum + bytes, 0)

  const rows = operations.map((operation, index) => {
    const facts = factsOf(operation)
    return [
      `${operation.layer}: ${facts.name}`,
      (facts.flops / 1e6).toFixed(1),
      (bytesOf(operation) / 1e6).toFixed(2),
      `${((100 * times[index]!) / total).toFixed(1)} %`,
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
