/** A stage for tests of the actions: the stores with an engine that follows a script. */
import type { ModelSummary } from '../engine/protocol/model'
import type { RunOutcome } from '../engine/protocol/run'
import type { DeviceReport } from '../engine/protocol/device'
import type { DatasetSummary, LoadedData } from '../engine/protocol/data'
import type { DropReply } from '../engine/protocol/drop'
import type { SourceFile } from '../files/sourceFile'
import type { Evaluation } from '../model/metrics/evaluation'
import type { EngineError } from '../engine/client'
import { createFakeEngine, type EngineScript, type FakeEngine } from '../engine/fake.fixture'
import { NO_DATA, type DataChoices } from '../model/dataChoices'
import { DEFAULT_DATA_SHAPE } from '../model/graph/shapes'
import { TEMPLATES } from '../model/graph/templates/templates'
import { createActions, type Actions } from './actions'
import { createDocumentStore, type DocumentStore } from './document/document'
import { createMetrics, type Metrics } from './curves/metrics'
import { changePart, createSessionStore, type Session } from './session/session'

export const CLASSES = '0123456789'.split('')

export const DATASET: DatasetSummary = {
  id: 1,
  name: 'Sample digits',
  images: 14_000,
  excluded: 0,
  relabelled: 0,
  width: 28,
  height: 28,
  channels: 1,
  classes: CLASSES,
  perClass: {
    train: CLASSES.map(() => 1200),
    validation: CLASSES.map(() => 0),
    test: CLASSES.map(() => 200),
  },
  splitsGiven: true,
  bytes: 0,
  seconds: 1,
  files: [],
  problems: [],
  problemCount: 0,
  notes: [],
}

/** As it was read, unless there are choices. */
export function loaded(dataset: DatasetSummary, choices: Omit<DataChoices, 'dataset'> = NO_DATA): LoadedData {
  return { dataset, choices: { ...choices, dataset: dataset.id } }
}

/** What comes of files that are data. */
export function ready(...dataset: Parameters<typeof loaded>): DropReply {
  return { kind: 'dataset', ...loaded(...dataset) }
}

/** Empty files of these names. */
export function sources(...paths: readonly string[]): readonly SourceFile[] {
  return paths.map((path) => ({ path, file: new File([], path) }))
}

export const TEST: Evaluation = {
  split: 'test',
  images: 2000,
  classes: CLASSES,
  confusion: Array<number>(100).fill(20),
  loss: 2.3,
  accuracy: 0.1,
}

export const lenet = TEMPLATES.find(({ name }) => name === 'LeNet-5') ?? TEMPLATES[0]

export const MODEL: ModelSummary = {
  id: 1,
  stack: TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack,
  classes: CLASSES,
  data: DEFAULT_DATA_SHAPE,
  parameters: 30_634,
}

/** What comes of files that are a model. */
export function opened(model: ModelSummary = MODEL, ...notes: readonly string[]): DropReply {
  return { kind: 'model', model, notes }
}

const DEVICE: DeviceReport = { backend: 'webgpu', trainer: 'tfjs', adapter: 'apple metal-3', software: false }

export const PROGRESS = {
  phase: 'training',
  epoch: 1,
  epochs: 2,
  step: 3,
  steps: 21,
  imagesPerSecond: 1000,
  secondsLeft: 9,
} as const

interface Stage {
  readonly engine: FakeEngine
  readonly actions: Actions
  readonly document: DocumentStore
  readonly metrics: Metrics
  session(): Session
}

export function setStage(script: EngineScript, storage?: Storage): Stage {
  const engine = createFakeEngine({ startDevice: () => DEVICE, ...script })
  const document = createDocumentStore()
  const session = createSessionStore()
  changePart(session, 'device', { report: DEVICE })
  const metrics = createMetrics((callback) => callback())
  const actions = createActions({ engine, document, session, metrics, storage })
  return { engine, actions, document, metrics, session: () => session.getState() }
}

/** A run that goes on until the test ends it. */
export function openRun(): {
  readonly script: EngineScript
  end(outcome: RunOutcome): void
  fail(error: EngineError): void
} {
  let end: (outcome: RunOutcome) => void = () => undefined
  let fail: (error: EngineError) => void = () => undefined
  const outcome = new Promise<RunOutcome>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return {
    script: {
      makeSampleDigits: () => loaded(DATASET),
      train: ({ runId }, { emit, emitRun }) => {
        emit({ type: 'trainerChosen', choice: { trainer: 'tfjs' } })
        emitRun(runId, { type: 'prepared', trainImages: 10_200, validationImages: 1800, model: MODEL })
        return outcome
      },
      pause: () => undefined,
      resume: () => undefined,
      stop: () => undefined,
      evaluate: () => TEST,
    },
    end,
    fail,
  }
}
