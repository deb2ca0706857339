/**
 * Chooses among the variants of a step's operations by trying them on the device while it trains. A variant gives the same bits as the
 * default, which is looked after, so a run does not depend on what is chosen, or when.
 *
 * It begins when the run has gone on for a while. Then it does one thing at a time: it compiles a variant, lets a portion of steps compare its
 * bits, and some more portions time it. All of it hangs on the portions that are trained: while none are, in a pause or in the midst of an
 * evaluation, nothing happens.
 */
import { breathe } from '../../../../common/breathe'
import { factsOf } from '../../plan/operation'
import type { FusedPlan } from '../../plan/plan'
import type { PreparedOperation, Program, Recorder } from '../program'
import type { Tuning } from '../tuning'
import type { ChoiceStore } from './choiceStore'
import { keyOf } from './choiceKey'
import type { PortionTask, TrainPortion } from './portion'
import type { TuneReport } from './report'
import { openTrialClock, type ClockParts, type TrialClock } from './trialClock'
import { TooCoarse, tryVariants, type Tried } from './tryVariants'
import { DEFAULT, triedPlaces } from './variants'

/** What may be decided about trials. */
export interface TrialOptions {
  /** Where the outcome is kept. */
  readonly choices: ChoiceStore
  /** Milliseconds of training before the first trial: a shorter run never pays for one. */
  readonly after?: number
  readonly openClock?: (parts: ClockParts) => TrialClock
  readonly placesOf?: typeof triedPlaces
}

export interface TunerParts extends TrialOptions {
  readonly device: GPUDevice
  readonly plan: FusedPlan
  readonly program: Program
  /** To the device's class. */
  readonly tuning: Tuning
}

export interface Tuner {
  /** Whether a portion on full batches and with one learning rate would be of use. */
  readonly waits: boolean
  /**
   * Records a portion of so many steps in which something is tried, if there is something to try.
   * @param isOrdinary whether all its batches are full, and its steps have one rate.
   * @returns whether it did. If not, the steps are still to be recorded.
   */
  record(encoder: GPUCommandEncoder, steps: number, isOrdinary: boolean): boolean
  /** Called right behind the portion's submit. */
  submitted(): void
  readonly report: TuneReport
  /** The variants that may be taken, of each operation that was tried. */
  readonly prepared: readonly {
    readonly index: number
    /** The operations of a step that come before it. */
    readonly before: Recorder
    readonly variants: ReadonlyMap<string, PreparedOperation>
  }[]
  dispose(): void
}

/** The trainer is no longer there, or its device. */
class Over extends Error {}

interface Waiting {
  readonly task: PortionTask<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

const AFTER_MILLISECONDS = 1000

/** What waits for the loss of a device is kept as long as the device. So this holds on to nothing, and is asked when there is a doubt. */
function isLost({ lost }: GPUDevice): Promise<boolean> {
  return Promise.race([lost.then(() => true), breathe().then(() => false)])
}

export function createTuner({
  after = AFTER_MILLISECONDS,
  openClock = openTrialClock,
  placesOf = triedPlaces,
  ...parts
}: TunerParts): Tuner {
  const { device, plan, program, tuning } = parts
  let state: TuneReport['state'] = 'trying'
  let trouble: string | undefined
  let isOver = false
  let began: number | undefined
  let tried: readonly Tried[] | undefined
  let clock: TrialClock | undefined
  let waiting: Waiting | undefined
  let recorded:
    { readonly steps: number; readonly isOrdinary: boolean; readonly trial: Waiting | undefined } | undefined

  const end = (reached: TuneReport['state']): void => {
    if (isOver) return
    isOver = true
    state = reached
    waiting?.reject(new Over())
    waiting = undefined
    clock?.dispose()
  }

  const trainPortion: TrainPortion = (task) =>
    new Promise((resolve, reject) => {
      if (isOver) reject(new Over())
      else waiting = { task, resolve: resolve as Waiting['resolve'], reject }
    })

  const requireGoingOn = async (): Promise<void> => {
    if (isOver || (await isLost(device))) throw new Over()
  }

  const tune = async (): Promise<void> => {
    const { navigator } = globalThis as { readonly navigator?: { readonly userAgent: string } }
    const place = { info: device.adapterInfo, userAgent: navigator?.userAgent ?? '' }
    tried = placesOf(plan, tuning, device.limits).map((each) => ({
      ...each,
      key: keyOf(place, each.operation),
      milliseconds: new Map(),
      dropped: new Map(),
      prepared: new Map(),
      chosen: DEFAULT,
      by: 'class',
    }))
    clock = openClock({ device, program, trainPortion })
    for (const each of tried) await tryVariants(each, { ...parts, clock, trainPortion, requireGoingOn })
  }

  return {
    get waits() {
      return waiting !== undefined || (!isOver && clock?.waits === true)
    },
    record(encoder, steps, isOrdinary) {
      if (isOver) return false
      began ??= performance.now()
      if (!tried && performance.now() - began >= after) {
        tried = []
        // Whatever goes wrong with trials, training goes on with what it has.
        tune().then(
          () => end('done'),
          (error: unknown) => {
            if (!isOver && !(error instanceof TooCoarse))
              trouble = error instanceof Error ? error.message : String(error)
            end(error instanceof TooCoarse ? 'too coarse' : 'failed')
          },
        )
      }
      const trial = isOrdinary ? waiting : undefined
      recorded = { steps, isOrdinary, trial }
      if (!trial) return false
      waiting = undefined
      trial.task.record(encoder, steps)
      return true
    },
    submitted() {
      if (!recorded) return
      const { steps, isOrdinary, trial } = recorded
      recorded = undefined
      clock?.submitted(steps, isOrdinary && !trial)
      trial?.task.read().then(trial.resolve, trial.reject)
    },
    get report() {
      const operations = (tried ?? []).map(({ index, operation, share, variants, chosen, by, ...found }) => ({
        index,
        layer: operation.layer,
        name: factsOf(operation).name,
        share,
        chosen,
        by,
        variants: variants.tried.map(({ name }) => {
          const [milliseconds, dropped] = [found.milliseconds.get(name), found.dropped.get(name)]
          return {
            name,
            ...(milliseconds === undefined ? {} : { milliseconds }),
            ...(dropped === undefined ? {} : { dropped }),
          }
        }),
      }))
      return { operations, state, ...(clock && { clock: clock.kind }), ...(trouble !== undefined && { trouble }) }
    },
    get prepared() {
      return (tried ?? []).map(({ index, prepared }) => ({
        index,
        before: (pass: GPUComputePassEncoder) => {
          for (const { record } of program.step.operations.slice(0, index)) record(pass)
        },
        variants: prepared,
      }))
    },
    dispose: () => end(state),
  }
}
