/** The call about the inside of a model as it is. */
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { TrainedModel } from '../../model/trainedModel'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import type { Dataset } from '../../data/dataset'
import { unlessAborted } from '../../common/unlessAborted'
import { CallFailure } from '../failures'
import type { AnatomyCalls } from '../protocol/anatomy'
import type { HandlersOf } from '../protocol/messages'
import { drawSample, gradientSubject, openExaminer } from '../run/anatomy/anatomist'
import type { EngineParts } from '../run/engineParts'
import { fitClasses } from '../run/fitClasses'
import { classWeightsOf } from '../run/measureTrainImages'
import { withTrainer } from '../run/withTrainer'
import { takeLowTurn } from '../turn'
import { examplesFor } from './examplesFor'
import { requireModel } from '../run/requireModel'

const EXAMINING = 'The inside of the model is being looked at: wait until it is done.'

export function createAnatomyCalls({ openDevice, choose, models, takeTurn }: EngineParts): HandlersOf<AnatomyCalls> {
  const examine = async (model: TrainedModel, view: Dataset, signal: AbortSignal): Promise<Anatomy> => {
    const { stack, data, normalisation, weights, recipe = DEFAULT_RECIPE } = model
    const dataset = fitClasses(model, view)
    const examples = examplesFor(model, view)
    if (examples.train.length === 0)
      throw new CallFailure('badInput', 'No image of the data trains a model, so there is nothing to show it.')
    const subject = { stack, data, recipe, normalisation, ...classWeightsOf(recipe, examples) }
    const sample = drawSample(dataset, examples.train, recipe)
    const device = await unlessAborted(openDevice(), signal)
    const ofGradients = gradientSubject(subject, sample)
    return withTrainer(device, sample.images, ofGradients, signal, async ({ trainer }, failed) => {
      const either = AbortSignal.any([signal, failed])
      const anatomist = await openExaminer(device.backend, trainer, sample, subject, weights, either)
      try {
        const pass = anatomist.examine(weights)
        for (;;) {
          either.throwIfAborted()
          const { done, value } = await pass.next()
          if (done) return value
        }
      } finally {
        anatomist.close()
      }
    })
  }

  return {
    examineModel: ({ model, data }, signal) =>
      takeLowTurn(takeTurn, EXAMINING, signal, (either) =>
        examine(requireModel(models, model), choose(data).view, either),
      ),
  }
}
