/** The calls about what a model makes of images one by one. It looks at all of them once, and what it made of them is kept with its run. */
import type { Dataset } from '../../data/dataset'
import { digestOf } from '../../data/digest'
import { findPredicted } from '../../model/metrics/findPredicted'
import { probabilityOf, type Predictions } from '../../model/metrics/predictions'
import { studySplit } from '../../model/metrics/splitStudy'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import { PREDICTION_FILES } from '../../interop/predictions/predictionFiles'
import { titleOf } from '../../runs/record'
import type { ChosenData } from '../datasets/heldDataset'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { PredictionCalls } from '../protocol/predictions'
import type { EngineParts } from '../run/engineParts'
import { evaluateImages } from '../run/evaluateImages'
import { fitClasses } from '../run/fitClasses'
import { predictImages } from '../run/predictImages'
import { takeLowTurn } from '../turn'
import { digestOfWeights } from '../run/digestOfWeights'
import { examplesFor } from './examplesFor'
import { requireModel } from '../run/requireModel'

const LOOKING = 'The model looks at the images: wait until it is done.'

export function createPredictionCalls({
  openDevice,
  choose,
  models,
  numbers,
  history,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<PredictionCalls> {
  /** By model and pixels, which all views of a dataset share. */
  const known = new WeakMap<TrainedModel, WeakMap<Dataset['pixels'], Predictions>>()

  /**
   * Those of a run that is kept; nothing where they are not, or are of other data or other weights.
   * @param weights the digest of those that are meant: the run's own where none are told, as far as they are kept.
   */
  const keptOf = async (
    number: number,
    { held, view }: ChosenData,
    weights?: string,
  ): Promise<Predictions | undefined> => {
    const [kept, own] = await history
      .ask((all) => Promise.all([all.predictions(number), weights ?? all.weights(number)]))
      .catch(() => [])
    if (!kept || kept.predicted.length !== view.count || kept.digest !== (await digestOf(held.dataset)))
      return undefined
    const meant = own === undefined || typeof own === 'string' ? own : await digestOfWeights(own.weights)
    return meant === undefined || meant === kept.weights ? kept : undefined
  }

  /** Gives way to all other work. */
  const look = (model: TrainedModel, dataset: Dataset, signal: AbortSignal): Promise<Predictions> =>
    takeLowTurn(takeTurn, LOOKING, signal, (either) =>
      predictImages({ model, dataset, openDevice, signal: either, emit }, (share) =>
        emit({ type: 'lookProgress', share }),
      ),
    )

  const predictionsOf = async (model: TrainedModel, chosen: ChosenData, signal: AbortSignal): Promise<Predictions> => {
    const { view } = chosen
    fitClasses(model, view)
    const ofModel = known.get(model) ?? new WeakMap<Dataset['pixels'], Predictions>()
    known.set(model, ofModel)
    const before = ofModel.get(view.pixels)
    if (before) return before
    const number = await numbers.get(model)?.()
    const weights = await digestOfWeights(model.weights)
    const kept = number === undefined ? undefined : await keptOf(number, chosen, weights)
    const isKept = kept !== undefined && isSameValue(kept.classes, model.classes)
    const all = isKept ? kept : await look(model, view, signal)
    ofModel.set(view.pixels, all)
    if (number !== undefined && !isKept) {
      const keeping = { ...all, classes: [...all.classes], digest: await digestOf(chosen.held.dataset), weights }
      // Without room they come again by another look.
      await history.ask((runs) => runs.keepPredictions(number, keeping)).catch(() => undefined)
    }
    return all
  }

  return {
    async lookAtImages({ model, data }, signal) {
      await predictionsOf(requireModel(models, model), choose(data), signal)
    },

    async findPredicted({ model: id, data, split, query }, signal) {
      const model = requireModel(models, id)
      const chosen = choose(data)
      const predictions = await predictionsOf(model, chosen, signal)
      const { labels, [split]: images } = examplesFor(model, chosen.view)
      const truth = { labels, images }
      if (query.kind !== 'changed') return { images: Uint32Array.from(findPredicted(predictions, truth, query)) }
      const before = await keptOf(query.run, chosen)
      if (!before) throw new CallFailure('badInput', `What run ${query.run} made of these images is no longer kept.`)
      return { images: Uint32Array.from(findPredicted(predictions, truth, { kind: 'changed', before })) }
    },

    async studySplit({ model: id, data, split }, signal) {
      const model = requireModel(models, id)
      const chosen = choose(data)
      const predictions = await predictionsOf(model, chosen, signal)
      const { labels, [split]: images, train, validation, test } = examplesFor(model, chosen.view)
      const frequencies = predictions.classes.map(() => 0)
      for (const part of [train, validation, test]) for (const image of part) frequencies[labels[image]!]! += 1
      return studySplit(predictions, { labels, images }, frequencies)
    },

    async predictedImages({ model, data, images, before: run }, signal) {
      const chosen = choose(data)
      const predictions = await predictionsOf(requireModel(models, model), chosen, signal)
      const before = run === undefined ? undefined : await keptOf(run, chosen)
      return images
        .filter((image) => image in chosen.view.labels)
        .map((image) => ({
          image,
          label: chosen.view.classes[chosen.view.labels[image]!]!,
          predicted: predictions.predicted[image]!,
          probabilities: predictions.classes.map((_, index) => probabilityOf(predictions, image, index)),
          ...(before && { before: before.classes[before.predicted[image]!]! }),
        }))
    },

    async writePredictions({ model: id, data, file: wanted }, signal) {
      const model = requireModel(models, id)
      const chosen = choose(data)
      const examples = examplesFor(model, chosen.view)
      const split = (['test', 'validation'] as const).find((each) => examples[each].length > 0)
      if (!split) throw new CallFailure('badInput', 'The data have neither test nor validation images to predict.')
      const predictions = await predictionsOf(model, chosen, signal)
      const images = examples[split]
      const file = PREDICTION_FILES.find((each) => each.id === wanted)!
      const { labels } = examples
      const { paths } = chosen.view
      const evaluate = () =>
        takeTurn(LOOKING, signal, () =>
          evaluateImages({ model, dataset: fitClasses(model, chosen.view), openDevice, signal, emit }, examples, split),
        )
      const text = await file.write({ split, predictions, labels, paths, images, evaluate })
      return { file: { name: file.name, bytes: new TextEncoder().encode(text) }, split, images: images.length }
    },

    async predictedRuns({ model: id, data }) {
      const own = await numbers.get(requireModel(models, id))?.()
      const digest = await digestOf(choose(data).held.dataset)
      return history.ask(async (all) => {
        const found = (await all.predicted(digest)).filter((number) => number !== own)
        if (found.length === 0) return []
        const runs = await all.list(found)
        return runs
          .filter(({ marks }) => marks.deleted === undefined)
          .map(({ number, marks }) => ({ run: number, title: titleOf({ number, marks }) }))
      })
    },
  }
}
