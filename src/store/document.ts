/**
 * The document: the stack and the recipe. It is the only state that can be undone, and the only state that is saved.
 */
import { temporal } from 'zundo'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TemporalState } from 'zundo'
import { DEFAULT_RECIPE, type Recipe } from '../model/recipe'
import { DEFAULT_DATA_SHAPE } from '../model/shapes'
import type { Stack } from '../model/stack'
import { TEMPLATES } from '../model/templates'

export interface StudioDocument {
  readonly stack: Stack
  readonly recipe: Recipe
}

export type DocumentStore = StoreApi<StudioDocument> & { readonly temporal: StoreApi<TemporalState<StudioDocument>> }

const HISTORY_LIMIT = 200

/** Edits of one field that follow each other within this time are one step of undo. */
const COALESCE_MS = 1000

/** What a newcomer finds: the first template, for 28 x 28 grey images of ten classes. */
export function newDocument(): StudioDocument {
  const [first] = TEMPLATES
  const { stack, recipe } = first.build(DEFAULT_DATA_SHAPE)
  return { stack, recipe: { ...DEFAULT_RECIPE, ...recipe } }
}

export function createDocumentStore(initial: StudioDocument = newDocument()): DocumentStore {
  return createStore<StudioDocument>()(
    temporal(() => initial, {
      limit: HISTORY_LIMIT,
      equality: (past, current) => past.stack === current.stack && past.recipe === current.recipe,
    }),
  )
}

export interface DocumentEdits {
  /** Replaces parts of the document as one step of undo. Edits with the same `field` in quick succession share a step. */
  edit(change: Partial<StudioDocument>, field?: string): void
  /** Changes the stack now and in every step of undo and redo, so that no step leads back to a stack for other data. */
  adapt(change: (stack: Stack) => Stack): void
  undo(): void
  redo(): void
}

export function createDocumentEdits(store: DocumentStore, now: () => number = () => performance.now()): DocumentEdits {
  let lastField: string | undefined
  let lastTime = 0

  const forgetField = (): void => {
    lastField = undefined
  }

  return {
    edit(change, field) {
      const time = now()
      const joins = field !== undefined && field === lastField && time - lastTime < COALESCE_MS
      lastField = field
      lastTime = time
      const history = store.temporal.getState()
      if (joins) history.pause()
      store.setState(change)
      if (joins) history.resume()
    },
    adapt(change) {
      forgetField()
      const { stack } = store.getState()
      const { pause, resume, pastStates, futureStates } = store.temporal.getState()
      const adaptAll = (states: readonly Partial<StudioDocument>[]): Partial<StudioDocument>[] =>
        states.map((state) => (state.stack ? { ...state, stack: change(state.stack) } : state))
      pause()
      store.setState({ stack: change(stack) })
      resume()
      store.temporal.setState({ pastStates: adaptAll(pastStates), futureStates: adaptAll(futureStates) })
    },
    undo() {
      forgetField()
      store.temporal.getState().undo()
    },
    redo() {
      forgetField()
      store.temporal.getState().redo()
    },
  }
}
