/** The calls about models that were trained or opened. Each is known by its id. */
import { digestOf } from '../../data/digest'
import { differences, replacements } from '../../interop/tensorflowjs/differences'
import { tensorflowjs } from '../../interop/tensorflowjs/tensorflowjs'
import type { HandlersOf } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import type { EngineParts } from '../run/engineParts'
import { testModel } from '../run/testModel'
import { digestOfWeights } from './digestOfWeights'
import { requireModel } from './requireModel'

const TESTING = 'A model is being tested: wait until it is done.'

export function createModelCalls({
  openDevice,
  choose,
  models,
  tests,
  numbers,
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

    exportModel: ({ model: id }) => {
      const model = requireModel(models, id)
      return {
        files: tensorflowjs.write(model),
        differences: differences(model.stack),
        notes: replacements(model.stack, model.data),
      }
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
