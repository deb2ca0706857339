/** What came of trying the variants of a plan's operations on a device. */
import type { StepTime } from '../../../protocol/stepTime'

export interface TriedVariant {
  /** Such as `tile 2 x 4`; the first of an operation's is `default`. */
  readonly name: string
  /** The median of one run; absent before it was measured. */
  readonly milliseconds?: number
  /** Why it can't be taken. */
  readonly dropped?: DropReason
}

export type DropReason = 'other bits' | 'does not compile'

export interface TriedOperation {
  /** Its place among the operations of a step. */
  readonly index: number
  readonly layer: string
  /** Such as `input gradient`. */
  readonly name: string
  /** Its share of the least time that the plan can take. */
  readonly share: number
  readonly variants: readonly TriedVariant[]
  /** The name of the variant that trains. */
  readonly chosen: string
  /** Who chose it: the device's class, a trial in this run, or one before. */
  readonly by: 'class' | 'trial' | 'earlier trial'
}

export interface TuneReport {
  /** Those that are tried, in the order of the step. */
  readonly operations: readonly TriedOperation[]
  /** Who tells the time, as in the time of a step; absent before the first trial. */
  readonly clock?: StepTime['clock']
  /**
   * `too coarse`: no clock here tells a kernel's time, so that operations stay as they are. `failed`: a trial went wrong, as on a device that
   * is lost.
   */
  readonly state: 'trying' | 'done' | 'too coarse' | 'failed'
  /** What went wrong, in the words of whoever found it. */
  readonly trouble?: string
}
