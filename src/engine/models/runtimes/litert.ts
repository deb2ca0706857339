/**
 * LiteRT files, run by LiteRT's WebAssembly on the processor.
 *
 * The library's own `loadLiteRt` adds a script to the page or calls `importScripts`, which a module worker can't, and takes a graphics device
 * of its own. So its program is loaded here, and the objects are used that the library itself wraps.
 */
import { LiteRt } from '@litertjs/core'
import { version } from '@litertjs/core/package.json'
import programUrl from '@litertjs/core/wasm/litert_wasm_compat_internal.js?url'
import { readBytes } from '@litertjs/core/wasm/litert_wasm_compat_internal.wasm?bytes'
import type { OpenRuntime } from './runtime'

type Wasm = LiteRt['liteRtWasm']
type Environment = ReturnType<Wasm['LiteRtEnvironment']['create']>
type Model = ReturnType<Wasm['loadModel']>
type Compiled = Awaited<ReturnType<Wasm['compileModel']>>
type StartProgram = (settings: {
  readonly wasmBinary: ArrayBuffer
  /** Hears all that the program has to say, line by line. */
  printErr(line: string): void
}) => Promise<Wasm>

/** Rejects where the program can't be loaded, or does not take the file. */
export const openRuntime: OpenRuntime = async ({ files }) => {
  const file = files.find(({ name }) => name.endsWith('.tflite'))
  if (!file) throw new Error('There is no LiteRT file among those that were written')
  const wasm = await loadProgram()
  const { _malloc: allocate, _free: free } = wasm
  // The model is read where it lies.
  const place = allocate(file.bytes.length)
  wasm.HEAPU8.set(file.bytes, place)
  /** In the order in which they were made. */
  const owned: { delete(): void }[] = []
  const own = <Owned extends { delete(): void }>(each: Owned): Owned => {
    owned.push(each)
    return each
  }
  const close = (): void => {
    for (const each of owned.toReversed()) each.delete()
    free(place)
  }
  try {
    const environment = own(wasm.LiteRtEnvironment.create(null))
    const model = own(wasm.loadModel(environment, place, file.bytes.length))
    const compiled = own(await wasm.compileModel(environment, model, { accelerator: 'wasm' }))
    return {
      name: `@litertjs/core ${version}`,
      predict: (images, count, { height, width, channels }) =>
        predictEach(images, count, height * width * channels, (image) =>
          predictOne(wasm, environment, model, compiled, image),
        ),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** A model of any number of images has room for one until it is told otherwise, and others take one always. */
async function predictEach(
  images: Float32Array,
  count: number,
  size: number,
  predict: (image: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array<ArrayBuffer>> {
  const rows: Float32Array[] = []
  for (let at = 0; at < count; at++) rows.push(await predict(images.subarray(at * size, (at + 1) * size)))
  const length = rows[0]?.length ?? 0
  const all = new Float32Array(count * length)
  for (const [at, row] of rows.entries()) all.set(row, at * length)
  return all
}

async function predictOne(
  wasm: Wasm,
  environment: Environment,
  model: Model,
  compiled: Compiled,
  image: Float32Array,
): Promise<Float32Array> {
  const { LiteRtTensorBuffer: buffers, LiteRtTensorBufferType: types, LiteRtTensorBufferLockMode: modes } = wasm
  const type = model.getInputTensorType(0, 0)
  const input = buffers.createManaged(environment, types.HOST_MEMORY, type, image.byteLength)
  type.delete()
  const bytes = new Uint8Array(image.buffer, image.byteOffset, image.byteLength)
  wasm.HEAPU8.set(bytes, input.lock(modes.WRITE))
  input.unlock()
  const [output] = await compiled.run(0, [input])
  input.delete()
  const from = output!.lock(modes.READ)
  const probabilities = wasm.HEAPU8.slice(from, from + output!.packedSize())
  output!.unlock()
  output!.delete()
  return new Float32Array(probabilities.buffer)
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
  const [start, binary] = await Promise.all([importProgram(new URL(programUrl, import.meta.url).href), readBytes()])
  // It tells each of its steps as an error, and rejects where something is one.
  const wasm = await start({ wasmBinary: binary.buffer, printErr: () => undefined })
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
