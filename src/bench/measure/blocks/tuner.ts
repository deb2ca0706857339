/** Which variants of its kernels the device chooses, and what each takes. Nothing of it is kept. */
import { openImages } from '../../../engine/trainers/webgpu/deviceImages'
import { tuneProgram, type TunedProgram } from '../../../engine/trainers/webgpu/tune/tuneProgram'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import type { TunedKernelFigures, TunedStep } from '../../report/report'
import type { Block } from '../block'
import { makeTask } from '../makeTask'
import { look } from '../timeSteps'

export const tuner: Block<'tuner'> = {
  whyNot({ gpu }, { tuned }) {
    if (!gpu) return 'There is no graphics device here whose kernels could be chosen.'
    return tuned.batches.length > 0
      ? undefined
      : 'Left out here: an adapter that computes on the processor takes seconds to compile each variant.'
  },

  async measure({ machine, sizes: { tuned }, signal, tell, onProgress }) {
    const { device } = machine.gpu!
    const { model, batches } = tuned
    const figures: TunedStep[] = []
    for (const [index, batchSize] of batches.entries()) {
      await look(signal)
      const { stack, data, pixels, labels } = makeTask(model, batchSize)
      const images = await openImages(device, { pixels, labels, count: batchSize }, batchSize)
      try {
        const program = await tuneProgram({
          device,
          images,
          stack,
          data,
          recipe: { ...DEFAULT_RECIPE, batchSize },
          normalisation: rescaling(data.channels),
          exhaustive: true,
          signal,
          onProgress: (done, all) =>
            onProgress(`${model}, batch ${batchSize}`, (index + done / Math.max(1, all)) / batches.length),
        })
        figures.push({ model, batchSize, ...describe(program) })
      } finally {
        images.dispose()
      }
      tell([...figures])
    }
    const bad = figures.find(({ outcome }) => outcome !== 'done')
    if (bad?.outcome === 'too coarse') throw new Error('No clock here tells the time of one kernel: the default stays.')
    if (bad) throw new Error('A trial went wrong on this device: the default stays.')
  },
}

function describe({ operations, state, clock }: TunedProgram): Pick<TunedStep, 'outcome' | 'clock' | 'kernels'> {
  return {
    outcome: state === 'trying' ? 'failed' : state,
    ...(clock && { clock }),
    kernels: operations.map(({ layer, name, chosen, variants, alone }): TunedKernelFigures => {
      return {
        layer,
        name,
        chosen,
        variants: variants.map((variant) => ({
          variant: variant.name,
          ...(variant.milliseconds !== undefined && { inTrainingMilliseconds: variant.milliseconds }),
          ...(alone[variant.name] !== undefined && { aloneMilliseconds: alone[variant.name]! }),
          ...(variant.dropped !== undefined && { dropped: variant.dropped }),
        })),
      }
    }),
  }
}
