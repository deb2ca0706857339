/** How long the layers of a stack take in a step of training, measured on a model of its own. */
import { initialWeights } from '../../model/graph/initialise'
import type { DataShape } from '../../model/graph/shapes'
import { rescaling } from '../../model/training/normalisation'
import { hash } from '../../model/hash'
import { checkRecipe } from '../../model/training/recipe'
import type { OpenDevice } from '../device/heldDevice'
import { CallFailure } from '../failures'
import type { DeviceEvent } from '../protocol/device'
import type { MeasureProgress, MeasureRequest, StepTime } from '../protocol/stepTime'
import type { LabelledImages } from '../trainers/trainerKind'
import { requireTrainable } from './checks'
import { withTrainer } from './withTrainer'

/**
 * @throws CallFailure with code `badInput` when stack or recipe have an error, and `device` where no layer's time can be told from another's.
 */
export async function measureStep(
  { stack, data, recipe }: MeasureRequest,
  openDevice: OpenDevice,
  signal: AbortSignal,
  emit: (event: DeviceEvent | MeasureProgress) => void,
): Promise<StepTime> {
  requireTrainable(stack, data)
  const [problem] = checkRecipe(recipe)
  if (problem) throw new CallFailure('badInput', problem.message)
  const subject = { stack, data, recipe, normalisation: rescaling(data.channels) }
  const images = drawImages(data, recipe.batchSize)
  return withTrainer(await openDevice(), images, subject, signal, async ({ trainer, kind, reason }, failed) => {
    emit({ type: 'trainerChosen', choice: { trainer: kind, ...(reason === undefined ? {} : { reason }) } })
    if (!trainer.measureStep) {
      const message =
        reason === undefined
          ? 'This device can’t tell how long each layer takes: TensorFlow.js doesn’t measure them.'
          : `${reason} TensorFlow.js, which trains it instead, can’t tell how long each layer takes.`
      throw new CallFailure('device', message)
    }
    trainer.loadWeights(initialWeights(stack, data, recipe.seed))
    // A message each hundredth at most.
    let told = 0
    return trainer.measureStep(AbortSignal.any([signal, failed]), (share) => {
      const percent = Math.floor(100 * share)
      if (percent > told) emit({ type: 'measureProgress', share })
      told = Math.max(told, percent)
    })
  })
}

/** A batch of noise: what is in the images makes no difference to the time. */
function drawImages({ height, width, channels, classes }: DataShape, count: number): LabelledImages {
  return {
    count,
    pixels: new Uint8Array(count * height * width * channels).map((_, at) => hash(at) >>> 24),
    labels: new Uint16Array(count).map((_, image) => image % classes),
  }
}
