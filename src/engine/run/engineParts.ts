/** What the calls about runs and models work with: the same device, data, models and turns. */
import type { TrainedModel } from '../../model/trainedModel'
import type { RunDetails } from '../../runs/record'
import type { Datasets } from '../datasets/datasets'
import type { OpenDevice } from '../device/heldDevice'
import type { HeldCheckpoints } from '../history/heldCheckpoints'
import type { HeldHistory } from '../history/heldHistory'
import type { WorkerEvent } from '../protocol/messages'
import type { Shelf } from '../shelf'
import type { TakeTurn } from '../turn'
import type { HearTest } from './recordRun'

export interface EngineParts {
  readonly openDevice: OpenDevice
  readonly choose: Datasets['choose']
  /** Models that were trained or opened. */
  readonly models: Shelf<TrainedModel>
  /** Keeps a record of every run. */
  readonly history: HeldHistory
  /** Keeps what every run can go on from. */
  readonly checkpoints: HeldCheckpoints
  /** Who hears how a model that was trained here does on test images: a run that was stopped is tested after its end. */
  readonly tests: WeakMap<TrainedModel, HearTest>
  /** The numbers of the runs that models come from, once they have them. */
  readonly numbers: WeakMap<TrainedModel, () => Promise<number | undefined>>
  /** What is known of the runs of models that were trained here, written or not. */
  readonly records: WeakMap<TrainedModel, () => RunDetails | undefined>
  readonly takeTurn: TakeTurn
  readonly emit: (event: WorkerEvent) => void
}
