/** Tries the variants of a model's kernels at once, without a run: for benchmarks. */
import { breathe } from '../../../../common/breathe'
import { initialWeights } from '../../../../model/graph/initialise'
import { median } from '../../../../common/median'
import { createCompiledTrainer, type CompiledTrainer, type CompiledTrainerOptions } from '../compiledTrainer'
import { findRepeats, timeOf } from '../measureStep'
import { openClock } from '../stepClock'
import { createChoiceStore, type ChoiceStore } from './choiceStore'
import type { TriedOperation, TuneReport } from './report'
import type { TrialOptions } from './tuner'

export interface TuneOptions extends Omit<CompiledTrainerOptions, 'trials' | 'onCompile'> {
  /** Where choices are kept; absent: nowhere, so that all variants are tried. */
  readonly choices?: ChoiceStore
  readonly openClock?: TrialOptions['openClock']
  /** Told which of the operations that are tried is next, from 0, and how many there are. */
  readonly onProgress?: (done: number, operations: number) => void
  /** Whether each variant is measured by itself too, with more patience than a run has. */
  readonly exhaustive?: boolean
}

export interface TunedOperation extends TriedOperation {
  /** Milliseconds of one run by itself, by the variant's name: empty unless asked for. */
  readonly alone: Readonly<Record<string, number>>
}

export interface TunedProgram extends Omit<TuneReport, 'operations'> {
  readonly operations: readonly TunedOperation[]
}

const ROUNDS = 7

/**
 * Trains a model on the images with variants exchanged, as a run does, until all are tried.
 * @param options images, one batch at least.
 * @throws RangeError when there are fewer; ProgramError when the device fails; the signal's reason.
 */
export async function tuneProgram(options: TuneOptions): Promise<TunedProgram> {
  const { images, recipe, stack, data, signal, onProgress, openClock: openTrialClock, exhaustive = false } = options
  const { batchSize } = recipe
  if (images.count < batchSize) throw new RangeError(`${images.count} images are less than a batch of ${batchSize}`)
  const choices = options.choices ?? createChoiceStore({ isKept: false })
  const trials = { choices, after: 0, ...(openTrialClock ? { openClock: openTrialClock } : {}) }
  const trainer = await createCompiledTrainer({ ...options, trials })
  try {
    trainer.loadWeights(initialWeights(stack, data, recipe.seed))
    const rows = Uint32Array.from({ length: batchSize }, (_, row) => row)
    const { tuner } = trainer
    if (!tuner) throw new Error('A trainer with trials has a tuner')
    while (tuner.report.state === 'trying') {
      signal?.throwIfAborted()
      trainer.beginEpoch(rows)
      trainer.trainBatches(1)
      await trainer.readSteps()
      await breathe()
      const { operations } = tuner.report
      onProgress?.(operations.filter(({ by }) => by !== 'class').length, operations.length)
    }
    const alone = exhaustive ? await timeAlone(options, trainer, rows) : new Map<number, Record<string, number>>()
    const { operations, ...report } = tuner.report
    return { ...report, operations: operations.map((each) => ({ ...each, alone: alone.get(each.index) ?? {} })) }
  } finally {
    trainer.dispose()
  }
}

/** @returns medians, by the operation's index and the variant's name. */
async function timeAlone(
  { device, signal }: TuneOptions,
  trainer: CompiledTrainer,
  rows: Uint32Array,
): Promise<ReadonlyMap<number, Record<string, number>>> {
  const clock = openClock(device)
  const all = new Map<number, Record<string, number>>()
  try {
    for (const { index, before, variants } of trainer.tuner?.prepared ?? []) {
      const runs = [...variants].map(([name, { on }]) => ({ name, record: on(), times: [] as number[] }))
      const [first] = runs
      if (!first) continue
      // It finds in its buffers what it finds there in training.
      trainer.beginEpoch(rows)
      await clock.time(before)
      const { repeats } = await findRepeats((count) => timeOf(clock, first, count), 2 * clock.least)
      for (let round = 0; round < ROUNDS; round++) {
        for (const run of runs) {
          signal?.throwIfAborted()
          run.times.push(await timeOf(clock, run, repeats))
        }
      }
      all.set(index, Object.fromEntries(runs.map(({ name, times }) => [name, median(times)])))
    }
  } finally {
    clock.dispose()
  }
  return all
}
