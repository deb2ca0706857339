/** The curves of each run, by its id. */
import { createMetricsBuffer, type MetricsBuffer } from './metricsBuffer'

export interface Metrics {
  /** Empty until something is told of the run. */
  of(runId: number): MetricsBuffer
  forget(runId: number): void
  /** What is drawn where there is no run. */
  readonly none: MetricsBuffer
}

/** @param nextFrame as in `createMetricsBuffer`. */
export function createMetrics(...nextFrame: Parameters<typeof createMetricsBuffer>): Metrics {
  const buffers = new Map<number, MetricsBuffer>()
  return {
    none: createMetricsBuffer(...nextFrame),
    of(runId) {
      const known = buffers.get(runId)
      if (known) return known
      const buffer = createMetricsBuffer(...nextFrame)
      buffers.set(runId, buffer)
      return buffer
    },
    forget: (runId) => {
      buffers.delete(runId)
    },
  }
}
