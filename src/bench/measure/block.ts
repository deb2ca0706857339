/** What a block of the bench is, and what it is given. */
import type { BlockName, Figures } from '../report/report'
import type { Roof } from '../report/roof'
import type { Machine } from './machine'
import type { Sizes } from './sizes'

export interface BlockContext<Block extends BlockName> {
  readonly machine: Machine
  readonly sizes: Sizes
  /** As it was measured before; absent where it was not. */
  readonly roof: Roof | undefined
  /** Aborted by Stop, and when the block's time is over. */
  readonly signal: AbortSignal
  /** The figures so far. What was told last stays, whatever happens then. */
  tell(figures: Figures[Block]): void
  /** @param doing what is measured now, in a few words. @param share of the block, from 0 to 1. */
  onProgress(doing: string, share: number): void
}

export interface Block<Name extends BlockName> {
  /** Why it can't be measured on such a machine, or is not in such sizes: one sentence. */
  whyNot(machine: Machine, sizes: Sizes): string | undefined
  /** @throws the signal's reason; Error with one sentence. */
  measure(context: BlockContext<Name>): Promise<void>
}
