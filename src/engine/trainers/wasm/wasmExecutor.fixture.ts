/** For tests: carries out operations in WebAssembly, on a whole batch as one part or on several parts one after another. */
import { COMMON } from '../plan/buffers'
import type { Operation } from '../plan/operation'
import { stateOffset } from '../plan/state'
import { POISON, type Contents, type Executor } from '../executor.fixture'
import { moduleOf } from './assembler/module'
import { SPARE, VALUE, VECTOR } from './kernel'
import { normalisedBuffers, translate } from './translate'

const PAGE = 65_536

type Operate = (arena: number, gradients: number, first: number, images: number) => void
type Lengths = Readonly<Record<string, number>>
type Results = Readonly<Record<string, ArrayBuffer>>

export const wasmExecutor = makeExecutor(false)
/** Where the engine knows relaxed SIMD. */
export const relaxedWasmExecutor = makeExecutor(true)

function makeExecutor(relaxed: boolean): Executor {
  return {
    parts: 2,
    spare: SPARE / VALUE,
    async run(operations, inputs, outputs) {
      const count = new DataView(inputs[COMMON.state]!.buffer).getUint32(stateOffset('count'), true)
      const whole = [{ images: count, inputs: {}, outputs: {} }]
      return (await runParts(operations, { inputs, outputs }, whole, relaxed)).batch
    },
  }
}

/** Buffers: what is in them at first, and the lengths of those to read back, in values. */
interface Buffers {
  readonly inputs: Contents
  readonly outputs: Lengths
}

/** A part of a batch, and its own buffers. */
interface Part extends Buffers {
  readonly images: number
}

/** What works on the whole batch, once, when every part is there. */
const OF_BATCH: ReadonlySet<Operation['kind']> = new Set(['batchStatistics', 'sumRuns'])

/**
 * Carries out each operation on every part before the next one.
 *
 * @param batch the buffers that parts share.
 * @param parts all with buffers of the same names, and of as many images as the first, but for the last that has any.
 * @param relaxed whether a product and a sum may be rounded once.
 */
export async function runParts(
  operations: readonly Operation[],
  batch: Buffers,
  parts: readonly Part[],
  relaxed = false,
): Promise<{ readonly batch: Results; readonly parts: readonly Results[] }> {
  const shared = placeAll(VECTOR, [batch])
  const own = placeAll(0, parts)
  const scratchAt = shared.end + parts.length * own.end
  const arenas = parts.map((_, index) => shared.end + index * own.end)
  const normalised = normalisedBuffers(operations)
  const functions = operations.map((operation, index) =>
    translate(operation, `f${index}`, {
      place(buffer) {
        const ofBatch = shared.places.get(buffer)
        const offset = ofBatch ?? own.places.get(buffer)
        if (offset === undefined) throw new Error(`Nobody says how long ${buffer} is`)
        return { of: ofBatch === undefined ? 'arena' : 'batch', offset }
      },
      relaxed,
      isNormalised: (buffer) => normalised.has(buffer),
      scratchAt,
    }),
  )
  const bytes = moduleOf(functions, 1)
  const scratch = Math.max(0, ...functions.map((each) => each.scratchBytes()))
  const memory = new WebAssembly.Memory({ initial: Math.ceil((scratchAt + scratch) / PAGE) + 1 })
  new Uint32Array(memory.buffer).fill(POISON)
  const write = (inputs: Contents, start: number, places: ReadonlyMap<string, number>): void => {
    for (const [name, values] of Object.entries(inputs)) {
      const contents = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
      new Uint8Array(memory.buffer).set(contents, start + places.get(name)!)
    }
  }
  const read = (outputs: Lengths, start: number, places: ReadonlyMap<string, number>): Results =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, length]) => {
        const at = start + places.get(name)!
        return [name, memory.buffer.slice(at, at + 4 * length)]
      }),
    )

  write(batch.inputs, 0, shared.places)
  for (const [index, { inputs }] of parts.entries()) write(inputs, arenas[index]!, own.places)
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } })
  for (const [index, { kind }] of operations.entries()) {
    const operate = instance.exports[`f${index}`] as Operate
    if (OF_BATCH.has(kind)) {
      operate(0, 0, 0, 0)
      continue
    }
    for (const [part, { images }] of parts.entries()) operate(arenas[part]!, 0, part * parts[0]!.images, images)
  }
  return {
    batch: read(batch.outputs, 0, shared.places),
    parts: parts.map(({ outputs }, index) => read(outputs, arenas[index]!, own.places)),
  }
}

/** Gives each buffer a place, as long as its longest use. */
function placeAll(start: number, all: readonly Buffers[]): { places: ReadonlyMap<string, number>; end: number } {
  const lengths = new Map<string, number>()
  for (const { inputs, outputs } of all) {
    const uses = [
      ...Object.entries(outputs),
      ...Object.entries(inputs).map(([name, { length }]) => [name, length] as const),
    ]
    for (const [name, length] of uses) lengths.set(name, Math.max(length, lengths.get(name) ?? 0))
  }
  const places = new Map<string, number>()
  let end = start
  for (const [name, length] of lengths) {
    places.set(name, end)
    end += Math.ceil((4 * length) / VECTOR) * VECTOR + SPARE
  }
  return { places, end }
}
