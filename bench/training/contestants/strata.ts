/** Strata's compiled trainer. */
import { initialWeights } from '../../../src/model/graph/initialise'
import { createCompiledTrainer } from '../../../src/engine/trainers/webgpu/compiledTrainer'
import { openImages } from '../../../src/engine/trainers/webgpu/deviceImages'
import { NO_AUGMENTATION } from '../../../src/model/training/augmentation'
import { rescaling } from '../../../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../src/model/training/recipe'
import type { Contestant, Task } from './contestant'

/**
 * The steps of an epoch that is longer than any measurement, so that steady steps are measured. Its rows are the batch's, over and over.
 */
const STEPS_IN_EPOCH = 500

export interface StrataContestant extends Contestant {
  /** Milliseconds of JavaScript that it takes to queue a step. */
  measureQueueing(steps: number): Promise<number>
  bytes(): number
}

export async function openStrata(
  device: GPUDevice,
  { stack, data, batchSize, pixels, labels }: Task,
  augmentation = NO_AUGMENTATION,
): Promise<StrataContestant> {
  const count = batchSize * STEPS_IN_EPOCH
  const images = await openImages(device, { pixels, labels, count: batchSize }, batchSize)
  const recipe = { ...DEFAULT_RECIPE, batchSize, augmentation }
  const trainer = await createCompiledTrainer({
    device,
    stack,
    data,
    recipe,
    normalisation: rescaling(data.channels),
    images: { ...images, count },
  })
  trainer.loadWeights(initialWeights(stack, data, 1))
  trainer.beginEpoch(Uint32Array.from({ length: count }, (_, i) => i % batchSize))
  return {
    async train(steps) {
      trainer.trainBatches(steps)
      const metrics = await trainer.readSteps()
      return metrics.at(-1)?.loss ?? NaN
    },
    async measureQueueing(steps) {
      const began = performance.now()
      trainer.trainBatches(steps)
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
