/** A stage for tests of the actions: the stores with an engine that follows a script. */
import type { ModelSummary } from '../engine/protocol/model'
import type { RunOutcome } from '../engine/protocol/run'
import type { DeviceReport } from '../engine/protocol/device'
import type { DatasetSummary, ImportReply } from '../engine/protocol/data'
import type { SourceFile } from '../files/sourceFile'
import type { Evaluation } from '../model/metrics/evaluation'
import type { EngineError } from '../engine/client'
import { createFakeEngine, type EngineScript, type FakeEngine } from '../engine/fake'
import { DEFAULT_DATA_SHAPE } from '../model/graph/shapes'
import { TEMPLATES } from '../model/graph/templates'
import { createActions, type Actions } from './actions'
import { createDocumentStore, type DocumentStore } from './document'
import { createMetricsBuffer, type MetricsBuffer } from './metrics'
import { createSessionStore, type Session } from './session'

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

export function ready(dataset: DatasetSummary): ImportReply {
  return { kind: 'ready', dataset }
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
  stack: TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack,
  classes: CLASSES,
  data: DEFAULT_DATA_SHAPE,
  parameters: 30_634,
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
  readonly metrics: MetricsBuffer
  session(): Session
}

export function setStage(script: EngineScript): Stage {
  const engine = createFakeEngine(script)
  const document = createDocumentStore()
  const session = createSessionStore()
  session.setState({ device: DEVICE })
  const metrics = createMetricsBuffer((callback) => callback())
  const actions = createActions({ engine, document, session, metrics })
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
      makeSampleDigits: () => DATASET,
      train: ({ runId }, { emit }) => {
        emit({ type: 'trainerChosen', choice: { trainer: 'tfjs' } })
        emit({ type: 'runPrepared', runId, trainImages: 10_200, validationImages: 1800, model: MODEL })
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
