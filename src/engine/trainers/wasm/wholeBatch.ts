/** A plan of one part as WebAssembly, on the thread that asks: every buffer at a place of its own, but for transient ones that share memory. */
import { moduleOf } from './assembler/module'
import { SPARE, VECTOR } from './kernel'
import { checkBuffer, checkMemory, takeMemory } from './limits'
import { isOnce } from './schedule'
import { normalisedBuffers, translate } from './translate'
import { COMMON } from '../plan/buffers'
import { planMemory } from '../plan/memory'
import type { Plan } from '../plan/plan'

const PAGE = 65_536

type Operate = (arena: number, gradients: number, first: number, images: number) => void

export interface WholeBatch {
  /** Carries out one pass of the plan on so many images. */
  run(pass: 'forward' | 'backward', images: number): void
  /** A buffer's first bytes, where they lie. */
  bytesOf(buffer: string, length: number): Uint8Array<ArrayBuffer>
  /** A buffer's first values, where they lie. */
  floatsOf(buffer: string, length: number): Float32Array<ArrayBuffer>
  /** Of its memory. */
  readonly bytes: number
}

/** @param relaxed whether a product and a sum may be rounded once. @throws TooLarge; OutOfMemory. */
export async function openWhole(plan: Plan, relaxed: boolean): Promise<WholeBatch> {
  const operations = [...plan.forward, ...plan.backward]
  const pixels = { name: COMMON.pixels, bytes: plan.batchSize * plan.imageSize, transient: false }
  const memoryPlan = planMemory({ ...plan, buffers: [...plan.buffers, pixels] })
  // Address 0 stays empty.
  let end = VECTOR
  const starts = memoryPlan.slots.map((bytes) => {
    checkBuffer(bytes)
    const start = end
    end += Math.ceil(bytes / VECTOR) * VECTOR + SPARE
    return start
  })
  checkMemory(end)
  const startOf = (buffer: string): number => {
    const start = starts[memoryPlan.slotOf.get(buffer) ?? -1]
    if (start === undefined) throw new Error(`The plan has no buffer ${buffer}`)
    return start
  }
  const normalised = normalisedBuffers(operations)
  const functions = operations.map((operation, index) =>
    translate(operation, nameOf(index), {
      place: (buffer) => ({ of: 'batch', offset: startOf(buffer) }),
      relaxed,
      isNormalised: (buffer) => normalised.has(buffer),
      scratchAt: end,
    }),
  )
  const module = await WebAssembly.compile(moduleOf(functions, 1))
  const bytes = end + Math.max(0, ...functions.map((each) => each.scratchBytes()))
  checkMemory(bytes)
  const memory = takeMemory(() => new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) + 1 }))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const { buffer } = memory
  const ranges = { forward: [0, plan.forward.length], backward: [plan.forward.length, operations.length] } as const
  return {
    run(pass, images) {
      const [from, to] = ranges[pass]
      for (let index = from; index < to; index++) {
        const operate = exports[nameOf(index)] as Operate
        if (isOnce(operations[index]!)) operate(0, 0, 0, 0)
        else operate(0, 0, 0, images)
      }
    },
    bytesOf: (name, length) => new Uint8Array(buffer, startOf(name), length),
    floatsOf: (name, length) => new Float32Array(buffer, startOf(name), length),
    bytes: buffer.byteLength,
  }
}

function nameOf(index: number): string {
  return `operation${index}`
}
