/** How panels read the stores: each hook re-renders its component only when the selected part has changed. */
import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { DataShape, StackAnalysis } from '../model/graph/shapes'
import type { Actions } from './actions'
import { analyse } from './document/analyse'
import { dataShape, stackShape, type ShapedBy } from './session/dataShape'
import { isMeasuredOf, type MeasuredStep } from './session/timingPart'
import type { StudioDocument } from './document/document'
import type { MetricsBuffer } from './curves/metricsBuffer'
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

/** Whether there is something to undo and to redo. */
export function useHistory(): { readonly canUndo: boolean; readonly canRedo: boolean } {
  const { temporal } = useStudio().document
  const canUndo = useStore(temporal, (history) => history.pastStates.length > 0)
  const canRedo = useStore(temporal, (history) => history.futureStates.length > 0)
  return { canUndo, canRedo }
}

function useShapedBy(): ShapedBy {
  const dataset = useSession(({ data }) => data.dataset)
  // A dataset alone decides the shape, so a run that makes a new model does not redraw the layers.
  const current = useSession(({ data, model }) => (data.dataset ? undefined : model.current))
  return useMemo(() => ({ data: { dataset }, model: { current } }), [dataset, current])
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

/** How long a step took when it was last measured, and whether that is still true of the stack and the recipe at hand. */
export function useMeasuredStep(): { readonly measured: MeasuredStep | undefined; readonly isCurrent: boolean } {
  const measured = useSession((session) => session.timing.measured)
  const adapter = useSession((session) => session.device.report?.adapter)
  const { stack, recipe } = useDocument((document) => document)
  const shapedBy = useShapedBy()
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

/** The curves of the run on show; re-renders at most ten times a second. Only the leaf that draws may use it. */
export function useMetrics(): MetricsBuffer {
  const runId = useSession(({ run }) => (run.state.status === 'idle' ? undefined : run.state.runId))
  const all = useStudio().metrics
  const metrics = runId === undefined ? all.none : all.of(runId)
  useSyncExternalStore(metrics.subscribe, metrics.version)
  return metrics
}
