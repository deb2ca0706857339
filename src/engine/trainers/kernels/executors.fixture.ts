/** For tests of what operations compute, whoever carries them out. */
import { openNodeGpu } from '../../../../scripts/openNodeGpu'
import type { Executor } from '../executor.fixture'
import { wasmExecutor } from '../wasm/wasmExecutor.fixture'
import { executorOn } from '../webgpu/runKernels.fixture'

const { device } = await openNodeGpu()

/** Each by its name, for `describe.each`. */
export const EXECUTORS: readonly (readonly [string, Executor])[] = [
  ['WebGPU', executorOn(device)],
  ['WebAssembly', wasmExecutor],
]
