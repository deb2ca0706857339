/** One training run from Start or Continue to its outcome, on one device or, when that is lost, on two. */
import type { Dataset } from '../../data/dataset'
import type { DataShape } from '../../model/graph/shapes'
import type { Normalisation } from '../../model/training/normalisation'
import type { Device } from '../device/openDevice'
import type { BackendName, DeviceEvent } from '../protocol/device'
import type { RunEvent, RunPlace, RunRequest } from '../protocol/run'
import { requireRecipe, requireTrainable } from './checks'
import { placeOf, requireContinuable, type EndedRun } from './endedRun'
import type { FirstWeights } from './firstWeights'
import { examplesOf, type Examples } from './loop/examples'
import type { Gate } from './loop/gate'
import type { Checkpoint } from './loop/loop'
import { createStopwatch, type Stopwatch } from './stopwatch'
import { shapeOf } from './summariseModel'

export interface TrainingRun {
  readonly request: RunRequest
  readonly dataset: Dataset
  /** The id of the model that it makes. */
  readonly modelId: number
  /** The run that is to go on; without it, one begins. */
  readonly from?: EndedRun
  /** The model that it begins with. Without, its first weights are drawn. */
  readonly first?: FirstWeights
  /** Opens a new device when the last one is lost. */
  readonly openDevice: () => Promise<Device>
  readonly gate: Gate
  /** Aborted by Stop. */
  readonly stop: AbortSignal
  /** Milliseconds from one checkpoint to the next, at least. */
  readonly saveEvery?: number
  /** Milliseconds within an epoch from one checkpoint to the next. */
  readonly saveWithin?: number
  /** Hears of each checkpoint: all that it takes to go on from there. */
  readonly onSaved?: (ended: EndedRun, place: RunPlace) => void
  readonly emit: (event: RunEvent) => void
  readonly emitDevice: (event: DeviceEvent) => void
}

/** What the parts of a run share. */
export interface Training {
  readonly run: TrainingRun
  readonly data: DataShape
  readonly examples: Examples
  /** Of a whole epoch. */
  readonly steps: number
  readonly watch: Stopwatch
  /** Absent until it was measured. */
  normalisation: Normalisation | undefined
  /** Where it can go on from: the last that was saved. */
  checkpoint: Checkpoint | undefined
  /** The digest of the data. Absent until it was worked out. */
  digest: string | undefined
  /** What it trained on last. Absent before it had a device. */
  backend: BackendName | undefined
  /** The same with its adapter, as `nameDevice` names it. */
  device: string | undefined
  /** Whether the page was told of the model. */
  prepared: boolean
}

/** @throws CallFailure with code `badInput` when the stack or the recipe can't be trained on the dataset, or the run can't go on with them. */
export async function createTraining(run: TrainingRun): Promise<Training> {
  const { request, dataset, from, first } = run
  const { stack, recipe } = request
  const data = shapeOf(dataset)
  requireTrainable(stack, data)
  requireRecipe(recipe, dataset)
  const examples = examplesOf(dataset, recipe.validationSplit, recipe.seed)
  const steps = Math.ceil(examples.train.length / recipe.batchSize)
  if (from) await requireContinuable(from, placeOf(from.checkpoint, steps).epoch, request, dataset)
  return {
    run,
    data,
    examples,
    steps,
    watch: createStopwatch(() => performance.now(), from?.seconds),
    normalisation: from?.normalisation ?? first?.normalisation,
    checkpoint: from?.checkpoint,
    digest: from?.data.digest,
    backend: undefined,
    device: from?.device,
    prepared: false,
  }
}

/** All that it takes to go on from a checkpoint, the last one as a rule. */
export function endedRunOf(training: Training, checkpoint = training.checkpoint): EndedRun | undefined {
  const { run, normalisation, watch, device, digest } = training
  if (!checkpoint || !normalisation || device === undefined || digest === undefined) return undefined
  const { stack, recipe, data: choices } = run.request
  const data = { digest, classes: run.dataset.classes }
  return { stack, recipe, choices, normalisation, data, checkpoint, device, seconds: watch.seconds }
}
