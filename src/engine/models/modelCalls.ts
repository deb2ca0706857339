/** The calls about models that were trained or opened. Each is known by its id. */
import type { TrainedModel } from '../../model/trainedModel'
import type { DataChoices } from '../../model/dataChoices'
import { writeModelJson } from '../../interop/tensorflowjs/writeModelJson'
import type { ChosenData } from '../datasets/heldDataset'
import type { OpenDevice } from '../device/heldDevice'
import { CallFailure } from '../failures'
import type { HandlersOf, WorkerEvent } from '../protocol/messages'
import type { ModelCalls } from '../protocol/model'
import { summariseModel } from '../run/summariseModel'
import { testModel } from '../run/testModel'
import type { Shelf } from '../shelf'
import type { TakeTurn } from '../turn'
import { readModelFiles } from './modelFiles'

const TESTING = 'A model is being tested: wait until it is done.'

export interface ModelParts {
  readonly openDevice: OpenDevice
  readonly choose: (data: DataChoices) => ChosenData
  readonly models: Shelf<TrainedModel>
  readonly takeTurn: TakeTurn
  readonly emit: (event: WorkerEvent) => void
}

export function createModelCalls({ openDevice, choose, models, takeTurn, emit }: ModelParts): HandlersOf<ModelCalls> {
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
