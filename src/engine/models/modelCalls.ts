/** The calls about models that were trained or opened. Each is known by its id. */
import type { TrainedModel } from '../../model/trainedModel'
import { differences, replacements } from '../../interop/tensorflowjs/differences'
import { tensorflowjs } from '../../interop/tensorflowjs/tensorflowjs'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import type { EngineParts } from '../run/engineParts'
import { testModel } from '../run/testModel'

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

  return {
    evaluate: ({ model: id, data }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const model = requireModel(id)
        const test = await testModel(model, choose(data).view, openDevice, signal, emit)
        tests.get(model)?.(test, data)
        return test
      }),

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
