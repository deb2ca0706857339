/** A device to compute on, opened and watched by us. */
import type { Processor } from './processor'
import type { BackendName } from './protocol/device'

export interface Backend {
  readonly name: BackendName
  /** The adapter in words; absent on the processor. */
  readonly adapter?: string
  /** Whether an adapter for graphics computes on the processor. */
  readonly software: boolean
  /** The device that the compiled trainer can run on, where there is one. */
  readonly gpu?: GPUDevice
  /** The workers that the processor's trainer runs on, where they are what was chosen. */
  readonly processor?: Processor
  /** What TensorFlow.js alone needs of it. Absent where it doesn't compute. */
  readonly tensorflow?: TensorflowBackend
  /** Resolves when all queued work is done and its errors have been heard of. */
  settle(): Promise<void>
  /** Calls `listener` at each trouble until the returned function is called. */
  watch(listener: (trouble: DeviceTrouble) => void): () => void
  /** Bytes held on the device, free buffers in TensorFlow.js's pool included. */
  allocatedBytes(): number
  /** Gives the device up. */
  close(): void
}

export interface TensorflowBackend {
  /** Makes TensorFlow.js compute here. */
  activate(): Promise<void>
  /** Bytes that one tensor may take. */
  readonly largestTensor: number
  /** Gives back the buffers that TensorFlow.js keeps for later tensors; compiled programs stay. */
  releasePool(): void
}

export interface DeviceTrouble {
  /** One sentence: what happened and what to try. */
  readonly message: string
  /** True when the device is gone for good. */
  readonly lost: boolean
}

/** What adapters that compute on the CPU call themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i

export function isSoftware(adapter: string): boolean {
  return SOFTWARE.test(adapter)
}

/** A backend that this machine or browser does not have. The message is a clause: `this browser has no WebGPU`. */
export class NoBackend extends Error {
  override readonly name = 'NoBackend'
}

export interface Announcer {
  watch: Backend['watch']
  announce(trouble: DeviceTrouble): void
}

export function createAnnouncer(): Announcer {
  const listeners = new Set<(trouble: DeviceTrouble) => void>()
  return {
    announce(trouble) {
      for (const listener of [...listeners]) listener(trouble)
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
