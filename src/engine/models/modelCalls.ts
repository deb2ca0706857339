/** The calls about models that were trained or opened. Each is known by its id. */
import type { TrainedModel } from '../../model/trainedModel'
import { writeModelJson } from '../../interop/tensorflowjs/writeModelJson'
import { CallFailure } from '../failures'
import type { HandlersOf } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import type { EngineParts } from '../run/engineParts'
import { summariseModel } from '../run/summariseModel'
import { testModel } from '../run/testModel'
import { readModelFiles } from './modelFiles'

const TESTING = 'A model is being tested: wait until it is done.'

export function createModelCalls({ openDevice, choose, models, takeTurn, emit }: EngineParts): HandlersOf<ModelCalls> {
  const requireModel = (id: number): TrainedModel => {
    const model = models.get(id)
    if (model) return model
    throw new CallFailure(
      'badInput',
      'This model has no weights yet, or was let go to make room for newer ones: train it, or open its file.',
    )
  }

  return {
    evaluate: ({ model, data }, signal) =>
      takeTurn(TESTING, signal, () => testModel(requireModel(model), choose(data).view, openDevice, signal, emit)),

    openModel: ({ files }, signal) =>
      takeTurn(TESTING, signal, async () => {
        const { notes, ...model } = await readModelFiles(files)
        signal.throwIfAborted()
        const id = models.nextId()
        models.put(id, model)
        return { model: summariseModel(id, model), notes }
      }),

    exportModel: ({ model }) => writeModelJson(requireModel(model)),
  }
}
