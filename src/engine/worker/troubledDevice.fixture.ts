/** For tests: the processor, as a device that can be made to report troubles. */
import { createAnnouncer, type Backend } from './backends/backend'
import { openCpu } from './backends/cpu'
import type { Device } from './device'

export function openTroubledDevice() {
  const { announce, watch } = createAnnouncer()
  const pool = { released: 0 }
  const backend: Backend = { ...openCpu(), watch, releasePool: () => void pool.released++ }
  const device: Device = { backend, report: { backend: 'cpu', trainer: 'tfjs', software: true } }
  return { device, announce, pool }
}
