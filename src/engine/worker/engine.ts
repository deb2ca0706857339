/**
 * The engine behind the protocol: it puts the rooms together. Datasets, runs and models are each known by an id, and every request names
 * those that it means. They stay in the worker's memory, and are on the device only while something computes.
 */
import { createDatasets } from '../datasets/datasets'
import { createImportCalls } from '../datasets/importCalls'
import { createImporter } from '../datasets/importer'
import { createKeptDatasets } from '../datasets/keptDatasets'
import { createLookCalls } from '../datasets/lookCalls'
import { createStorageCalls } from '../datasets/storageCalls'
import { createHeldDevice, type FindDevice } from '../device/heldDevice'
import { createHeldCheckpoints, type OpenCheckpoints } from '../history/heldCheckpoints'
import { createHeldHistory } from '../history/heldHistory'
import { createHistoryCalls } from '../history/historyCalls'
import { createInsideCalls } from '../models/insideCalls'
import { createMapCalls } from '../models/mapCalls'
import { createAnatomyCalls } from '../models/anatomyCalls'
import { createExportCalls } from '../models/export/exportCalls'
import { createModelCalls } from '../models/modelCalls'
import { createPredictionCalls } from '../models/predictionCalls'
import type { Handlers, WorkerEvent } from '../protocol/messages'
import { createProjectRoom } from '../project/projectCalls'
import type { EngineParts } from '../run/engineParts'
import { createRateFinderCalls } from '../run/rateFinderCalls'
import { createResumeCalls, measureRuns } from '../run/resumeCalls'
import { createRunCalls, createRunShelf } from '../run/runCalls'
import { createStepTimeCalls } from '../run/stepTimeCalls'
import { weightBytes, type TrainedModel } from '../../model/trainedModel'
import { CHOICES_OF_BROWSER } from '../trainers/webgpu/tune/choiceStore'
import { createShelf } from '../shelf'
import { createTurns } from '../turn'
import { createDropCalls } from '../drop/dropCalls'

/** For whoever asks for something in the very moment of a change. What comes later waits for the new device. */
const CHANGING = 'The device is being changed: try again.'

/** The page can go back to the model before when a run comes to nothing. */
const MODEL_LIMITS = { things: 2, bytes: 256 * 2 ** 20 }

/**
 * @param findDevice opens what there is to compute on, unless told otherwise.
 * @param openCheckpoints opens where checkpoints are kept, unless told otherwise.
 */
export function createHandlers(
  emit: (event: WorkerEvent) => void,
  findDevice?: FindDevice,
  openCheckpoints?: OpenCheckpoints,
): Handlers {
  const takeTurn = createTurns()
  const device = createHeldDevice(emit, findDevice)
  const openDevice = device.open
  const datasets = createDatasets()
  const importer = createImporter(datasets, emit)
  const models = createShelf<TrainedModel>(MODEL_LIMITS, ({ weights }) => weightBytes(weights))
  const history = createHeldHistory(emit)
  const tests: EngineParts['tests'] = new WeakMap()
  const numbers: EngineParts['numbers'] = new WeakMap()
  const records: EngineParts['records'] = new WeakMap()
  const checkpoints = createHeldCheckpoints(openCheckpoints)
  const kept = createKeptDatasets(datasets)
  const runs = createRunShelf()
  const projects = createProjectRoom({ datasets, models, history, takeTurn, emit })
  const parts = {
    openDevice,
    choose: datasets.choose,
    models,
    history,
    checkpoints,
    tests,
    numbers,
    records,
    takeTurn,
    emit,
    runs,
  }
  const predictions = createPredictionCalls(parts)
  return {
    startDevice: async (wish = device.wish, signal) => {
      if (wish !== device.wish) {
        if (device.isHeld) await takeTurn(CHANGING, signal, () => Promise.resolve(device.change(wish)))
        else device.change(wish)
      }
      return (await openDevice()).report
    },
    ...createDropCalls({ importer, models, projects, takeTurn }),
    ...createImportCalls(datasets, importer, takeTurn),
    ...createLookCalls(datasets),
    ...createStorageCalls(kept, CHOICES_OF_BROWSER, () => measureRuns(parts), takeTurn),
    ...createRunCalls(parts),
    ...createRateFinderCalls(parts),
    ...createResumeCalls({ ...parts, datasets, kept }),
    ...createStepTimeCalls(parts),
    ...createModelCalls(parts),
    ...createExportCalls(parts),
    ...predictions,
    ...createInsideCalls(parts),
    ...createMapCalls(parts, predictions),
    ...createAnatomyCalls(parts),
    ...createHistoryCalls(parts),
    ...projects.calls,
  }
}
