/** The benchmark's measurements, and the figures that follow from them. */
import { median } from '../../src/common/median'
import { NAMES, type Name } from '../../src/bench/report/contestantNames'
import type { CallCounts } from './countCalls'

export interface Request {
  /** The name of one of Strata's templates. */
  readonly template: string
  readonly batchSize: number
  readonly contestants: readonly Name[]
  readonly rounds: number
  /** Steps of each round, of those whose steps are short. */
  readonly steps: number
  /** Steps queued at once to time the JavaScript of one. */
  readonly queued: number
}

/** What is measured of the compiled trainer alone. */
export interface CompiledMeasurement {
  /** From opening to ready. */
  readonly compileMs: number
  /** Its first step after that. */
  readonly firstStepMs: number
  readonly jsMs: number
  readonly deviceBytes: number
}

export interface Line {
  readonly name: Name
  /** A step, in each round. */
  readonly milliseconds: readonly number[]
  /** Of WebGPU, a step. */
  readonly calls: CallCounts
}

export interface Measurement {
  readonly adapter: string
  readonly lines: readonly Line[]
  readonly compiled?: CompiledMeasurement
}

/** The figures of one model, as `--json` prints them. */
export function summarise({ adapter, lines, compiled }: Measurement) {
  const medians: { readonly [Each in Name]?: number } = Object.fromEntries(
    lines.map(({ name, milliseconds }) => [name, median(milliseconds)]),
  )
  const { strata, processor, tfjs, jax } = medians
  return {
    ...(strata !== undefined && tfjs !== undefined && { vsStock: tfjs / strata }),
    ...(strata !== undefined && jax !== undefined && { vsJax: jax / strata }),
    stepMs: strata,
    stockMs: tfjs,
    jaxMs: jax,
    processorMs: processor,
    medians,
    ...compiled,
    dispatches: lines.find(({ name }) => name === 'strata')?.calls.dispatches,
    adapter,
  }
}

const COUNTED = ['dispatches', 'submits', 'buffers', 'bindGroups', 'uploads'] as const

/** A table for a person. */
export function print(title: string, { adapter, lines, compiled }: Measurement): string {
  const first = median(lines[0]?.milliseconds ?? [])
  const rows = lines.map(({ name, milliseconds, calls }) => {
    const own = median(milliseconds)
    const cells = [
      NAMES[name].padEnd(31),
      own.toFixed(0).padStart(8),
      (own / first).toFixed(2).padStart(8),
      ...COUNTED.map((count) => calls[count].toFixed(1).padStart(9)),
      `   ${milliseconds.map((value) => value.toFixed(0)).join(' ')}`,
    ]
    return cells.join('')
  })
  return [
    `\n${title}, on ${adapter}`,
    `${'a step:'.padEnd(31)}      ms   times dispatch  submits  buffers   groups  uploads   rounds`,
    ...rows,
    ...(compiled ? [describeCompiled(compiled)] : []),
  ].join('\n')
}

function describeCompiled({ jsMs, deviceBytes, compileMs, firstStepMs }: CompiledMeasurement): string {
  return `Strata: ${jsMs.toFixed(2)} ms of JavaScript a step; ${(deviceBytes / 1e6).toFixed(0)} MB on the device; ready in ${compileMs.toFixed(0)} ms, the first step in ${firstStepMs.toFixed(0)} ms`
}
