/** What the engine computes on, as the page is told: types only. */

/** A GPU through WebGPU, the processor through WebAssembly, and TensorFlow.js on WebGL or in JavaScript. */
export type BackendName = 'webgpu' | 'processor' | 'webgl' | 'cpu'

/** What a person wants to compute on. */
export type DeviceWish = BackendName | 'best'

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
  /** Workers that compute side by side; only on the processor. */
  readonly threads?: number
  /** What the person chose; absent where the best was taken. */
  readonly wanted?: BackendName
  /** The adapter in words, such as `apple metal-3` or `google swiftshader`; absent on the processor. */
  readonly adapter?: string
  /** Bytes that one buffer may take; absent where WebGPU doesn't compute. */
  readonly largestBuffer?: number
  /** True for a graphics adapter that computes on the processor. */
  readonly software: boolean
  /** Why not what is better, or what was wanted: one sentence. */
  readonly reason?: string
}

export interface DeviceCalls {
  /**
   * Chooses and tests the device; the same report when asked again.
   *
   * @param wish what the person wants; absent: what was wanted before, at first the best. Where that changes, the device that there is is
   *   given up: refused while something has it.
   */
  startDevice(wish?: DeviceWish): DeviceReport
}

export type DeviceEvent =
  | { readonly type: 'deviceLost'; readonly message: string }
  /** A model is on the device, driven by this trainer. */
  | { readonly type: 'trainerChosen'; readonly choice: TrainerChoice }
  /** Bytes that the trainer holds on the device, or in its workers; TensorFlow.js's pool of free buffers included. */
  | { readonly type: 'memory'; readonly deviceBytes: number }
