/**
 * What a person can do, as functions: each edits the document or asks the engine, and keeps the session true to the answers.
 * Data flows one way: panel -> action -> document -> request -> engine -> events -> session and metrics -> panels.
 */
import type { Engine } from '../engine/client'
import { createDataActions, type DataActions } from './data/dataActions'
import { createLoader } from './data/loader'
import { createDeviceActions, type DeviceActions } from './device/deviceActions'
import { createDocumentEdits, type DocumentStore } from './document/document'
import { createDocumentActions, type DocumentActions } from './document/documentActions'
import { createDropActions, type DropActions } from './drop/dropActions'
import { createAnatomyActions, type AnatomyActions } from './model/anatomyActions'
import { createBlockActions, type BlockActions } from './model/blockActions'
import { createExportActions, type ExportActions } from './model/exportActions'
import { createLinkActions, type LinkActions } from './link/linkActions'
import { createInsideActions, type InsideActions } from './model/insideActions'
import { createLayerActions, type LayerActions } from './model/layerActions'
import { createMapActions, type MapActions } from './model/mapActions'
import { createModelActions, type ModelActions } from './model/modelActions'
import { createPredictionActions, type PredictionActions } from './model/predictionActions'
import type { Metrics } from './curves/metrics'
import { createProjectActions, type ProjectActions } from './project/projectActions'
import { createReportActions, type ReportActions } from './report/reportActions'
import { createRateFinderActions, type RateFinderActions } from './run/rateFinderActions'
import { createRunActions, type RunActions } from './run/runActions'
import { createRunsActions, type RunsActions } from './runs/runsActions'
import { createTimingActions, type TimingActions } from './timing/timingActions'
import { changePart, type SessionStore } from './session/session'

/** A message that a person can send away. */
export type DismissibleTrouble =
  | 'device'
  | 'data'
  | 'reread'
  | 'storage'
  | 'model'
  | 'timing'
  | 'document'
  | 'layers'
  | 'runs'
  | 'record'
  | 'resume'
  | 'told'
  | 'look'

export interface Actions
  extends
    DeviceActions,
    DocumentActions,
    LayerActions,
    BlockActions,
    DropActions,
    DataActions,
    RunActions,
    RateFinderActions,
    RunsActions,
    ModelActions,
    ExportActions,
    LinkActions,
    PredictionActions,
    MapActions,
    AnatomyActions,
    InsideActions,
    ProjectActions,
    ReportActions,
    TimingActions {
  dismiss(trouble: DismissibleTrouble): void
}

export interface ActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly metrics: Metrics
  /** Keeps blocks of a person's own, and what they want to compute on. Absent where the browser gives no access to it. */
  readonly storage?: Storage | undefined
}

export function createActions({ engine, document, session, metrics, storage }: ActionsParts): Actions {
  const edits = createDocumentEdits(document)
  const parts = { engine, document, edits, session, metrics, storage }
  const models = createModelActions(parts)
  const predictions = createPredictionActions(parts)
  const loader = createLoader({ ...parts, models })
  const drops = createDropActions({ ...parts, loader, models })
  return {
    ...createDeviceActions(engine, session, storage),
    ...createDocumentActions(document, edits, session),
    ...createLayerActions(parts),
    ...createBlockActions(parts),
    ...drops,
    ...createLinkActions({ document, session, drops }),
    ...createDataActions({ ...parts, loader }),
    ...createRunActions({ ...parts, models, predictions }),
    ...createRateFinderActions(parts),
    ...createRunsActions({ ...parts, models }),
    ...createTimingActions(parts),
    ...createReportActions(parts),
    ...createMapActions(parts),
    ...createAnatomyActions(engine, session),
    ...createProjectActions({ ...parts, loader, models }),
    ...models,
    ...createExportActions(parts),
    ...predictions,
    ...createInsideActions(parts),
    dismiss(trouble) {
      if (trouble === 'document') session.setState({ documentTrouble: undefined })
      else if (trouble === 'reread') changePart(session, 'data', { rereadTrouble: undefined })
      else if (trouble === 'storage') changePart(session, 'data', { storageTrouble: undefined })
      else if (trouble === 'record') changePart(session, 'runs', { recordTrouble: undefined })
      else if (trouble === 'resume') changePart(session, 'runs', { resumeTrouble: undefined })
      else if (trouble === 'told') changePart(session, 'project', { told: [] })
      else if (trouble === 'look') changePart(session, 'model', { lookTrouble: undefined })
      else if (trouble === 'layers') changePart(session, 'layers', { trouble: undefined, notes: [] })
      else changePart(session, trouble, { trouble: undefined })
    },
  }
}
