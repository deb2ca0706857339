/** For tests of what operations compute, whoever carries them out. */
import { setFlagsFromString } from 'node:v8'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import type { Executor } from '../executor.fixture'
import { knowsRelaxedSimd } from '../wasm/relaxedSimd'
import { relaxedWasmExecutor, wasmExecutor } from '../wasm/wasmExecutor.fixture'
import { executorOn } from '../webgpu/runKernels.fixture'
import { TUNINGS } from '../webgpu/tuning'

const { device } = await openNodeGpu()
// Node 20 knows it behind a flag; later ones without.
setFlagsFromString('--experimental-wasm-relaxed-simd')
/** Whether this engine carries operations out with relaxed SIMD too. */
export const isRelaxed = knowsRelaxedSimd()

/** Each by its name, for `describe.each`. */
export const EXECUTORS: readonly (readonly [string, Executor])[] = [
  ['WebGPU', executorOn(device)],
  ['WebAssembly', wasmExecutor],
  ...(isRelaxed ? ([['WebAssembly, relaxed', relaxedWasmExecutor]] as const) : []),
]

/** With the kernels for a class of GPUs beside those of the software adapter, on which all of them run here. */
export const EXECUTORS_OF_CLASSES: typeof EXECUTORS = [
  ...EXECUTORS,
  ['WebGPU as on a GPU of few registers', executorOn(device, TUNINGS.few)],
]
