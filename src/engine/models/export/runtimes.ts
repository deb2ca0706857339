/** The runtimes that exported files are run with: what their users run them with, as far as browsers have it. Each is loaded when it is asked for. */
import type { OpenRuntime } from '../runtimes/runtime'

const tensorflowjs: OpenRuntime = async (written) => (await import('../runtimes/tensorflowjs')).openRuntime(written)
const onnx: OpenRuntime = async (written) => (await import('../runtimes/onnx')).openRuntime(written)
const litert: OpenRuntime = async (written) => (await import('../runtimes/litert')).openRuntime(written)

/** By the id of the target. A target without a line has none that runs in a browser. */
export const RUNTIMES: ReadonlyMap<string, OpenRuntime> = new Map([
  ['tensorflowjs', tensorflowjs],
  ['teachable-machine', tensorflowjs],
  ['onnx', onnx],
  ['triton', onnx],
  ['kserve', onnx],
  ['litert', litert],
])
