/** ONNX files, run by onnxruntime on the processor: what most of those who get one run it with. */
import * as ort from 'onnxruntime-web/wasm'
import { readBytes } from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?bytes'
import type { OpenRuntime } from './runtime'

/** Rejects with the runtime's own error where it can't open the file. */
export const openRuntime: OpenRuntime = async ({ files, input }) => {
  const model = files.find(({ name }) => name.endsWith('.onnx'))
  if (!model) throw new Error('There is no ONNX file among those that were written')
  // One thread: more need a page that is isolated from other origins, which plain file servers do not say.
  ort.env.wasm.numThreads = 1
  ort.env.wasm.wasmBinary ??= (await readBytes()).buffer
  // What is wrong is thrown, and need not be written to the console too.
  ort.env.logLevel = 'fatal'
  const session = await ort.InferenceSession.create(model.bytes, { executionProviders: ['wasm'], logSeverityLevel: 4 })
  const [taken] = session.inputNames
  const [given] = session.outputNames
  if (taken === undefined || given === undefined) throw new Error('The ONNX file has no input or no output')
  return {
    name: `onnxruntime-web ${ort.env.versions.web ?? ''}`.trim(),
    async predict(images, count, { height, width, channels }) {
      const shape = input.layout === 'NCHW' ? [channels, height, width] : [height, width, channels]
      const results = await session.run(
        { [taken]: new ort.Tensor('float32', images, [count, ...shape]) },
        { logSeverityLevel: 4 },
      )
      const { data, type } = results[given]!
      if (data instanceof Float32Array) return data
      throw new Error(`The ONNX file gives values of the type ${type}`)
    },
    close: () => void session.release(),
  }
}
