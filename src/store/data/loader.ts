/** Loads data, one load at a time: shows its progress, takes over its data, and says why another can't begin. */
import type { LoadedData } from '../../engine/protocol/data'
import { isSameChoices, type DataChoices } from '../../model/dataChoices'
import type { Project } from '../../model/project'
import { followBatchSize } from '../../model/training/followBatchSize'
import { adaptStack, usualBatchSize } from '../../model/graph/templates/templates'
import { dataShape } from '../session/dataShape'
import type { DataPart, ImportState } from '../session/dataPart'
import { formerDataOf } from './formerData'
import { followData, type FollowerParts } from './followData'
import { isTraining } from '../session/runPart'
import { trainingFacts } from '../session/trainingFacts'
import { changePart, type Session } from '../session/session'
import { isAbort, troubleOf, type Trouble } from '../session/troubles'
import { UNDER_WAY } from '../session/underWay'

/** Data, with the layers and the recipe that came with them: those stay as they are. */
export type Loaded = LoadedData & { readonly project?: Project }

export interface Loader {
  /**
   * Shows the progress of a load, and takes over its data. `ask` gives undefined when the files turn out to be something else. It is a
   * step of undo, unless `isStep` is false; `did` says what was done, if that is not that the data were opened. `onAccepted` comes
   * between that and a test of the model. A failure is shown as a trouble of the data, or by `onFailure`.
   */
  load(
    name: string,
    phase: ImportState['phase'],
    ask: (signal: AbortSignal) => Promise<Loaded | undefined>,
    how?: {
      readonly isStep?: boolean
      readonly did?: string
      readonly onAccepted?: () => void
      readonly onFailure?: (trouble: Trouble) => void
    },
  ): Promise<void>
  cancel(): void
}

export interface LoaderParts extends FollowerParts {
  readonly models: FollowerParts['models'] & { testIfPossible(): Promise<void> }
}

export function createLoader(parts: LoaderParts): Loader {
  const { engine, document, edits, session, models } = parts
  const set = (change: Partial<DataPart>): void => changePart(session, 'data', change)
  const show = followData(parts)
  let importing: AbortController | undefined
  /** Why the last load could not begin. */
  let refusal: Trouble | undefined

  // A trouble goes when its cause is over, or when the document names other data.
  session.subscribe((state) => {
    const isOver = refusal !== undefined && state.data.trouble === refusal && whyNotLoad(state) !== refusal.message
    if (isOver) set({ trouble: undefined })
  })
  document.subscribe((now, before) => {
    if (now.data !== before.data) set({ trouble: undefined, rereadTrouble: undefined })
  })

  engine.subscribe((event) => {
    if (event.type !== 'importProgress') return
    const { type: _, ...progress } = event
    const { importing } = session.getState().data
    if (importing) set({ importing: { ...importing, ...progress } })
  })

  const accept = ({ project, ...loaded }: Loaded, isStep: boolean, did: string): void => {
    const { formerShape: before, formerFacts: factsBefore } = formerDataOf(session.getState())
    show(loaded)
    const { stack, recipe, data } = document.getState()
    const change = {
      data: choicesNow(loaded, data),
      ...(project ?? {
        stack: adaptStack(stack, before, dataShape(session.getState())),
        recipe: followBatchSize(recipe, usualBatchSize(stack, before), factsBefore, trainingFacts(loaded.dataset)),
      }),
    }
    if (isStep) edits.edit(change, did)
    else edits.amend(change)
  }

  return {
    async load(
      name,
      phase,
      ask,
      { isStep = true, did = `Open ${name}`, onAccepted, onFailure = (trouble: Trouble) => set({ trouble }) } = {},
    ) {
      const obstacle = whyNotLoad(session.getState())
      if (obstacle !== undefined) {
        refusal = { message: obstacle }
        set({ trouble: refusal })
        return
      }
      models.stopTesting()
      const controller = new AbortController()
      importing = controller
      set({ importing: { name, phase, done: 0, total: 0, perSecond: 0 }, trouble: undefined, rereadTrouble: undefined })
      try {
        const loaded = await ask(controller.signal)
        if (loaded) {
          accept(loaded, isStep, did)
          onAccepted?.()
        }
      } catch (error) {
        if (!controller.signal.aborted && !isAbort(error)) onFailure(troubleOf(error))
      } finally {
        importing = undefined
        set({ importing: undefined })
      }
      await models.testIfPossible()
    },
    cancel: () => importing?.abort(),
  }
}

/** With what was decided while files were read. */
function choicesNow({ choices, continues }: LoadedData, now: DataChoices): DataChoices {
  const decided = { ...now, dataset: choices.dataset }
  return continues === now.dataset && !isSameChoices(decided, choices) ? decided : choices
}

/** One load at a time: nothing that is under way is dropped in silence. */
function whyNotLoad({ run, data: { importing, question } }: Session): string | undefined {
  if (isTraining(run.state)) return UNDER_WAY.training
  if (importing) return `${importing.name} is still being read: cancel that, or wait until it is ready.`
  if (question) return `${question.file} waits for an answer to a question: give one, or cancel, then load other data.`
  return undefined
}
