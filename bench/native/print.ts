/** A row of the benchmark as a table for a person. */
import { loadavg } from 'node:os'

interface Line {
  readonly name: string
  readonly way: string
  /** Milliseconds a step, in each round. */
  readonly times: readonly number[]
  /** Their median. */
  readonly milliseconds: number
  readonly processorMs: number
}

/** @param lines the first is what the others are compared with. */
export function print(title: string, lines: readonly Line[]): void {
  const [first] = lines
  if (!first) return
  console.log(`\n${title} (load of the machine: ${loadavg()[0]!.toFixed(1)})`)
  console.log('a step:                   ms   times  processor ms   times  rounds')
  for (const { name, way, times, milliseconds, processorMs } of lines) {
    const cells = [
      name.padEnd(20),
      milliseconds.toFixed(1).padStart(8),
      (milliseconds / first.milliseconds).toFixed(2).padStart(8),
      processorMs.toFixed(1).padStart(14),
      (processorMs / first.processorMs).toFixed(2).padStart(8),
      `  ${times.map((time) => time.toFixed(1)).join(' ')}`,
      `  (${way})`,
    ]
    console.log(cells.join(''))
  }
}
