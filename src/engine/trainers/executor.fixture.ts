/** For tests: whoever carries out operations by themselves. */
import { packState } from './plan/state'
import { COMMON } from './plan/buffers'
import type { Operation } from './plan/operation'

export type Contents = Readonly<Record<string, Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>>

export interface Executor {
  /** Parts that it cuts a batch into: a plan for it is lowered with them. Absent where a batch is worked on as a whole. */
  readonly parts?: number
  /** Whether a plan for it packs the codes of pools. */
  readonly packsCodes?: boolean
  /** Values behind a buffer's last that an operation may write to. */
  readonly spare: number
  /**
   * Carries out operations one after another. What no operation writes holds something that is not a number.
   *
   * @param inputs the contents of buffers by name, `COMMON.state` among them.
   * @param outputs the lengths of the buffers to read back, in values.
   */
  run(
    operations: readonly Operation[],
    inputs: Contents,
    outputs: Readonly<Record<string, number>>,
  ): Promise<Readonly<Record<string, ArrayBuffer>>>
}

/** NaN as a float; as an integer, nothing that a kernel writes. */
export const POISON = 0x7fc0_dead

/** Whether all is as it was behind so many values of a buffer, but for the few that an operation may write to. */
export function isLeftBehind({ spare }: Executor, buffer: ArrayBuffer | undefined, values: number): boolean {
  return new Uint32Array(buffer!).subarray(values + spare).every((bits) => bits === POISON)
}

/** Into how many runs the executor's sums over a batch are split, where so many are wished: a part makes one of its own. */
export function runsOn({ parts }: Executor, runs: number): number {
  return parts === undefined ? runs : 1
}

/** The state of training at its first step, on a batch of so many images. */
export function stateOf(count: number, fields: Partial<Parameters<typeof packState>[0]> = {}): Contents {
  const state = packState({
    count,
    offset: 0,
    length: count,
    step: 0,
    written: 0,
    training: 1,
    seed: 1,
    learningRate: 0.01,
    correction1: 0.1,
    correction2: 0.001,
    momentumDecay: 0.96,
    momentumProduct: 0.468,
    iteration: 0,
    ...fields,
  })
  return { [COMMON.state]: new Uint32Array(state) }
}

/** The sums over all runs of partial gradients of so many values each. */
export function addPartials(partials: ArrayLike<number>, length: number): Float64Array {
  const sums = new Float64Array(length)
  for (let i = 0; i < partials.length; i++) sums[i % length]! += partials[i]!
  return sums
}
