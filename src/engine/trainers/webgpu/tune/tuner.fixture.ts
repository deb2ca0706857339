/** For tests: trials whose times are made up, in training that is real. */
import { breathe } from '../../../../common/breathe'
import { initialWeights } from '../../../../model/graph/initialise'
import type { DataShape } from '../../../../model/graph/shapes'
import type { Stack } from '../../../../model/graph/stack'
import { createRandom } from '../../../../model/random'
import { ratesFrom, type ScheduleChoice } from '../../../../model/training/schedules/schedules'
import { rescaling } from '../../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../../model/training/recipe'
import { concat } from '../../trainers.fixture'
import { createCompiledTrainer } from '../compiledTrainer'
import { openImages } from '../deviceImages'
import type { Tuning } from '../tuning'
import type { TuneReport } from './report'
import { recordTrial, type ClockParts, type Trial, type TrialClock } from './trialClock'
import type { TrialOptions } from './tuner'

/** An operation is run so often in a row, once it was seen to take a millisecond. */
const REPEATS = 3

/** A clock to which each trial takes as long as told. */
export const clockThat =
  (tells: (trial: Trial) => number) =>
  ({ program, trainPortion }: ClockParts): TrialClock => ({
    kind: 'queue',
    least: REPEATS,
    waits: false,
    time: (trial, repeats) =>
      trainPortion({
        record: (encoder, steps) => recordTrial(encoder, program, steps, trial, repeats),
        read: () => Promise.resolve(tells(trial)),
      }),
    isSound: () => Promise.resolve(true),
    submitted: () => undefined,
    dispose: () => undefined,
  })

/** The same without a portion for each trial. */
export const clockWithoutTrials =
  (tells: (trial: Trial) => number) =>
  (parts: ClockParts): TrialClock => ({ ...clockThat(tells)(parts), time: (trial) => Promise.resolve(tells(trial)) })

/** To which one variant is twice as fast as all others. */
export const clockThatFavours = (name: string) => clockThat(({ variant }) => (variant === name ? 0.5 : 1))

export interface TrialRun {
  readonly device: GPUDevice
  readonly stack: Stack
  readonly data: DataShape
  readonly batchSize: number
  readonly tuning: Tuning
  readonly trials?: TrialOptions
  /** Gives each step a learning rate. Without it, all have the recipe's. */
  readonly schedule?: ScheduleChoice
  /** Epochs to train; without it, until there is nothing more to try. */
  readonly epochs?: number
}

export interface TrialRunEnd {
  readonly weights: Uint32Array
  readonly epochs: number
  readonly report?: TuneReport
}

const STEPS = 3
/** That a schedule spans. A run whose trials take longer keeps its last rate. */
const PLANNED_EPOCHS = 100

/** Trains epochs of three batches, the last of them short, each as one portion where that can be. @returns the weights' bits. */
export async function trainWithTrials({
  device,
  stack,
  data,
  batchSize,
  tuning,
  trials,
  schedule,
  epochs = Infinity,
}: TrialRun): Promise<TrialRunEnd> {
  const random = createRandom(3)
  const count = STEPS * batchSize - 1
  const images = await openImages(
    device,
    {
      count,
      pixels: Uint8Array.from({ length: count * data.height * data.width * data.channels }, () => random.integer(256)),
      labels: Uint16Array.from({ length: count }, () => random.integer(data.classes)),
    },
    batchSize,
  )
  const trainer = await createCompiledTrainer({
    device,
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(data.channels),
    images,
    tuning,
    ...(trials ? { trials } : {}),
  })
  try {
    trainer.loadWeights(initialWeights(stack, data, 1))
    const rows = Uint32Array.from({ length: count }, (_, row) => row)
    let epoch = 0
    const { tuner } = trainer
    for (; epoch < epochs && (epochs < Infinity || tuner?.report.state === 'trying'); epoch++) {
      // What is compiled meanwhile would only take longer.
      while (epoch > 0 && epochs === Infinity && tuner?.report.state === 'trying' && !tuner.waits) await breathe()
      trainer.beginEpoch(rows)
      if (schedule) {
        const planned = { ofEpoch: STEPS, ofRun: PLANNED_EPOCHS * STEPS }
        trainer.setRates(ratesFrom({ ...DEFAULT_RECIPE, schedule }, epoch * STEPS, STEPS, planned))
      }
      while (trainer.trainBatches(99) > 0) await trainer.readSteps()
    }
    const weights = concat(await trainer.readWeights())
    const report = tuner?.report
    return { weights: new Uint32Array(weights.buffer), epochs: epoch, ...(report ? { report } : {}) }
  } finally {
    trainer.dispose()
    images.dispose()
  }
}
