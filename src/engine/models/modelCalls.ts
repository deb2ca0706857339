/** The calls about models that were trained or opened. Each is known by its id. */
import { digestOf } from '../../data/digest'
import { TRAINING_STATISTICS, trainingStatistics } from '../../interop/statistics/trainingStatistics'
import { matrixOf } from '../../runs/matrices'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import type { EngineParts } from '../run/engineParts'
import { testModel } from '../run/testModel'
import { digestOfWeights } from '../run/digestOfWeights'
import { requireModel } from '../run/requireModel'

const TESTING = 'A model is being tested: wait until it is done.'

export function createModelCalls({
  openDevice,
  choose,
  models,
  tests,
  numbers,
  records,
  history,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<ModelCalls> {
  return {
    evaluate: ({ model: id, data }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const model = requireModel(models, id)
        const test = await testModel({ model, dataset: choose(data).view, openDevice, signal, emit })
        tests.get(model)?.(test, data)
        return test
      }),

    async writeTrainingStatistics({ model: id }) {
      const model = requireModel(models, id)
      const number = records.has(model) ? undefined : await numbers.get(model)?.()
      const kept = number === undefined ? undefined : await history.ask((all) => all.details(number))
      const details = records.get(model)?.() ?? (kept && 'value' in kept ? kept.value : undefined)
      if (!details)
        throw new CallFailure(
          'badInput',
          'What the model came to after each epoch is not known here: the file of a model does not say it.',
        )
      const { epochs, dataset, matrices } = details
      if (epochs.length === 0)
        throw new CallFailure('badInput', 'No epoch of the run has ended, so there is none to tell of.')
      const ended = epochs.map(({ epoch, train, validation }) => {
        const confusion = matrices && matrixOf(matrices, epoch)
        return { train, ...(validation && { validation }), ...(confusion && { confusion }) }
      })
      const text = trainingStatistics(ended, dataset.classes.length)
      return { file: { name: TRAINING_STATISTICS, bytes: new TextEncoder().encode(text) }, epochs: epochs.length }
    },

    async identify({ model: id, data }) {
      const model = requireModel(models, id)
      const run = await numbers.get(model)?.()
      return {
        weights: await digestOfWeights(model.weights),
        ...(data && { data: await digestOf(choose(data).view) }),
        ...(run !== undefined && { run }),
      }
    },
  }
}
