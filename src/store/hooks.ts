/** How panels read the stores: each hook re-renders its component only when the selected part has changed. */
import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { withoutBidiControls } from '../common/text'
import { describeMatch, findMisfit } from '../model/graph/fit'
import type { DataShape, StackAnalysis } from '../model/graph/shapes'
import type { Actions } from './actions'
import { analyse } from './document/analyse'
import { dataShape, stackShape, type ShapedBy } from './session/dataShape'
import { isMeasuredOf, type MeasuredStep } from './session/timingPart'
import type { StudioDocument } from './document/document'
import { largestK } from '../model/metrics/hits'
import type { EpochMatrices } from '../runs/matrices'
import type { EpochMetrics, LogEntry, MetricsBuffer } from './curves/metricsBuffer'
import { isOfRun } from './run/isOfRun'
import type { Session } from './session/session'
import type { Studio } from './studio'

export const StudioContext = createContext<Studio | undefined>(undefined)

function useStudio(): Studio {
  const studio = use(StudioContext)
  if (!studio) throw new Error('Panels stand inside a StudioContext.')
  return studio
}

export function useActions(): Actions {
  return useStudio().actions
}

/** The selection must be a part of the session or a primitive value, not a new object. */
export function useSession<Part>(select: (session: Session) => Part): Part {
  return useStore(useStudio().session, select)
}

export function useDocument<Part>(select: (document: StudioDocument) => Part): Part {
  return useStore(useStudio().document, select)
}

/** What a person did that Undo takes back and Redo does again, as the list of steps says it; undefined where there is nothing. */
export function useHistory(): { readonly undoes: string | undefined; readonly redoes: string | undefined } {
  const { document } = useStudio()
  const { temporal } = document
  const did = useStore(document, (now) => now.did)
  const canUndo = useStore(temporal, (history) => history.pastStates.length > 0)
  const redoes = useStore(temporal, (history) => history.futureStates.at(-1)?.did)
  return {
    undoes: canUndo ? withoutBidiControls(did) : undefined,
    redoes: redoes === undefined ? undefined : withoutBidiControls(redoes),
  }
}

function useShapedBy(): ShapedBy {
  const dataset = useSession(({ data }) => data.dataset)
  // A dataset alone decides the shape, so a run that makes a new model does not redraw the layers.
  const current = useSession(({ data, model }) => (data.dataset ? undefined : model.current))
  const formerShape = useSession(({ data }) => data.formerShape)
  return useMemo(() => ({ data: { dataset, formerShape }, model: { current } }), [dataset, formerShape, current])
}

/** The shape of the data at hand, which the stack is drawn up for. */
export function useDataShape(): DataShape {
  const shapedBy = useShapedBy()
  return useMemo(() => dataShape(shapedBy), [shapedBy])
}

/** Shapes, costs and problems of the stack for the data at hand. */
export function useAnalysis(): StackAnalysis {
  const stack = useDocument((document) => document.stack)
  return analyse(stack, stackShape(stack, useShapedBy()))
}

/**
 * How long a step took when it was last measured, and whether that is still true of the stack and the recipe at hand. What was measured of
 * a stack that has no layer in common with this one is of another model, and nothing is left of it.
 */
export function useMeasuredStep(): { readonly measured: MeasuredStep | undefined; readonly isCurrent: boolean } {
  const last = useSession((session) => session.timing.measured)
  const adapter = useSession((session) => session.device.report?.adapter)
  const { stack, recipe } = useDocument((document) => document)
  const shapedBy = useShapedBy()
  const measured = useMemo(() => {
    const ids = new Set(stack.layers.map(({ id }) => id))
    return last?.stack.layers.some(({ id }) => ids.has(id)) ? last : undefined
  }, [last, stack])
  const isCurrent = useMemo(
    () =>
      measured !== undefined && isMeasuredOf(measured, { stack, recipe, adapter, data: stackShape(stack, shapedBy) }),
    [measured, stack, recipe, adapter, shapedBy],
  )
  return { measured, isCurrent }
}

/** What the run on show trains or trained on, where that is not the data at hand. */
export function useOtherData(): string | undefined {
  return useSession(({ run, data }) =>
    run.state.status !== 'idle' && run.data.dataset !== data.choices.dataset ? run.dataName : undefined,
  )
}

/** Whether it is known what the model at hand makes of the images at hand. */
export function useHasLooked(): boolean {
  return useSession(
    ({ model: { looked, current }, data }) =>
      looked !== undefined &&
      looked.model === current?.id &&
      looked.dataset === data.choices.dataset &&
      // Merged classes are others than those that it tells apart.
      data.dataset !== undefined &&
      findMisfit(current, data.dataset) === undefined,
  )
}

/** Whether the model at hand was tested on images or labels that have changed since. */
export function useIsTestOutdated(): boolean {
  return useSession(
    ({ model: { test, outdated, current }, data }) =>
      test === undefined &&
      outdated !== undefined &&
      outdated.model === current?.id &&
      outdated.dataset === data.dataset?.id,
  )
}

/** How the classes of the model at hand were matched with those of the data at hand, where that does not go without saying. */
export function useClassMatch(): string | undefined {
  return useSession(({ model: { current }, data: { dataset } }) =>
    current && dataset && findMisfit(current, dataset) === undefined ? describeMatch(current, dataset) : undefined,
  )
}

/** Whether the model at hand is the one that the run on show made. */
export function useIsOfRun(): boolean {
  return useSession(isOfRun)
}

/** What was logged of the run on show. It is looked at when something is added. */
export function useRunLog(): readonly LogEntry[] {
  const metrics = useRunMetrics()
  return useSyncExternalStore(metrics.subscribe, metrics.log)
}

/** The confusion matrices of the run on show. They are looked at when an epoch ends. */
export function useRunMatrices(): EpochMatrices | undefined {
  const metrics = useRunMetrics()
  return useSyncExternalStore(metrics.subscribe, metrics.matrices)
}

/** The epochs of the run on show that have ended. */
export function useRunEpochs(): readonly EpochMetrics[] {
  const metrics = useRunMetrics()
  return useSyncExternalStore(metrics.subscribe, metrics.epochs)
}

/** The k of hits at k for so many classes: what a person chose, as far as there are so many; undefined where no k says anything. */
export function useHitsAt(classes: number): number | undefined {
  const chosen = useSession(({ runs }) => runs.hitsAt)
  const most = largestK(classes)
  return most < 2 ? undefined : Math.min(chosen, most)
}

/** The curves of the run on show, without re-rendering: for what is read once. */
export function useRunMetrics(): MetricsBuffer {
  const runId = useSession(({ run }) => (run.state.status === 'idle' ? undefined : run.state.runId))
  const all = useStudio().metrics
  return runId === undefined ? all.none : all.of(runId)
}

/** The curves of the run on show; re-renders at most ten times a second. Only the leaf that draws may use it. */
export function useMetrics(): MetricsBuffer {
  const metrics = useRunMetrics()
  useSyncExternalStore(metrics.subscribe, metrics.version)
  return metrics
}
