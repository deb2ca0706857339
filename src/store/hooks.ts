/** How panels read the stores: each hook re-renders its component only when the selected part has changed. */
import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { analyseStack, type StackAnalysis } from '../model/shapes'
import { dataShape, type Actions } from './actions'
import type { StudioDocument } from './document'
import type { MetricsBuffer } from './metrics'
import type { Session } from './session'
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

/** Shapes, costs and problems of the stack for the data at hand. */
export function useAnalysis(): StackAnalysis {
  const stack = useDocument((document) => document.stack)
  const dataset = useSession((session) => session.dataset)
  const model = useSession((session) => session.model)
  return useMemo(() => analyseStack(stack, dataShape({ dataset, model })), [stack, dataset, model])
}

/** The run's curves; re-renders at most once an animation frame. Only the leaf that draws may use it. */
export function useMetrics(): MetricsBuffer {
  const { metrics } = useStudio()
  useSyncExternalStore(metrics.subscribe, metrics.version)
  return metrics
}
