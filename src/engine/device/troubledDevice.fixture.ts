/** For tests: the processor, as a device that can be made to report troubles. */
import { createAnnouncer, type Backend } from '../backend'
import { openCpu } from './cpu'
import type { Device } from './openDevice'

/** @param gpu for the compiled trainer; when it is lost, so is the device. */
export function openTroubledDevice(gpu?: GPUDevice) {
  const { announce, watch } = createAnnouncer()
  const pool = { released: 0 }
  void gpu?.lost.then(() => announce({ message: 'The graphics device was destroyed.', lost: true }))
  const cpu = openCpu()
  const tensorflow = { ...cpu.tensorflow!, releasePool: () => void pool.released++ }
  const backend: Backend = { ...cpu, ...(gpu ? { gpu } : {}), watch, tensorflow }
  const device: Device = { backend, report: { backend: 'cpu', trainer: 'tfjs', software: true } }
  return { device, announce, pool }
}
