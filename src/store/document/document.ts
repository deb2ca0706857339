/**
 * The document: the stack, the recipe, and what was decided about the data. It is the only state that can be undone. Stack and recipe
 * are saved; the data last as long as the engine holds them.
 */
import { temporal } from 'zundo'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TemporalState } from 'zundo'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import { DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { TEMPLATES } from '../../model/graph/templates/templates'

export interface StudioDocument {
  readonly stack: Stack
  readonly recipe: Recipe
  readonly data: DataChoices
}

export type DocumentStore = StoreApi<StudioDocument> & { readonly temporal: StoreApi<TemporalState<StudioDocument>> }

const HISTORY_LIMIT = 200

/** Edits of one field that follow each other within this time are one step of undo. */
const COALESCE_MS = 1000

/** What a newcomer finds: the first template, for 28 x 28 grey images of ten classes. */
export function newDocument(): StudioDocument {
  const [first] = TEMPLATES
  const { stack, recipe } = first.build(DEFAULT_DATA_SHAPE)
  return { stack, recipe: { ...DEFAULT_RECIPE, ...recipe }, data: NO_DATA }
}

export function createDocumentStore(initial: StudioDocument = newDocument()): DocumentStore {
  return createStore<StudioDocument>()(
    temporal(() => initial, {
      limit: HISTORY_LIMIT,
      equality: isSame,
    }),
  )
}

function isSame(a: StudioDocument, b: StudioDocument): boolean {
  return a.stack === b.stack && a.recipe === b.recipe && a.data === b.data
}

export interface DocumentEdits {
  /** Replaces parts of the document as one step of undo. Edits with the same `field` in quick succession share a step. */
  edit(change: Partial<StudioDocument>, field?: string): void
  /** Changes the document without a step of undo, for what a person did not do. */
  amend(change: Partial<StudioDocument>): void
  /** Goes back or forth to the nearest step that has these data. */
  returnTo(data: DataChoices): void
  /** Takes the data out of every step of undo. Steps that differed in nothing else become one. */
  forgetData(): void
  undo(): void
  redo(): void
}

export function createDocumentEdits(store: DocumentStore, now: () => number = () => performance.now()): DocumentEdits {
  let lastField: string | undefined
  let lastTime = 0

  const forgetField = (): void => {
    lastField = undefined
  }

  const withoutStep = (change: () => void): void => {
    const { pause, resume } = store.temporal.getState()
    pause()
    change()
    resume()
  }

  return {
    edit(change, field) {
      const time = now()
      const joins = field !== undefined && field === lastField && time - lastTime < COALESCE_MS
      lastField = field
      lastTime = time
      if (joins) withoutStep(() => store.setState(change))
      else store.setState(change)
    },
    amend(change) {
      forgetField()
      withoutStep(() => store.setState(change))
    },
    returnTo(data) {
      forgetField()
      const history = store.temporal.getState()
      const stepsForth = nearest(history.futureStates, data)
      const stepsBack = nearest(history.pastStates, data)
      if (stepsForth > 0) history.redo(stepsForth)
      else if (stepsBack > 0) history.undo(stepsBack)
      else withoutStep(() => store.setState({ data }))
    },
    forgetData() {
      forgetField()
      const { pastStates, futureStates } = store.temporal.getState()
      const now = { ...store.getState(), data: NO_DATA }
      withoutStep(() => store.setState(now))
      store.temporal.setState({ pastStates: forget(pastStates, now), futureStates: forget(futureStates, now) })
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

/** The steps from now to the nearest of these states that has the data; 0 when none has them. The last state is the nearest. */
function nearest(states: readonly Partial<StudioDocument>[], data: DataChoices): number {
  const at = states.findLastIndex((state) => state.data === data)
  return at < 0 ? 0 : states.length - at
}

/** Takes the data out of the states. Of neighbours that are then the same, one stays. The last state is a neighbour of now. */
function forget(states: readonly Partial<StudioDocument>[], now: StudioDocument): Partial<StudioDocument>[] {
  const kept: StudioDocument[] = []
  for (const state of states.toReversed()) {
    const forgotten = { ...now, ...state, data: NO_DATA }
    if (!isSame(forgotten, kept.at(-1) ?? now)) kept.push(forgotten)
  }
  return kept.toReversed()
}
