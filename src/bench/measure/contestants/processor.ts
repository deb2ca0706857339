/** Strata's trainer on the processor. */
import type { Processor } from '../../../engine/processor'
import { createProcessorTrainer } from '../../../engine/trainers/wasm/processorTrainer'
import { initialWeights } from '../../../model/graph/initialise'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { Contestant, Task } from './contestant'

export interface ProcessorContestant extends Contestant {
  bytes(): number
}

/** @param signal ends the opening. @throws CallFailure when a worker fails; the signal's reason. */
export async function openProcessorContestant(
  processor: Processor,
  { stack, data, batchSize, pixels, labels }: Task,
  signal?: AbortSignal,
): Promise<ProcessorContestant> {
  const trainer = await createProcessorTrainer({
    processor,
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(data.channels),
    images: { pixels, labels, count: batchSize },
    ...(signal && { signal }),
  })
  trainer.loadWeights(initialWeights(stack, data, 1))
  return {
    async train(steps) {
      trainer.beginEpoch(Uint32Array.from({ length: steps * batchSize }, (_, i) => i % batchSize))
      trainer.trainBatches(steps)
      const metrics = await trainer.readSteps()
      return metrics.at(-1)?.loss ?? NaN
    },
    bytes: () => trainer.bytes,
    close: () => trainer.dispose(),
  }
}
