/** A plan as WebAssembly: one module for all workers, and where in their memory everything lies. Plain data, which a message can carry. */
import type { Plan } from '../plan/plan'
import { behind, f32, f32x4, i32, v128, type Address, type I32 } from './assembler/expressions'
import { moduleOf, type ModuleFunction } from './assembler/module'
import { SPARE, VALUE, VECTOR } from './kernel'
import { layOutMemory, type Layout } from './layout'
import { checkBuffer, checkMemory, memoryBytes } from './limits'
import { COMMON } from '../plan/buffers'
import { logitsOf } from '../plan/logitsOf'
import { depthOf } from './parts'
import { scheduleOf, type Stage } from './schedule'
import { normalisedBuffers, translate } from './translate'

export interface Program {
  readonly module: WebAssembly.Module
  readonly training: readonly ReadyStage[]
  readonly classification: ReadyStage
  /** The functions of the plan's operations, by their places in it; one that has none has an empty name. */
  readonly names: readonly string[]
  /** The names of the functions that update the weights, in order. */
  readonly update: readonly string[]
  /** Images of a part. */
  readonly ofPart: number
  readonly classes: number
  /** Bytes of an image. */
  readonly imageSize: number
  /** Values of all weights, and of their moments. */
  readonly weights: number
  readonly moments: number
  readonly at: Addresses
  /** Whether a part keeps what it computed from one stage to the next. */
  readonly keepsArenas: boolean
}

/** A stage, its operations by the names of their functions. */
export interface ReadyStage {
  readonly once: readonly string[]
  readonly parts: readonly string[]
  readonly gradients: Stage['gradients']
  /** Where the rows of all parts lie that the stage ends with. */
  readonly rows?: { readonly at: number; readonly length: number }
}

/** In bytes from the beginning of the memory, or, for what a part has, from the beginning of its arena. */
export interface Addresses {
  readonly state: number
  readonly weights: number
  readonly moments: number
  readonly classWeights: number | undefined
  readonly pixels: number
  readonly labels: number
  readonly losses: number
  readonly predictions: number
  readonly logits: number
  /** The sets of gradients, one behind the other. */
  readonly gradients: number
  readonly gradientBytes: number
  readonly arenas: number
  readonly arenaBytes: number
}

export interface ProgramOptions {
  /** Of one part. */
  readonly plan: Plan
  /** That a batch has at most. */
  readonly parts: number
  /** That a worker works on at most. */
  readonly partsOfWorker: number
  /** Whether the engine knows relaxed SIMD. */
  readonly relaxed: boolean
}

/** @throws TooLarge when a worker would need more memory than WebAssembly can have. */
export async function createProgram({ plan, parts, partsOfWorker, relaxed }: ProgramOptions): Promise<Program> {
  const layout = layOutMemory(plan)
  const schedule = scheduleOf(plan)
  const scratchAt = layout.batchBytes
  const { place } = layout
  const normalised = normalisedBuffers(schedule.operations)
  const isNormalised = (buffer: string): boolean => normalised.has(buffer)
  const keepsArenas = schedule.training.length > 1
  /** Where everything lies behind so much working memory. Code is made only of what fits. */
  const placeAll = (scratch: number): Addresses => {
    const gradients = Math.ceil((scratchAt + scratch + SPARE) / VECTOR) * VECTOR
    const at = addressesOf(plan, layout, gradients, depthOf(parts))
    checkMemory(memoryBytes({ at, keepsArenas }, partsOfWorker))
    return at
  }
  placeAll(0)
  checkBuffer(layout.longestBytes)
  const nameOf = (index: number): string => `operation${index}`
  const functions = schedule.operations.map((operation, index) =>
    translate(operation, nameOf(index), { place, relaxed, isNormalised, scratchAt }),
  )
  const module = await WebAssembly.compile(moduleOf([...functions, ADD], 1))
  const at = placeAll(Math.max(0, ...functions.map((each) => each.scratchBytes())))
  const ready = ({ once, parts: each, gradients, rows }: Stage): ReadyStage => ({
    once: once.map(nameOf),
    parts: each.map(nameOf),
    gradients,
    ...(rows && { rows: { at: place(rows.buffer).offset, length: rows.length } }),
  })
  return {
    module,
    training: schedule.training.map(ready),
    classification: ready(schedule.classification),
    names: [...plan.forward, ...plan.backward].map((operation) => {
      const index = schedule.operations.indexOf(operation)
      return index < 0 ? '' : nameOf(index)
    }),
    update: schedule.update.map(nameOf),
    ofPart: plan.batchSize,
    classes: plan.classes,
    imageSize: plan.imageSize,
    weights: plan.weightValues,
    moments: plan.moments,
    at,
    keepsArenas,
  }
}

function addressesOf(
  plan: Plan,
  { place, gradientBytes, arenaBytes }: Layout,
  gradients: number,
  sets: number,
): Addresses {
  const of = (name: string): number => place(name).offset
  return {
    state: of(COMMON.state),
    weights: of(COMMON.weights),
    moments: plan.moments > 0 ? of(COMMON.moments) : 0,
    classWeights: plan.buffers.some(({ name }) => name === COMMON.classWeights) ? of(COMMON.classWeights) : undefined,
    pixels: of(COMMON.pixels),
    labels: of(COMMON.labels),
    losses: of(COMMON.losses),
    predictions: of(COMMON.predictions),
    logits: of(logitsOf(plan.forward)),
    gradients,
    gradientBytes,
    arenas: gradients + sets * gradientBytes,
    arenaBytes,
  }
}

/** Adds to values the values at another place, and to no others: `add(to, from, bytes)`. */
const ADD: ModuleFunction = {
  name: 'add',
  parameters: 3,
  build(f) {
    const [to, from, bytes] = [f.parameter(0), f.parameter(1), f.parameter(2)]
    const whole = f.let(i32.and(bytes, -VECTOR))
    const at = (place: I32, bytesBehind: I32): Address => behind({ base: place, offset: 0 }, bytesBehind)
    f.loop(whole, (four) => f.storeV128(at(to, four), f32x4.add(v128.load(at(to, four)), v128.load(at(from, four)))), {
      by: VECTOR,
    })
    f.loop(bytes, (one) => f.storeF32(at(to, one), f32.add(f32.load(at(to, one)), f32.load(at(from, one)))), {
      from: whole,
      by: VALUE,
    })
  },
}
