/** The few figures of a report that a person tells others. */
import { NAMES } from './contestantNames'
import { formatFigure, formatRate } from './format'
import type { BenchReport } from './report'

export interface Headline {
  readonly name: string
  readonly value: string
  readonly unit: string
}

/** Those that were measured. */
export function headlinesOf({ blocks: { machine, steps, others } }: BenchReport): readonly Headline[] {
  const { float32TeraflopsPerSecond: arithmetic, copyGigabytesPerSecond: copy } = machine?.figures ?? {}
  const headlines: Headline[] = []
  if (arithmetic) headlines.push({ name: 'Arithmetic', ...formatRate(arithmetic.median) })
  if (copy) headlines.push({ name: 'Memory', value: formatFigure(copy.median), unit: 'GB/s' })
  for (const trainer of ['gpu', 'processor'] as const) {
    const first = steps?.figures?.find((step) => step.trainer === trainer)
    if (!first) continue
    const name = trainer === 'gpu' ? 'Training on WebGPU' : 'Training on the processor'
    headlines.push({ name, value: formatFigure(first.imagesPerSecond), unit: 'images/s' })
  }
  const [first, ...rest] = others?.figures?.contestants ?? []
  for (const { contestant, timesAsLong } of first ? rest : []) {
    headlines.push({
      name: `Strata beside ${NAMES[contestant]}`,
      value: formatFigure(timesAsLong),
      unit: 'times as fast',
    })
  }
  return headlines
}
