/** The trial of one operation: its variants are compiled, compared with the default bit by bit, and timed. The fastest is taken. */
import type { FusedPlan } from '../../plan/plan'
import { findRepeats } from '../measureStep'
import { median } from '../../../../common/median'
import type { PreparedOperation, Program } from '../program'
import type { ChoiceStore } from './choiceStore'
import { openComparison } from './compareBits'
import type { TrainPortion } from './portion'
import type { DropReason, TriedOperation } from './report'
import type { TrialClock } from './trialClock'
import { DEFAULT, type TriedPlace, type Variant } from './variants'

/** An operation with what is known of its variants so far. */
export interface Tried extends TriedPlace {
  /** Its choice is kept under it. */
  readonly key: string
  readonly milliseconds: Map<string, number>
  readonly dropped: Map<string, DropReason>
  /** Those that give the bits of the default, which is among them. */
  readonly prepared: Map<string, PreparedOperation>
  chosen: string
  by: TriedOperation['by']
}

export interface TrialParts {
  readonly device: GPUDevice
  readonly plan: FusedPlan
  readonly program: Program
  readonly choices: ChoiceStore
  readonly clock: TrialClock
  readonly trainPortion: TrainPortion
  /** Rejects when the trainer is no longer there, or its device. */
  readonly requireGoingOn: () => Promise<void>
}

/** No clock here tells the time of a kernel. */
export class TooCoarse extends Error {}

const ROUNDS = 3
/** A variant must be faster by this share, or the default stays. */
const HYSTERESIS = 0.05

/**
 * What was chosen in an earlier trial is taken without another, once its bits were compared.
 * @throws TooCoarse; what `trainPortion` and `requireGoingOn` reject with.
 */
export async function tryVariants(tried: Tried, parts: TrialParts): Promise<void> {
  const { program, choices, clock } = parts
  const { index, key, variants, milliseconds, dropped, prepared } = tried
  const keep = (variant?: string): Promise<void> =>
    choices.write(key, {
      milliseconds: Object.fromEntries(milliseconds),
      dropped: Object.fromEntries(dropped),
      date: Date.now(),
      ...(variant === undefined ? {} : { variant }),
    })
  const take = (name: string, by: Tried['by']): void => {
    tried.by = by
    const chosen = prepared.get(name)
    if (!chosen || name === DEFAULT) return
    program.exchange(index, chosen)
    tried.chosen = name
  }

  const kept = await choices.read(key)
  for (const [name, reason] of Object.entries(kept?.dropped ?? {})) dropped.set(name, reason)
  const others = variants.tried.filter(({ name }) => name !== DEFAULT)
  if (kept?.variant === DEFAULT) return take(DEFAULT, 'earlier trial')
  const earlier = others.find(({ name }) => name === kept?.variant && !dropped.has(name))
  await qualify(tried, earlier ? [earlier] : others, parts)
  // Of a driver that was renewed since, it may be right no more: then all is tried again in the next run.
  if (earlier) return prepared.has(earlier.name) ? take(earlier.name, 'earlier trial') : keep()
  if (dropped.size > 0) await keep()
  if (prepared.size > 1) await measure(tried, clock)
  const usual = milliseconds.get(DEFAULT) ?? 0
  // What takes no time was not measured.
  const measured = [...milliseconds].filter(([, time]) => time > 0)
  const [fastest, least] = measured.reduce((best, each) => (each[1] < best[1] ? each : best), [DEFAULT, usual])
  const chosen = least < (1 - HYSTERESIS) * usual ? fastest : DEFAULT
  take(chosen, 'trial')
  await keep(chosen)
}

/** Prepares those variants that compile and give the same bits. */
async function qualify(tried: Tried, variants: readonly Variant[], parts: TrialParts): Promise<void> {
  const { device, plan, program, trainPortion, requireGoingOn } = parts
  const { index, dropped, prepared } = tried
  const own = program.prepared(index)
  const comparison = await openComparison(device, plan, program, index)
  if (!comparison) return
  try {
    // Where the operation itself does not give what it gave just before, nothing can be compared.
    if (!(await trainPortion(comparison.task(own)))) return
    prepared.set(DEFAULT, own)
    for (const { name, tuning } of variants) {
      if (dropped.has(name)) continue
      const compiled = await program.prepare(index, tuning).catch(() => undefined)
      if (!compiled) {
        // A device that is lost compiles nothing, which says nothing of the variant.
        await requireGoingOn()
        dropped.set(name, 'does not compile')
      } else if (await trainPortion(comparison.task(compiled))) prepared.set(name, compiled)
      else dropped.set(name, 'other bits')
    }
  } finally {
    comparison.dispose()
  }
}

async function measure({ index, prepared, milliseconds }: Tried, clock: TrialClock): Promise<void> {
  const trials = [...prepared].map(([variant, { on }]) => ({ index, variant, record: on() }))
  const times = new Map<string, number[]>(trials.map(({ variant }) => [variant, []]))
  const first = trials[0]!
  const { repeats } = await findRepeats((count) => clock.time(first, count), clock.least)
  if (!(await clock.isSound(first, repeats))) throw new TooCoarse()
  for (let round = 0; round < ROUNDS; round++) {
    for (const trial of trials) times.get(trial.variant)!.push(await clock.time(trial, repeats))
  }
  for (const [variant, all] of times) milliseconds.set(variant, median(all))
}
