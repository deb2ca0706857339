/** Strata's trainer on the processor. */
import type { Processor } from '../../../src/engine/processor'
import { createProcessorTrainer } from '../../../src/engine/trainers/wasm/processorTrainer'
import { initialWeights } from '../../../src/model/graph/initialise'
import { rescaling } from '../../../src/model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../src/model/training/recipe'
import type { Contestant, Task } from './contestant'

export async function openProcessorContestant(
  processor: Processor,
  { stack, data, batchSize, pixels, labels }: Task,
): Promise<Contestant> {
  const trainer = await createProcessorTrainer({
    processor,
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(data.channels),
    images: { pixels, labels, count: batchSize },
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
