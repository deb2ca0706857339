/**
 * How long each operation of a step takes. Each is submitted by itself, as often in a row as the clock needs, and in the order of the step,
 * so that it finds in its buffers what it finds there in training.
 */
import { median } from '../../../common/median'
import type { Program, ReadyOperation } from './program'
import { openClock, type StepClock } from './stepClock'

export interface MeasureOptions {
  readonly device: GPUDevice
  readonly program: Pick<Program, 'step'>
  readonly signal: AbortSignal
  /** Is told the share of the work that is done, from 0 to 1. It is a guess until the first round tells how many there are. */
  onProgress(share: number): void
  /** Brings the state back to the step's beginning. */
  rewind(): void
}

/** An operation is run so often in a row at most. */
const MOST_REPEATS = 256
const MOST_ROUNDS = 5
/** What all rounds together may take, but for the first. */
const ROUNDS_MILLISECONDS = 3000

/** Milliseconds of each operation, in the order of the step, and who told them. */
export interface OperationTimes {
  readonly milliseconds: readonly number[]
  readonly clock: StepClock['kind']
}

/** @throws the signal's reason. */
export async function measureStep({
  device,
  program,
  signal,
  onProgress,
  rewind,
}: MeasureOptions): Promise<OperationTimes> {
  const clock = openClock(device)
  const { operations } = program.step
  let rounds = MOST_ROUNDS
  let done = 0
  const round = async (measure: (operation: ReadyOperation, index: number) => Promise<number>): Promise<number[]> => {
    rewind()
    const times: number[] = []
    for (const [index, operation] of operations.entries()) {
      signal.throwIfAborted()
      times.push(await measure(operation, index))
      done++
      onProgress(done / (operations.length * (1 + rounds)))
    }
    return times
  }
  try {
    const repeats: number[] = []
    const first = await round(async (operation) => {
      const found = await findRepeats((count) => timeOf(clock, operation, count), clock.least)
      repeats.push(found.repeats)
      return found.milliseconds
    })
    const roundMilliseconds = first.reduce((sum, time, index) => sum + time * repeats[index]!, 0)
    rounds = Math.max(1, Math.min(MOST_ROUNDS, Math.floor(ROUNDS_MILLISECONDS / roundMilliseconds)))
    const measured: number[][] = []
    for (let i = 0; i < rounds; i++) {
      measured.push(await round((operation, index) => timeOf(clock, operation, repeats[index]!)))
    }
    return {
      milliseconds: operations.map((_, index) => median(measured.map((times) => times[index]!))),
      clock: clock.kind,
    }
  } finally {
    clock.dispose()
  }
}

/** Milliseconds of one of so many runs in a row. */
export async function timeOf(
  clock: StepClock,
  { record }: Pick<ReadyOperation, 'record'>,
  repeats: number,
): Promise<number> {
  const milliseconds = await clock.time((pass) => {
    for (let i = 0; i < repeats; i++) record(pass)
  })
  return milliseconds / repeats
}

/**
 * How often work must be done in a row to be measured well.
 * @param time of one of so many runs in a row, in milliseconds. @param least milliseconds that all of them are to take.
 */
export async function findRepeats(
  time: (repeats: number) => Promise<number>,
  least: number,
): Promise<{ readonly repeats: number; readonly milliseconds: number }> {
  for (let repeats = 1; ;) {
    const milliseconds = await time(repeats)
    const lacks = least / Math.max(milliseconds * repeats, least / 8)
    if (lacks <= 1 || repeats === MOST_REPEATS) return { repeats, milliseconds }
    repeats = Math.min(MOST_REPEATS, Math.ceil(repeats * lacks))
  }
}
