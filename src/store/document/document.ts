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

interface Contents {
  readonly stack: Stack
  readonly recipe: Recipe
  readonly data: DataChoices
}

export interface StudioDocument extends Contents {
  /** What a person did to get here, as the list of steps says it: `Add Conv2D`. Empty before the first step. */
  readonly did: string
}

export type DocumentStore = StoreApi<StudioDocument> & { readonly temporal: StoreApi<TemporalState<StudioDocument>> }

const HISTORY_LIMIT = 200

/** Edits of one field that follow each other within this time are one step of undo. */
const COALESCE_MS = 1000

/** What a newcomer finds: the first template, for 28 x 28 grey images of ten classes. */
export function newDocument(): StudioDocument {
  const [first] = TEMPLATES
  const { stack, recipe } = first.build(DEFAULT_DATA_SHAPE)
  return { stack, recipe: { ...DEFAULT_RECIPE, ...recipe }, data: NO_DATA, did: '' }
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
  /**
   * Replaces parts of the document as one step of undo. Edits with the same `field` in quick succession share a step.
   * @param did what the person did, as in `StudioDocument`.
   */
  edit(change: Partial<Contents>, did: string, field?: string): void
  /** Changes the document without a step of undo, for what a person did not do. */
  amend(change: Partial<Contents>): void
  /** Goes back or forth to the nearest step that has these data. */
  returnTo(data: DataChoices): void
  /** Takes the data out of every step of undo. Steps that differed in nothing else become one, under the name of the first. */
  forgetData(): void
  undo(): void
  redo(): void
  /** Goes so many steps forth, or back when there are less than none. */
  go(steps: number): void
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
    edit(change, did, field) {
      const time = now()
      const joins = field !== undefined && field === lastField && time - lastTime < COALESCE_MS
      lastField = field
      lastTime = time
      const before = store.getState()
      if (isSame({ ...before, ...change }, before)) return
      if (joins) withoutStep(() => store.setState({ ...change, did }))
      else store.setState({ ...change, did })
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
      const { states, at } = stepsOf(store)
      const kept: StudioDocument[] = []
      let now = 0
      for (const [index, state] of states.entries()) {
        const forgotten = { ...state, data: NO_DATA }
        const last = kept.at(-1)
        if (!last || !isSame(forgotten, last)) kept.push(forgotten)
        if (index === at) now = kept.length - 1
      }
      withoutStep(() => store.setState(kept[now]!))
      store.temporal.setState({ pastStates: kept.slice(0, now), futureStates: kept.slice(now + 1).toReversed() })
    },
    undo() {
      forgetField()
      store.temporal.getState().undo()
    },
    redo() {
      forgetField()
      store.temporal.getState().redo()
    },
    go(steps) {
      forgetField()
      const { undo, redo } = store.temporal.getState()
      if (steps < 0) undo(-steps)
      if (steps > 0) redo(steps)
    },
  }
}

/** The steps from now to the nearest of these states that has the data; 0 when none has them. The last state is the nearest. */
function nearest(states: readonly Partial<StudioDocument>[], data: DataChoices): number {
  const at = states.findLastIndex((state) => state.data === data)
  return at < 0 ? 0 : states.length - at
}

export interface Steps {
  /** The documents of all steps that Undo and Redo reach, from the first on. */
  readonly states: readonly StudioDocument[]
  /** Which of them is the document as it is. */
  readonly at: number
}

export function stepsOf(store: DocumentStore): Steps {
  const now = store.getState()
  const { pastStates, futureStates } = store.temporal.getState()
  // Each of them is a whole document: nothing is left out of the history.
  const states = [...pastStates, now, ...futureStates.toReversed()].map((state) => ({ ...now, ...state }))
  return { states, at: pastStates.length }
}
