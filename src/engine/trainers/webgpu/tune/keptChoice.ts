/** What a device chose for an operation, as it is kept from visit to visit. */
import * as v from 'valibot'
import type { DropReason } from './report'

const DROP_REASONS = ['other bits', 'does not compile'] as const satisfies readonly DropReason[]

const keptChoice = v.object({
  /** The variant's name; absent while the trial is not over. */
  variant: v.optional(v.string()),
  /** Of each variant that was measured. */
  milliseconds: v.record(v.string(), v.pipe(v.number(), v.finite())),
  dropped: v.record(v.string(), v.picklist(DROP_REASONS)),
  /** When it was written, as `Date.now` tells it. */
  date: v.number(),
})

export type KeptChoice = Readonly<v.InferOutput<typeof keptChoice>>

/** @returns undefined for anything else. */
export function readKeptChoice(value: unknown): KeptChoice | undefined {
  const { success, output } = v.safeParse(keptChoice, value)
  return success ? output : undefined
}
