/**
 * Chooses what to compute on: WebGPU, else WebGL, else the CPU, and says why not something better. A backend is taken only after it got
 * a small network's numbers right.
 */
import type { BackendName, DeviceReport, TrainerChoice } from '../protocol/device'
import { NoBackend, type Backend } from '../backend'
import { openTrainer } from '../trainers/openTrainer'
import { testTraining } from './proveTraining'

export interface Device {
  readonly backend: Backend
  readonly report: DeviceReport
}

/** Best first; each is loaded when it is its turn. */
const BACKENDS: readonly { readonly name: string; open(): Promise<Backend> }[] = [
  { name: 'WebGPU', open: async () => (await import('./webgpu')).openWebGpu() },
  { name: 'WebGL', open: async () => (await import('./webgl')).openWebGl() },
  { name: 'The CPU', open: async () => (await import('./cpu')).openCpu() },
]

export async function openDevice(): Promise<Device> {
  const reasons: string[] = []
  for (const { name, open } of BACKENDS) {
    try {
      const backend = await open()
      const trainer = await checkBackend(backend)
      return { backend, report: describe(backend, trainer, reasons) }
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      reasons.push(error instanceof NoBackend ? cause : `${name} failed its test (${cause})`)
    }
  }
  throw new Error(`Nothing to compute on: ${reasons.join('; ')}.`)
}

/**
 * Trains a small network on the backend.
 * @returns which trainer it was.
 * @throws Error, with the reason, when the backend gets its sums wrong or reports an error.
 */
async function checkBackend(backend: Backend): Promise<TrainerChoice['trainer']> {
  let used: TrainerChoice['trainer'] = 'tfjs'
  const troubles: string[] = []
  const stopWatching = backend.watch(({ message }) => troubles.push(message))
  try {
    await backend.tensorflow.activate()
    await testTraining(async (examples, subject) => {
      const opened = await openTrainer(backend, examples, subject)
      used = opened.kind
      return opened
    })
    await backend.settle()
  } finally {
    stopWatching()
  }
  const [trouble] = troubles
  if (trouble !== undefined) throw new Error(trouble)
  return used
}

function describe(
  { name, adapter, software, gpu, tensorflow }: Backend,
  trainer: TrainerChoice['trainer'],
  reasons: readonly string[],
): DeviceReport {
  return {
    backend: name,
    trainer,
    software,
    ...(adapter === undefined ? {} : { adapter }),
    ...(gpu ? { largestBuffer: tensorflow.largestTensor } : {}),
    ...(name === 'webgpu' ? {} : { reason: sentenceOf(name, reasons) }),
  }
}

function sentenceOf(name: Exclude<BackendName, 'webgpu'>, [first = '', ...others]: readonly string[]): string {
  const instead = name === 'webgl' ? 'WebGL trains instead, more slowly' : 'the CPU trains instead, far more slowly'
  const all = [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(', and ')
  return `${all}: ${instead}.`
}
