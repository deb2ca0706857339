/**
 * Chooses what to compute on, and says why not something better: a GPU through WebGPU, else the processor, else what TensorFlow.js can do. A
 * backend is taken only after it got a small network's numbers right.
 */
import type { BackendName, DeviceReport, TrainerChoice } from '../protocol/device'
import { NoBackend, type Backend } from '../backend'
import { openTrainer } from '../trainers/openTrainer'
import { testTraining } from './proveTraining'

export interface Device {
  readonly backend: Backend
  readonly report: DeviceReport
}

interface Candidate {
  readonly name: BackendName
  /** As it stands at the beginning of a sentence. */
  readonly words: string
  open(): Backend | Promise<Backend>
}

const SOFTWARE_WEBGPU: Candidate = {
  name: 'webgpu',
  words: 'WebGPU',
  open: async () => (await import('./webgpu')).openWebGpu(true),
}

/** Best first; each is loaded when it is its turn. */
const CANDIDATES: readonly Candidate[] = [
  { name: 'webgpu', words: 'WebGPU', open: async () => (await import('./webgpu')).openWebGpu(false) },
  { name: 'processor', words: 'The processor', open: async () => (await import('./processor')).openProcessor() },
  SOFTWARE_WEBGPU,
  { name: 'webgl', words: 'WebGL', open: async () => (await import('./webgl')).openWebGl() },
  { name: 'cpu', words: 'JavaScript', open: async () => (await import('./cpu')).openCpu() },
]

/** @param wanted what the person chose: it is tried first, and what is best otherwise is taken where it doesn't work. */
export async function openDevice(wanted?: BackendName): Promise<Device> {
  const reasons: string[] = []
  for (const { words, open } of candidatesFor(wanted)) {
    try {
      const backend = await open()
      const trainer = await checkBackend(backend).catch((error: unknown) => {
        backend.close()
        throw error
      })
      return { backend, report: describe(backend, trainer, wanted, reasons) }
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      reasons.push(error instanceof NoBackend ? cause : `${words} failed its test (${cause})`)
    }
  }
  throw new Error(`Nothing to compute on: ${reasons.join('; ')}.`)
}

function candidatesFor(wanted: BackendName | undefined): readonly Candidate[] {
  if (wanted === undefined) return CANDIDATES
  const first = wanted === 'webgpu' ? SOFTWARE_WEBGPU : CANDIDATES.find(({ name }) => name === wanted)
  const others = CANDIDATES.filter(({ name }) => name !== wanted)
  return first ? [first, ...others] : others
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
    await backend.tensorflow?.activate()
    await testTraining(
      async (examples, subject) => {
        const opened = await openTrainer(backend, examples, subject)
        used = opened.kind
        return opened
      },
      // No other backend has kernels that the larger network would see more of.
      { byTiles: backend.processor !== undefined },
    )
    await backend.settle()
  } finally {
    stopWatching()
  }
  const [trouble] = troubles
  if (trouble !== undefined) throw new Error(trouble)
  return used
}

function describe(
  { name, adapter, software, gpu, processor, tensorflow }: Backend,
  trainer: TrainerChoice['trainer'],
  wanted: BackendName | undefined,
  reasons: readonly string[],
): DeviceReport {
  return {
    backend: name,
    trainer,
    software,
    ...(adapter === undefined ? {} : { adapter }),
    ...(processor ? { threads: processor.threads } : {}),
    ...(gpu && tensorflow ? { largestBuffer: tensorflow.largestTensor } : {}),
    ...(wanted === undefined ? {} : { wanted }),
    ...(reasons.length === 0 ? {} : { reason: sentenceOf(name, [...new Set(reasons)]) }),
  }
}

const INSTEAD: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU trains instead',
  processor: 'the processor trains instead',
  webgl: 'WebGL trains instead, more slowly',
  cpu: 'plain JavaScript trains instead, far more slowly',
}

function sentenceOf(name: BackendName, reasons: readonly string[]): string {
  const last = reasons.at(-1) ?? ''
  const all = reasons.length > 1 ? `${reasons.slice(0, -1).join(', ')}, and ${last}` : last
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}: ${INSTEAD[name]}.`
}
