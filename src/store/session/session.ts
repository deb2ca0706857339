/** What is happening now, in eight parts. Nothing here is saved or undone. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { emptyData, type DataPart } from './dataPart'
import { emptyDevice, type DevicePart } from './devicePart'
import { emptyLayers, type LayersPart } from './layersPart'
import { emptyModel, type ModelPart } from './modelPart'
import { emptyProject, type ProjectPart } from './projectPart'
import { emptyRateFinder, type RateFinderPart } from './rateFinderPart'
import { emptyRun, type RunPart } from './runPart'
import { emptyRuns, type RunsPart } from './runsPart'
import { emptyTiming, type TimingPart } from './timingPart'

export interface SessionParts {
  readonly device: DevicePart
  readonly data: DataPart
  readonly run: RunPart
  readonly runs: RunsPart
  readonly model: ModelPart
  readonly project: ProjectPart
  readonly layers: LayersPart
  readonly timing: TimingPart
  readonly rateFinder: RateFinderPart
}

export interface Session extends SessionParts {
  /** Why the saved document was not used. */
  readonly documentTrouble: string | undefined
}

export type SessionStore = StoreApi<Session>

export function createSessionStore(): SessionStore {
  return createStore<Session>()(() => ({
    device: emptyDevice(),
    data: emptyData(),
    run: emptyRun(),
    runs: emptyRuns(),
    model: emptyModel(),
    project: emptyProject(),
    layers: emptyLayers(),
    timing: emptyTiming(),
    rateFinder: emptyRateFinder(),
    documentTrouble: undefined,
  }))
}

/** Changes fields of one part. */
export function changePart<Name extends keyof SessionParts>(
  session: SessionStore,
  name: Name,
  change: Partial<SessionParts[Name]>,
): void {
  session.setState({ [name]: { ...session.getState()[name], ...change } } as Pick<Session, Name>)
}
