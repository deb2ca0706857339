/**
 * Tells how long an operation takes while a model is trained. In the first step of a portion it runs again, many times in a row. It reads
 * nothing of what it writes, so all of these runs write the same, and the step goes on as it would have after one.
 */
import type { StepTime } from '../../../protocol/stepTime'
import { median } from '../../../../common/median'
import type { Program, Recorder } from '../program'
import type { PortionTask, TrainPortion } from './portion'

/** An operation of a step, as one of its variants. */
export interface Trial {
  readonly index: number
  readonly variant: string
  readonly record: Recorder
}

export interface TrialClock {
  readonly kind: StepTime['clock']
  /** Milliseconds that the runs in a row are to take together, so that they are measured well. */
  readonly least: number
  /** Whether it waits for an ordinary portion, on full batches and with one learning rate. */
  readonly waits: boolean
  /** @returns milliseconds of one of so many runs. */
  time(trial: Trial, repeats: number): Promise<number>
  /** Whether what it tells can be relied on, as was found with the first trial. @param repeats runs that take about as long as `least`. */
  isSound(trial: Trial, repeats: number): Promise<boolean>
  /** Told right behind each submit of a portion. @param counts whether its steps were ordinary ones, on full batches and with one rate. */
  submitted(steps: number, counts: boolean): void
  dispose(): void
}

export interface ClockParts {
  readonly device: GPUDevice
  readonly program: Pick<Program, 'step'>
  readonly trainPortion: TrainPortion
}

export function openTrialClock(parts: ClockParts): TrialClock {
  return parts.device.features.has('timestamp-query') ? timestamps(parts) : intervals(parts)
}

/** Records so many steps. In the first, the operation then runs again as often as told, in a pass of its own. */
export function recordTrial(
  encoder: GPUCommandEncoder,
  { step }: Pick<Program, 'step'>,
  steps: number,
  { index, record }: Pick<Trial, 'index' | 'record'>,
  repeats: number,
  ofItsPass?: GPUComputePassDescriptor,
): void {
  const before = encoder.beginComputePass()
  for (const operation of step.operations.slice(0, index + 1)) operation.record(before)
  before.end()
  const own = encoder.beginComputePass(ofItsPass)
  for (let i = 0; i < repeats; i++) record(own)
  own.end()
  const behind = encoder.beginComputePass()
  for (const operation of step.operations.slice(index + 1)) operation.record(behind)
  for (let i = 1; i < steps; i++) step.record(behind)
  behind.end()
}

/** Browsers round timestamps to a tenth of a millisecond: of 5 ms, that is less than variants may differ by. */
function timestamps({ device, program, trainPortion }: ClockParts): TrialClock {
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC
  const resolved = device.createBuffer({ label: 'trial timestamps', size: 16, usage })
  const staging = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 }
  return {
    kind: 'device',
    least: 5,
    waits: false,
    time: (trial, repeats) =>
      trainPortion({
        record(encoder, steps) {
          recordTrial(encoder, program, steps, trial, repeats, { timestampWrites })
          encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
          encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16)
        },
        async read() {
          await staging.mapAsync(GPUMapMode.READ)
          const [begin = 0n, end = 0n] = new BigUint64Array(staging.getMappedRange().slice(0))
          staging.unmap()
          // A clock that was set back in between tells nothing.
          return Math.max(0, Number(end - begin) / 1e6) / repeats
        },
      }),
    isSound: () => Promise.resolve(true),
    submitted: () => undefined,
    dispose() {
      querySet.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}

/** Ordinary portions that the time of a step is told by. One comes before each trial, so that they are of the same minute. */
const PORTIONS = 3
/** Measurements of each length that show whether the clock is sound, and how far they may lie apart. */
const SOUND_ROUNDS = 3
const SOUND_SHARE = 0.25

/**
 * By how much later a portion ends for the runs in it, from the end of the one before. What it takes to hear of an end is in both, and
 * cancels out. Some browsers look for ends of work ten times a second only: they are not sound.
 *
 * @param now a clock in milliseconds.
 */
export function intervals(
  {
    device: { queue },
    program,
    trainPortion,
  }: { readonly device: { readonly queue: Pick<GPUQueue, 'onSubmittedWorkDone'> } } & Omit<ClockParts, 'device'>,
  now = (): number => performance.now(),
): TrialClock {
  let ended = -Infinity
  let latest: Promise<number> = Promise.resolve(0)
  let stepTimes: readonly number[] = []
  /** Set while a trial waits for an ordinary portion. */
  let goOn: (() => void) | undefined

  let sound: Promise<boolean> | undefined

  const time = async (trial: Trial, repeats: number): Promise<number> => {
    await new Promise<void>((resolve) => (goOn = resolve))
    let steps = 0
    const task: PortionTask<number> = {
      record(encoder, count) {
        steps = count
        recordTrial(encoder, program, count, trial, repeats)
      },
      read: async () => ((await latest) - steps * median(stepTimes)) / repeats,
    }
    return trainPortion(task)
  }

  /** Three times the runs must take three times as long. */
  const proveSound = async (trial: Trial, repeats: number): Promise<boolean> => {
    const [short, long]: [number[], number[]] = [[], []]
    for (let round = 0; round < SOUND_ROUNDS; round++) {
      short.push(await time(trial, repeats))
      long.push(await time(trial, 3 * repeats))
    }
    const expected = median(long)
    return expected > 0 && [median(short), ...long].every((each) => Math.abs(each - expected) <= SOUND_SHARE * expected)
  }

  return {
    kind: 'queue',
    least: 30,
    get waits() {
      return goOn !== undefined
    },
    time,
    isSound: (trial, repeats) => (sound ??= proveSound(trial, repeats)),
    submitted(steps, counts) {
      const at = now()
      latest = queue.onSubmittedWorkDone().then(() => {
        const milliseconds = now() - Math.max(ended, at)
        ended = now()
        if (counts) {
          stepTimes = [...stepTimes, milliseconds / steps].slice(-PORTIONS)
          goOn?.()
          goOn = undefined
        }
        return milliseconds
      })
      latest.catch(() => undefined)
    },
    dispose: () => undefined,
  }
}
