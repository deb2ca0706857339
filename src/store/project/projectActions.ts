/** Saving a project file, and opening what a person chose of one. */
import type { Engine } from '../../engine/client'
import type { OpenedProject, OpenProjectRequest, SaveProjectRequest } from '../../engine/protocol/project'
import type { Loader } from '../data/loader'
import type { DocumentEdits, DocumentStore } from '../document/document'
import { adaptToData } from '../drop/adaptToData'
import type { ModelActions } from '../model/modelActions'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'

/** What of the project is saved. */
export interface ProjectChoice extends Pick<SaveProjectRequest, 'withImages' | 'runs' | 'withWeights'> {
  readonly withModel: boolean
}

/** What of a file is opened. */
export type OpenChoice = Omit<OpenProjectRequest, 'drop' | 'data'>

export interface ProjectActions {
  /** Asks what is to be saved. */
  askToSave(): void
  /** The file, or nothing when that was cancelled, or the engine refuses. */
  saveProject(choice: ProjectChoice): Promise<Blob | undefined>
  /** Opens what was chosen of the file that was brought, as one step of undo. */
  openProject(choice: OpenChoice): Promise<void>
  /** Ends the question, and what goes on of it. */
  leaveProject(): void
}

export interface ProjectActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly loader: Loader
  readonly models: Pick<ModelActions, 'adopt'>
}

export function createProjectActions(parts: ProjectActionsParts): ProjectActions {
  const { engine, document, edits, session, loader, models } = parts
  let saving: AbortController | undefined

  const set = (change: Partial<ReturnType<typeof session.getState>['project']>): void =>
    changePart(session, 'project', change)

  engine.subscribe((event) => {
    if (event.type === 'engineRestarted') set({ brought: undefined, work: undefined })
    if (event.type !== 'projectProgress' || !session.getState().project.work) return
    set({ work: { done: event.done, total: event.total } })
  })

  /** Takes over what was opened, but for images, which the loader takes over. */
  const take = ({ project, choices, model, loaded }: OpenedProject, name: string): void => {
    if (project && !loaded) {
      const stack = adaptToData(project.stack, session.getState())
      edits.edit({ stack, recipe: project.recipe, ...(choices && { data: choices }) }, `Open the project ${name}`)
    }
    if (model) models.adopt(model, { kind: 'project', name }, `Opened from ${name}.`)
  }

  return {
    askToSave: () => set({ isSaving: true, trouble: undefined, told: [] }),

    async saveProject({ withModel, ...choice }) {
      const { stack, recipe, data } = document.getState()
      const { current } = session.getState().model
      const controller = new AbortController()
      saving = controller
      set({ work: { done: 0, total: 0 }, trouble: undefined })
      try {
        const { file, notes } = await engine.call(
          'saveProject',
          { ...choice, stack, recipe, data, ...(withModel && current && { model: current.id }) },
          { signal: controller.signal },
        )
        if (withModel && current && session.getState().model.current?.id === current.id) {
          changePart(session, 'model', { saved: true })
        }
        set({ isSaving: false, told: notes.map((message) => ({ isCaution: true, message })) })
        return file
      } catch (error) {
        if (!isAbort(error)) set({ trouble: troubleOf(error).message })
        return undefined
      } finally {
        if (saving === controller) saving = undefined
        set({ work: undefined })
      }
    },

    async openProject(choice) {
      const { brought } = session.getState().project
      if (!brought) return
      const { name, drop } = brought
      let opened: OpenedProject | undefined
      set({ work: { done: 0, total: 0 }, trouble: undefined, told: [] })
      await loader.load(
        name,
        'opening',
        async (signal) => {
          const reply = await engine.call(
            'openProject',
            { ...choice, drop, data: document.getState().data },
            { signal },
          )
          opened = reply
          const { loaded, project } = reply
          if (loaded) return { ...loaded, ...(project && { project }) }
          take(reply, name)
          return undefined
        },
        {
          did: choice.document ? `Open the project ${name}` : `Open the images of ${name}`,
          onAccepted: () => opened && take(opened, name),
          onFailure: ({ message }) => set({ trouble: message }),
        },
      )
      set({ work: undefined })
      if (!opened) {
        const { data, project } = session.getState()
        if (!project.brought) set({ told: choice.runs ? [CANCELLED] : [] })
        else if (project.trouble === undefined) set({ trouble: data.trouble?.message })
        return
      }
      const layers = opened.project ? [replaced(name, opened)] : []
      set({ brought: undefined, told: [...layers, ...opened.notes] })
    },

    leaveProject() {
      saving?.abort()
      if (session.getState().project.work) loader.cancel()
      set({ isSaving: false, brought: undefined, work: undefined, trouble: undefined })
    },
  }
}

const CANCELLED = {
  isCaution: false,
  message: 'Opening the project was cancelled. Runs that were taken in by then stay.',
}

function replaced(name: string, { loaded }: OpenedProject): { readonly isCaution: false; readonly message: string } {
  const what = loaded ? 'The layers, the recipe and the images' : 'The layers and the recipe'
  return { isCaution: false, message: `${what} are now those of ${name}. Undo brings back the ones before.` }
}
