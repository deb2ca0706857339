/** What the engine computes on, as the page is told: types only. */

export type BackendName = 'webgpu' | 'processor' | 'webgl' | 'cpu'

/** What trains a model. `reason`, on WebGPU: why it is not the compiled trainer, in one sentence that names the layer. */
export interface TrainerChoice {
  readonly trainer: 'compiled' | 'processor' | 'tfjs'
  readonly reason?: string
}

/** What the engine computes on, and why not on something better. */
export interface DeviceReport {
  readonly backend: BackendName
  /** The trainer that drives it, unless a model needs another. */
  readonly trainer: TrainerChoice['trainer']
  /** The adapter in words, such as `apple metal-3` or `google swiftshader`; absent on the CPU. */
  readonly adapter?: string
  /** Bytes that one buffer may take; absent where WebGPU doesn't compute. */
  readonly largestBuffer?: number
  /** True for an adapter that computes on the CPU. */
  readonly software: boolean
  /** Why not WebGPU: one sentence; absent on WebGPU. */
  readonly reason?: string
}

export interface DeviceCalls {
  /** Chooses and tests the device; the same report when asked again. */
  startDevice(): DeviceReport
}

export type DeviceEvent =
  | { readonly type: 'deviceLost'; readonly message: string }
  /** A model is on the device, driven by this trainer. */
  | { readonly type: 'trainerChosen'; readonly choice: TrainerChoice }
  /** Bytes that the trainer holds on the device, its pool of free buffers included. */
  | { readonly type: 'memory'; readonly gpuBytes: number }
