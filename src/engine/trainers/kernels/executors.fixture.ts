/** For tests of what operations compute, whoever carries them out. */
import { setFlagsFromString } from 'node:v8'
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import type { Executor } from '../executor.fixture'
import { knowsRelaxedSimd } from '../wasm/relaxedSimd'
import { relaxedWasmExecutor, wasmExecutor } from '../wasm/wasmExecutor.fixture'
import { executorOn } from '../webgpu/runKernels.fixture'

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
