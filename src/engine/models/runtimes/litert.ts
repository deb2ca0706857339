/**
 * LiteRT files, run by LiteRT's WebAssembly on the processor.
 *
 * The library's own `loadLiteRt` adds a script to the page or calls `importScripts`, which a module worker can't, and takes a graphics device
 * of its own. So its program is loaded here, and the objects are used that the library itself wraps.
 */
import { LiteRt } from '@litertjs/core'
import programUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.js?url'
import binaryUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url'
import type { WrittenModel } from '../../../interop/target'
import type { ImageShape } from '../../../model/layers/define'

/** As package.json has it. The library does not say. */
const VERSION = '2.5.3'

type Wasm = LiteRt['liteRtWasm']
type StartProgram = (settings: {
  readonly wasmBinary: ArrayBuffer
  /** Hears all that the program has to say, line by line. */
  printErr(line: string): void
}) => Promise<Wasm>

interface Runtime {
  readonly name: string
  /**
   * @param images numbers as the file takes them, `count` images of that shape one behind the other, channel last.
   * @returns probabilities, `count` x classes.
   */
  predict(images: Float32Array, count: number, shape: ImageShape): Promise<Float32Array<ArrayBuffer>>
  close(): void
}

/** Rejects where the program can't be loaded, or does not take the file. */
export async function openRuntime({ files }: Pick<WrittenModel, 'files'>): Promise<Runtime> {
  const file = files.find(({ name }) => name.endsWith('.tflite'))
  if (!file) throw new Error('There is no LiteRT file among those that were written')
  const wasm = await loadProgram()
  const { _malloc: allocate, _free: free } = wasm
  const environment = wasm.LiteRtEnvironment.create(null)
  const place = allocate(file.bytes.length)
  wasm.HEAPU8.set(file.bytes, place)
  const model = wasm.loadModel(environment, place, file.bytes.length)
  const compiled = await wasm.compileModel(environment, model, { accelerator: 'wasm' })
  const type = model.getInputTensorType(0, 0)

  const predictOne = async (image: Float32Array): Promise<Float32Array> => {
    const input = wasm.LiteRtTensorBuffer.createManaged(
      environment,
      wasm.LiteRtTensorBufferType.HOST_MEMORY,
      type,
      image.byteLength,
    )
    const bytes = new Uint8Array(image.buffer, image.byteOffset, image.byteLength)
    wasm.HEAPU8.set(bytes, input.lock(wasm.LiteRtTensorBufferLockMode.WRITE))
    input.unlock()
    const [output] = await compiled.run(0, [input])
    input.delete()
    const from = output!.lock(wasm.LiteRtTensorBufferLockMode.READ)
    const probabilities = wasm.HEAPU8.slice(from, from + output!.packedSize())
    output!.unlock()
    output!.delete()
    return new Float32Array(probabilities.buffer)
  }

  return {
    name: `@litertjs/core ${VERSION}`,

    async predict(images, count, { height, width, channels }) {
      const size = height * width * channels
      const rows: Float32Array[] = []
      for (let at = 0; at < count; at++) rows.push(await predictOne(images.subarray(at * size, (at + 1) * size)))
      const length = rows[0]?.length ?? 0
      const all = new Float32Array(count * length)
      for (const [at, row] of rows.entries()) all.set(row, at * length)
      return all
    },

    close() {
      for (const each of [type, compiled, model, environment]) each.delete()
      free(place)
    },
  }
}

let program: Promise<Wasm> | undefined

function loadProgram(): Promise<Wasm> {
  program ??= startProgram().catch((error: unknown) => {
    program = undefined
    throw error
  })
  return program
}

async function startProgram(): Promise<Wasm> {
  const [start, response] = await Promise.all([
    importProgram(new URL(programUrl, import.meta.url).href),
    fetch(new URL(binaryUrl, import.meta.url).href),
  ])
  if (!response.ok) throw new Error(`LiteRT’s program was not found (${response.status})`)
  // It tells each of its steps as an error, and rejects where something is one.
  const wasm = await start({ wasmBinary: await response.arrayBuffer(), printErr: () => undefined })
  return new LiteRt(wasm).liteRtWasm
}

/** The program is a classic script, which hands what it has to an AMD loader's `define` where there is one. */
async function importProgram(url: string): Promise<StartProgram> {
  let start: StartProgram | undefined
  const define = (_needs: readonly string[], make: () => StartProgram): void => {
    start = make()
  }
  Object.assign(globalThis, { define: Object.assign(define, { amd: true }) })
  try {
    await import(/* @vite-ignore */ url)
  } finally {
    Reflect.deleteProperty(globalThis, 'define')
  }
  if (!start) throw new Error('LiteRT’s program has another form than the version that Strata is made for')
  return start
}
