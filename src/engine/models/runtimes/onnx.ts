/** ONNX files, run by onnxruntime on the processor. */
import * as ort from 'onnxruntime-web/wasm'
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import type { Shape } from '../../../model/layers/define'
import type { WrittenModel } from '../../../interop/target'

/** A model that is ready to run. */
export interface OpenRuntime {
  /** Who runs it: `onnxruntime-web 1.30.0`. */
  readonly name: string
  /**
   * The probabilities of all classes, `count` x classes.
   *
   * @param images in the layout that the model takes, one behind the other.
   * @param shape of one image, in that layout.
   */
  predict(images: Float32Array, count: number, shape: Shape): Promise<Float32Array>
  close(): Promise<void>
}

/** Rejects with the runtime's own error where it can't open the file. */
export async function openRuntime({ files }: Pick<WrittenModel, 'files'>): Promise<OpenRuntime> {
  const model = files.find(({ name }) => name.endsWith('.onnx'))
  if (!model) throw new Error('There is no ONNX file among those that were written')
  // One thread: more need a page that is isolated from other origins, which plain file servers do not say.
  ort.env.wasm.numThreads = 1
  // In Node the library finds its own file.
  if (typeof location !== 'undefined') ort.env.wasm.wasmPaths = { wasm: new URL(wasm, import.meta.url).href }
  const session = await ort.InferenceSession.create(model.bytes, { executionProviders: ['wasm'] })
  const [input] = session.inputNames
  const [output] = session.outputNames
  if (input === undefined || output === undefined) throw new Error('The ONNX file has no input or no output')
  return {
    name: `onnxruntime-web ${ort.env.versions.web ?? ''}`.trim(),
    async predict(images, count, shape) {
      const tensor = new ort.Tensor('float32', images, [count, ...shape])
      const results = await session.run({ [input]: tensor })
      const { data } = results[output]!
      tensor.dispose()
      if (data instanceof Float32Array) return data
      throw new Error(`The ONNX file gives ${results[output]!.type}`)
    },
    close: () => session.release(),
  }
}
