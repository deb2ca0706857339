/** The roofs of a machine, as measured: what no program can do better than. */
import type { MachineFigures } from './report'

export interface Roof {
  readonly flopsPerMillisecond: number
  readonly bytesPerMillisecond: number
}

export interface Work {
  /** A multiply and an add count 2. */
  readonly flops: number
  readonly bytes: number
}

/** The best of the rounds: what else the machine does can only slow one down. Absent where they were not measured. */
export function roofOf(machine: MachineFigures | undefined): Roof | undefined {
  const flops = machine?.float32TeraflopsPerSecond?.most
  const bytes = machine?.copyGigabytesPerSecond?.most
  return flops && bytes ? { flopsPerMillisecond: 1e9 * flops, bytesPerMillisecond: 1e6 * bytes } : undefined
}

/** The least time that some pieces of work take one after another. A piece takes the longer of its arithmetic and its moving of bytes. */
export function leastMilliseconds(pieces: readonly Work[], roof: Roof): number {
  return pieces.reduce((sum, work) => sum + Math.max(arithmetic(work, roof), moving(work, roof)), 0)
}

export function boundOf(work: Work, roof: Roof): 'arithmetic' | 'memory' {
  return arithmetic(work, roof) >= moving(work, roof) ? 'arithmetic' : 'memory'
}

function arithmetic({ flops }: Work, { flopsPerMillisecond }: Roof): number {
  return flops / flopsPerMillisecond
}

function moving({ bytes }: Work, { bytesPerMillisecond }: Roof): number {
  return bytes / bytesPerMillisecond
}
