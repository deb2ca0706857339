/** The benchmark's measurements, and the figures that follow from them. */
import type { CallCounts } from './countCalls'

export interface Request {
  /** The name of one of Strata's templates. */
  readonly template: string
  readonly batchSize: number
  readonly rounds: number
  /** Steps of each round, but one of TensorFlow.js. */
  readonly steps: number
  /** Steps queued at once to time the JavaScript of one. */
  readonly queued: number
  /** A contestant that takes minutes a step may be left out. */
  readonly without?: Name
}

export type Name = 'strata' | 'tfjs' | 'jax'

export interface Measurement {
  readonly adapter: string
  /** A step, in each round. */
  readonly milliseconds: Readonly<Record<Name, number[]>>
  /** A step. */
  readonly calls: Readonly<Record<Name, CallCounts>>
  readonly losses: Readonly<Record<Name, number>>
  /** From opening to ready, of Strata. */
  readonly compileMs: number
  /** Its first step after that. */
  readonly firstStepMs: number
  readonly jsMs: number
  readonly gpuBytes: number
}

/** The figures of one model, as `--json` prints them. */
export function summarise({ milliseconds, calls, jsMs, gpuBytes, adapter, compileMs, firstStepMs }: Measurement) {
  const stepMs = median(milliseconds.strata)
  return {
    vsStock: median(milliseconds.tfjs) / stepMs,
    vsJax: median(milliseconds.jax) / stepMs,
    stepMs,
    stockMs: median(milliseconds.tfjs),
    jaxMs: median(milliseconds.jax),
    jsMs,
    compileMs,
    firstStepMs,
    dispatches: calls.strata.dispatches,
    gpuBytes,
    adapter,
  }
}

/** A table for a person. */
export function print(title: string, measurement: Measurement): string {
  const { milliseconds, calls, jsMs, gpuBytes, compileMs, firstStepMs } = measurement
  const { vsStock, vsJax } = summarise(measurement)
  const took = (['strata', 'jax', 'tfjs'] as const).filter((name) => milliseconds[name].length > 0)
  const rows = took.map((name) => {
    const { dispatches, submits, buffers, bindGroups, uploads } = calls[name]
    const numbers = [dispatches, submits, buffers, bindGroups, uploads].map((value) => value.toFixed(1).padStart(9))
    const times = milliseconds[name].map((value) => value.toFixed(0)).join(' ')
    return `${name.padEnd(8)}${median(milliseconds[name]).toFixed(0).padStart(8)}${numbers.join('')}   ${times}`
  })
  return [
    `\n${title}, on ${measurement.adapter}`,
    'a step:      ms dispatch  submits  buffers   groups  uploads   rounds',
    ...rows,
    `${fasterThan('TensorFlow.js', vsStock)}${fasterThan('jax-js', vsJax)}${jsMs.toFixed(2)} ms of JavaScript a step; ${(gpuBytes / 1e6).toFixed(0)} MB on the device; ready in ${compileMs.toFixed(0)} ms, the first step in ${firstStepMs.toFixed(0)} ms`,
  ].join('\n')
}

function fasterThan(name: string, times: number): string {
  return Number.isNaN(times) ? '' : `${times.toFixed(1)} times as fast as ${name}; `
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
