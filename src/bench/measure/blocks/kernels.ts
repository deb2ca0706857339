/** Each kernel of the reference model's step by itself, on what a training left in its buffers. */
import { toKernelsOfStep } from '../../report/describeSteps'
import type { KernelsOfStep } from '../../report/report'
import type { Block, BlockContext } from '../block'
import { openStrata } from '../contestants/strata'
import { makeTask, REFERENCE_MODEL } from '../makeTask'
import { look, stepsOfRound, timeSteps } from '../timeSteps'
import { workOf } from '../work'
import { median } from '../../../common/median'

/** Steps that are trained first, so that zeros are as many as in a training. */
const TRAINED_STEPS = 20

export const kernels: Block<'kernels'> = {
  whyNot: ({ gpu }) => (gpu ? undefined : 'There is no graphics device here whose kernels could be measured.'),

  async measure(context) {
    const { sizes, signal, tell } = context
    const figures: KernelsOfStep[] = []
    for (const [index, batchSize] of sizes.batches.entries()) {
      await look(signal)
      figures.push(await measureKernels(batchSize, index, context))
      tell([...figures])
    }
  },
}

async function measureKernels(
  batchSize: number,
  index: number,
  { machine, sizes, roof, signal, onProgress }: BlockContext<'kernels'>,
): Promise<KernelsOfStep> {
  const tell = (share: number): void =>
    onProgress(`${REFERENCE_MODEL}, batch ${batchSize}`, (index + share) / sizes.batches.length)
  tell(0)
  const strata = await openStrata(machine.gpu!.device, makeTask(REFERENCE_MODEL, batchSize), { signal })
  try {
    const steps = await stepsOfRound(strata, sizes.roundMilliseconds, signal)
    for (let trained = 0; trained < Math.min(TRAINED_STEPS, 4 * steps); trained += steps) {
      await look(signal)
      await strata.train(steps)
    }
    const times: number[] = []
    for (let round = 0; round < sizes.rounds; round++) {
      await look(signal)
      times.push(await timeSteps(strata, steps))
    }
    const { milliseconds, clock } = await strata.trainer.measureOperations(signal, tell)
    const measured = workOf(strata.trainer.plan).map((work, at) => ({ ...work, milliseconds: milliseconds[at]! }))
    return toKernelsOfStep(
      { model: REFERENCE_MODEL, batchSize, clock, stepMilliseconds: median(times) },
      measured,
      roof,
    )
  } finally {
    strata.close()
  }
}
