/**
 * A kernel: the WebAssembly of one operation, on one part of a batch.
 *
 * Each operation is a function of its own. A part's buffers lie in an arena, one arena for each part that is worked on at a time; what is
 * common to the batch lies at a place of its own. Behind every buffer there are `SPARE` bytes that a kernel may write to, and read, so that
 * it may go by four values at a time to the end. Weights, their gradients and moments, and the rows of what parts hand over are the
 * exception: behind one lies the next.
 */
import type { FunctionBuilder, Local } from './assembler/functionBuilder'
import { behind, f32, f32x4, i32, int, type Address, type F32, type I32, type V128 } from './assembler/expressions'
import { COMMON } from '../plan/buffers'
import { stateOffset } from '../plan/state'
import { checkBuffer, checkMemory } from './limits'

/** Bytes behind every buffer. */
export const SPARE = 32

/** Bytes of a 32-bit value, and of four of them. */
export const VALUE = 4
export const VECTOR = 16

/** Registers that an engine gives to a loop. What needs more waits in memory, and takes about twice as long. */
export const REGISTERS = 15

/** What every operation is called with, in this order. */
export const PARAMETERS = {
  /** Where the arena of the part begins. */
  arena: 0,
  /** Where the gradients of the part begin: one for each weight, as the weights lie. */
  gradients: 1,
  /** Which image of the batch is the part's first: it follows as many parts as there are before, all of them full. */
  first: 2,
  /** Images of the part. */
  images: 3,
} as const

/** Where a buffer lies: at a place of its own, in the part's arena, or among the part's gradients. */
export interface Place {
  readonly of: 'batch' | 'arena' | 'gradients'
  readonly offset: number
}

export interface KernelOptions {
  place(buffer: string): Place
  /** Whether a product and a sum may be rounded once. */
  readonly relaxed: boolean
  /** Whether what is in the buffer is normalised at once. */
  isNormalised(buffer: string): boolean
  /** Where working memory begins, which holds nothing from one operation to the next. */
  readonly scratchAt: number
}

export class KernelBuilder {
  readonly f: FunctionBuilder
  readonly first: Local<'i32'>
  readonly images: Local<'i32'>
  /** Bytes of working memory that were taken. */
  scratchBytes = 0
  readonly #options: KernelOptions

  constructor(f: FunctionBuilder, options: KernelOptions) {
    this.f = f
    this.#options = options
    this.first = f.parameter(PARAMETERS.first)
    this.images = f.parameter(PARAMETERS.images)
  }

  /** Where a buffer begins. */
  buffer(name: string): Address {
    const { of, offset } = this.#options.place(name)
    return { base: of === 'batch' ? int(0) : this.f.parameter(PARAMETERS[of]), offset }
  }

  /** Where the weights begin, `offset` values behind the first. */
  weights(offset: number): Address {
    return behind(this.buffer(COMMON.weights), VALUE * offset)
  }

  stateI32(field: Parameters<typeof stateOffset>[0]): I32 {
    return i32.load(behind(this.buffer(COMMON.state), stateOffset(field)))
  }

  stateF32(field: Parameters<typeof stateOffset>[0]): F32 {
    return f32.load(behind(this.buffer(COMMON.state), stateOffset(field)))
  }

  /** Working memory of so many values. What is in it is unknown. @throws TooLarge. */
  scratch(values: number): Address {
    checkBuffer(VALUE * values)
    const offset = this.#options.scratchAt + this.scratchBytes
    this.scratchBytes += Math.ceil((VALUE * values) / VECTOR) * VECTOR + SPARE
    checkMemory(this.#options.scratchAt + this.scratchBytes)
    return { base: int(0), offset }
  }

  /** Whether what is in the buffer is normalised at once, so that a last digit more or less changes nothing of its sign. */
  isNormalised(buffer: string): boolean {
    return this.#options.isNormalised(buffer)
  }

  /** Registers for sums and their factors: where products are rounded by themselves, one is for the product. */
  get registers(): number {
    return this.#options.relaxed ? REGISTERS : REGISTERS - 1
  }

  /** a x b + c. */
  madd(a: V128, b: V128, c: V128): V128 {
    return this.#options.relaxed ? f32x4.relaxedMadd(a, b, c) : f32x4.add(c, f32x4.mul(a, b))
  }

  /** The address as a variable: a pointer that can be moved. */
  pointer({ base, offset }: Address): Local<'i32'> {
    return this.f.let(i32.add(base, offset))
  }

  /**
   * Goes over values that lie side by side, four at a time; behind the last, up to three more.
   *
   * @param values how many. @param body with where they lie, in bytes from the first.
   */
  eachFour(values: I32 | number, body: (at: I32) => void): void {
    this.f.loop(i32.mul(values, VALUE), body, { by: VECTOR })
  }

  /** Goes over the part's images. @param body with how many bytes an image's values lie behind the first image's, for a size in values. */
  eachImage(body: (behindFirst: (values: number) => I32) => void): void {
    this.f.loop(this.images, (image) => body((values) => i32.mul(image, VALUE * values)))
  }
}

/** How an operation becomes code. */
export type Kernel<Spec> = (spec: Spec, k: KernelBuilder) => void

/** How many vectors of four hold so many values. */
export function vectorsOf(values: number): number {
  return Math.ceil(values / 4)
}
