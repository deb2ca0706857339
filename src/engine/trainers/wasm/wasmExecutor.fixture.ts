/** For tests: carries out operations in WebAssembly, each on the whole batch as one part. */
import { COMMON } from '../plan/buffers'
import type { Operation } from '../plan/operation'
import { stateOffset } from '../plan/state'
import { POISON, type Contents, type Executor } from '../executor.fixture'
import { moduleOf } from './assembler/module'
import { SPARE, VECTOR } from './kernel'
import { translate } from './translate'

const PAGE = 65_536

type Operate = (arena: number, gradients: number, first: number, images: number) => void

export const wasmExecutor: Executor = { parts: 2, run }

async function run(operations: readonly Operation[], inputs: Contents, outputs: Readonly<Record<string, number>>) {
  const lengths = new Map(Object.entries(outputs))
  for (const [name, { length }] of Object.entries(inputs)) lengths.set(name, Math.max(length, lengths.get(name) ?? 0))
  const places = new Map<string, number>()
  let end = VECTOR
  for (const [name, length] of lengths) {
    places.set(name, end)
    end += Math.ceil((4 * length) / VECTOR) * VECTOR + SPARE
  }
  const functions = operations.map((operation, index) =>
    translate(operation, `f${index}`, {
      place(buffer) {
        const offset = places.get(buffer)
        if (offset === undefined) throw new Error(`Nobody says how long ${buffer} is`)
        return { of: 'batch', offset }
      },
      relaxed: false,
      scratchAt: end,
    }),
  )
  const bytes = moduleOf(functions, 1)
  const scratch = Math.max(0, ...functions.map((each) => each.scratchBytes()))
  const memory = new WebAssembly.Memory({ initial: Math.ceil((end + scratch) / PAGE) + 1 })
  new Uint32Array(memory.buffer).fill(POISON)
  for (const [name, values] of Object.entries(inputs)) {
    new Uint8Array(memory.buffer).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      places.get(name),
    )
  }
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } })
  const images = new DataView(memory.buffer).getUint32(places.get(COMMON.state)! + stateOffset('count'), true)
  for (const { name } of functions) (instance.exports[name] as Operate)(0, 0, 0, images)
  return Object.fromEntries(
    Object.entries(outputs).map(([name, length]) => {
      const at = places.get(name)!
      return [name, memory.buffer.slice(at, at + 4 * length)]
    }),
  )
}
