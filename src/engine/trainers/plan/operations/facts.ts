/** What a plan knows of an operation, whoever carries it out. */
export interface Facts {
  /** What it does, such as `input gradient`. */
  readonly name: string
  /** Buffers, by their names in the plan. */
  readonly reads: readonly string[]
  /** What is written here may be read too, as the weights by their update. */
  readonly writes: readonly string[]
  /** At a whole batch; a multiply and an add count 2. */
  readonly flops: number
  /** The most partial sums that one thread adds one after another, each a read that waits; absent where it adds none. */
  readonly chain?: number
}
