/** The calls about models that were trained or opened. Each is known by its id. */
import type { Dataset } from '../../data/dataset'
import { findPredicted, probabilityOf, type Predictions } from '../../model/metrics/predictions'
import { studySplit } from '../../model/metrics/splitStudy'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import { differences, replacements } from '../../interop/tensorflowjs/differences'
import { tensorflowjs } from '../../interop/tensorflowjs/tensorflowjs'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import type { EngineParts } from '../run/engineParts'
import { examplesOf, type Examples } from '../run/loop/examples'
import { predictImages } from '../run/predictImages'
import { testModel } from '../run/testModel'

const LOOKING = 'The model is looking at the images: wait until it is done.'
const TESTING = 'A model is being tested: wait until it is done.'

export function createModelCalls({
  openDevice,
  choose,
  models,
  tests,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<ModelCalls> {
  const requireModel = (id: number): TrainedModel => {
    const model = models.get(id)
    if (model) return model
    throw new CallFailure(
      'badInput',
      'This model has no weights yet, or was let go to make room for newer ones: train it, or open its file.',
    )
  }

  /** By model and pixels, which all views of a dataset share. */
  const known = new WeakMap<TrainedModel, WeakMap<Dataset['pixels'], Predictions>>()
  const predictionsOf = async (model: TrainedModel, dataset: Dataset, signal: AbortSignal): Promise<Predictions> => {
    const ofModel = known.get(model) ?? new WeakMap<Dataset['pixels'], Predictions>()
    known.set(model, ofModel)
    const before = ofModel.get(dataset.pixels)
    if (before && isSameValue(before.classes, dataset.classes)) return before
    const all = await takeTurn(LOOKING, signal, () => predictImages({ model, dataset, openDevice, signal, emit }))
    ofModel.set(dataset.pixels, all)
    return all
  }

  const examplesFor = (model: TrainedModel, view: Dataset): Examples => {
    const { validationSplit = 0, seed = 0 } = model.recipe ?? {}
    return examplesOf(view, validationSplit, seed)
  }

  return {
    evaluate: ({ model: id, data }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const model = requireModel(id)
        const test = await testModel({ model, dataset: choose(data).view, openDevice, signal, emit })
        tests.get(model)?.(test, data)
        return test
      }),

    async findPredicted({ model: id, data, split, query }, signal) {
      const model = requireModel(id)
      const { view } = choose(data)
      const predictions = await predictionsOf(model, view, signal)
      const { labels, [split]: images } = examplesFor(model, view)
      return { images: Uint32Array.from(findPredicted(predictions, { labels, images }, query)) }
    },

    async studySplit({ model: id, data, split }, signal) {
      const model = requireModel(id)
      const { view } = choose(data)
      const predictions = await predictionsOf(model, view, signal)
      const { labels, [split]: images, train, validation, test } = examplesFor(model, view)
      const frequencies = view.classes.map(() => 0)
      for (const part of [train, validation, test]) for (const image of part) frequencies[labels[image]!]! += 1
      return studySplit(predictions, { labels, images }, frequencies)
    },

    async predictedImages({ model: id, data, images }, signal) {
      const { view } = choose(data)
      const predictions = await predictionsOf(requireModel(id), view, signal)
      return images
        .filter((image) => image in view.labels)
        .map((image) => ({
          image,
          predicted: predictions.predicted[image]!,
          probabilities: view.classes.map((_, index) => probabilityOf(predictions, image, index)),
        }))
    },

    exportModel: ({ model: id }) => {
      const model = requireModel(id)
      return {
        files: tensorflowjs.write(model),
        differences: differences(model.stack),
        notes: replacements(model.stack, model.data),
      }
    },
  }
}
