/** Strata's compiled trainer. */
import { initialWeights } from '../../../model/graph/initialise'
import { createCompiledTrainer, type CompiledTrainer } from '../../../engine/trainers/webgpu/compiledTrainer'
import { openImages } from '../../../engine/trainers/webgpu/deviceImages'
import { whyNotTrain } from '../../../engine/trainers/webgpu/whyNotTrain'
import { NO_AUGMENTATION, type Augmentation } from '../../../model/training/augmentation'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { Contestant, Task } from './contestant'

/** The steps of an epoch, whose rows are the batch's, over and over. */
const STEPS_IN_EPOCH = 500
/** Steps of one submit at most. */
const STEPS_OF_SUBMIT = 32

export interface StrataContestant extends Contestant {
  readonly trainer: CompiledTrainer
  /** Milliseconds of JavaScript that it takes to queue a step. */
  measureQueueing(steps: number): Promise<number>
  bytes(): number
}

/** @param signal ends the opening. @throws Error where the device has no room for it; ProgramError; the signal's reason. */
export async function openStrata(
  device: GPUDevice,
  { stack, data, batchSize, pixels, labels }: Task,
  {
    augmentation = NO_AUGMENTATION,
    signal,
  }: { readonly augmentation?: Augmentation; readonly signal?: AbortSignal } = {},
): Promise<StrataContestant> {
  const count = batchSize * STEPS_IN_EPOCH
  const recipe = { ...DEFAULT_RECIPE, batchSize, augmentation }
  const subject = { stack, data, recipe, normalisation: rescaling(data.channels) }
  const obstacle = whyNotTrain(device, subject)
  if (obstacle !== undefined) throw new Error(obstacle)
  const images = await openImages(device, { pixels, labels, count: batchSize }, batchSize)
  const trainer = await createCompiledTrainer({
    ...subject,
    device,
    images: { ...images, count },
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    images.dispose()
    throw error
  })
  trainer.loadWeights(initialWeights(stack, data, 1))
  const order = Uint32Array.from({ length: count }, (_, i) => i % batchSize)
  let left = 0

  const queue = (steps: number): void => {
    for (let queued = 0; queued < steps;) {
      if (left === 0) {
        trainer.beginEpoch(order)
        left = STEPS_IN_EPOCH
      }
      const more = trainer.trainBatches(Math.min(steps - queued, left, STEPS_OF_SUBMIT))
      if (more === 0) throw new RangeError(`The trainer queues no ${steps} steps at once`)
      queued += more
      left -= more
    }
  }

  return {
    trainer,
    async train(steps) {
      queue(steps)
      const metrics = await trainer.readSteps()
      return metrics.at(-1)?.loss ?? NaN
    },
    async measureQueueing(steps) {
      const began = performance.now()
      queue(steps)
      const spent = performance.now() - began
      await trainer.readSteps()
      return spent / steps
    },
    bytes: () => trainer.bytes + images.bytes,
    close() {
      trainer.dispose()
      images.dispose()
    },
  }
}
