/** Opening what a person brings, whatever it is. The engine tells by the content, and its reply says what came of it. */
import {
  DEFAULT_SETTINGS,
  type ImportAnswer,
  type ImportQuestion,
  type ImportSettings,
  withAnswer,
} from '../../data/importSettings'
import { EngineError, type Engine } from '../../engine/client'
import type { LoadedData } from '../../engine/protocol/data'
import type { DropReply, Reading } from '../../engine/protocol/drop'
import type { SourceFile } from '../../files/sourceFile'
import { withNewIds } from '../../model/graph/pieces'
import type { Loader } from '../data/loader'
import type { DocumentEdits, DocumentStore } from '../document/document'
import type { ModelActions } from '../model/modelActions'
import type { DataPart } from '../session/dataPart'
import { changePart, type SessionStore } from '../session/session'
import { isAbort, troubleOf } from '../session/troubles'
import { adaptToData } from './adaptToData'
import { type Dropped, type FilesToList, isListed, joinDropped, nameDropped } from './dropped'

/** Whether data take the place of those at hand, or are added to them. */
export type OpenMode = 'replace' | 'add'

export interface DropActions {
  /**
   * Opens files as one step of undo. Without a mode, the page asks what becomes of data that come onto others. Files that are dropped
   * meanwhile belong to them.
   */
  openFiles(source: Dropped, mode?: OpenMode): Promise<void>
  /** Answers what becomes of data that came onto others. Without a mode, they are left alone. */
  answerDrop(mode: OpenMode | undefined): Promise<void>
  /** Opens the question whose answer would mend the trouble with data. */
  openQuestion(): void
  /** Answers the question that files raised. Without an answer, the files are left alone. */
  answerQuestion(answer: ImportAnswer | undefined): Promise<void>
  /** Opens a model, a configuration or a project, and nothing else. */
  openModel(files: readonly File[]): Promise<void>
}

export interface DropActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly loader: Loader
  readonly models: Pick<ModelActions, 'takeOver' | 'stopTesting' | 'testIfPossible'>
}

/** A drop that was asked about. */
interface Asked {
  /** The engine's id of it. */
  readonly drop: number
  readonly source: Dropped
  readonly mode: OpenMode
  readonly settings: ImportSettings
}

/** A question is asked at once, or offered beside the reason why nothing was read. */
function shown(question: ImportQuestion): Partial<DataPart> {
  if (question.kind !== 'names' || question.problem === undefined) return { question }
  return { trouble: { message: question.problem, question } }
}

export function createDropActions(parts: DropActionsParts): DropActions {
  const { engine, document, edits, session, loader, models } = parts
  let asked: Asked | undefined

  engine.subscribe(({ type }) => {
    if (type === 'engineRestarted') asked = undefined
  })

  /** What was said of layers that were opened. It is true until they are edited, or Undo takes them back. */
  let toldOfLayers: readonly string[] | undefined
  document.subscribe((now, before) => {
    if (now.stack === before.stack && now.recipe === before.recipe) return
    if (toldOfLayers && session.getState().model.notes === toldOfLayers) changePart(session, 'model', { notes: [] })
    toldOfLayers = undefined
  })

  const forget = (): Asked | undefined => {
    const before = asked
    asked = undefined
    changePart(session, 'data', { dropped: undefined, question: undefined })
    return before
  }

  const readingOf = (mode: OpenMode, settings: ImportSettings): Reading =>
    mode === 'add' ? { settings, addTo: document.getState().data } : { settings }

  /** Takes over what came of files. Data are returned, for the caller to take over. */
  const take = (reply: DropReply, from: Omit<Asked, 'drop'>): LoadedData | undefined => {
    const name = nameDropped(from.source)
    const tell = (notes: readonly string[]): void => changePart(session, 'model', { notes, trouble: undefined })
    const tellOfLayers = (...notes: readonly string[]): void => {
      toldOfLayers = notes
      tell(notes)
    }
    switch (reply.kind) {
      case 'dataset':
        return reply
      case 'projectFile': {
        const { drop, contents, notes } = reply
        changePart(session, 'project', { brought: { drop, name, contents, notes }, trouble: undefined, told: [] })
        tell([])
        break
      }
      case 'data':
        asked = { ...from, drop: reply.drop }
        changePart(session, 'data', { dropped: name })
        break
      case 'question':
        asked = { ...from, drop: reply.drop }
        changePart(session, 'data', shown(reply.question))
        break
      case 'model':
        models.takeOver(reply.model, { kind: 'file', name })
        tell(reply.notes)
        break
      case 'configuration':
        edits.edit(
          { stack: withNewIds(adaptToData(reply.stack, session.getState()), document.getState().stack) },
          `Open the layers of ${name}`,
        )
        tellOfLayers(`The layers are now those of ${name}. Undo brings back the ones before.`, ...reply.notes)
        break
      case 'project': {
        const { stack, recipe } = reply.project
        edits.edit({ stack: adaptToData(stack, session.getState()), recipe }, `Open the project ${name}`)
        tellOfLayers(
          `The layers and the recipe are now those of ${name}. Undo brings back the ones before.`,
          ...reply.notes,
        )
        break
      }
    }
    return undefined
  }

  /** Whatever the files were to be, the fault is shown where they were brought; what was said of others before is over. */
  const forgetOthers = (error: unknown): never => {
    if (!isAbort(error)) changePart(session, 'model', { trouble: undefined, notes: [] })
    throw error
  }

  const list = async (source: FilesToList, signal: AbortSignal): Promise<readonly SourceFile[]> => {
    const { name } = source
    const show = (phase: 'listing' | 'reading', done: number): void => {
      if (!signal.aborted) changePart(session, 'data', { importing: { name, phase, done, total: 0, perSecond: 0 } })
    }
    const files = await source
      .list(signal, (done) => show('listing', done))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        throw new EngineError({ code: 'badInput', message: `${name} can’t be read: ${reason}` })
      })
    if (files.length === 0) throw new EngineError({ code: 'badInput', message: `${name} holds no files.` })
    show('reading', 0)
    return files
  }

  /** Goes on with a drop that was asked about. */
  const goOn = async ({ drop, source, mode, settings }: Asked): Promise<void> => {
    await loader.load(nameDropped(source), 'reading', async (signal) => {
      const request = { drop, ...readingOf(mode, settings) }
      return take(await engine.call('openAsked', request, { signal }), { source, mode, settings })
    })
  }

  return {
    async openFiles(dropped, mode) {
      const waiting = mode === undefined && session.getState().data.dropped !== undefined ? asked : undefined
      const source = waiting ? joinDropped(waiting.source, dropped) : dropped
      if (isListed(source) && source.length === 0) return
      await loader.load(nameDropped(source), isListed(source) ? 'looking' : 'listing', async (signal) => {
        forget()
        const files = isListed(source) ? source : await list(source, signal)
        const from = { source, mode: mode ?? 'replace', settings: DEFAULT_SETTINGS }
        const ask = mode === undefined && session.getState().data.dataset !== undefined
        const request = { files, data: ask ? 'ask' : 'read', ...readingOf(from.mode, from.settings) } as const
        const reply = await engine.call('openFiles', request, { signal }).catch(forgetOthers)
        return take(reply, from)
      })
    },
    async answerDrop(mode) {
      const waiting = forget()
      if (waiting && mode) await goOn({ ...waiting, mode })
    },
    openQuestion: () => changePart(session, 'data', { question: session.getState().data.trouble?.question }),
    async answerQuestion(answer) {
      const { question, trouble } = session.getState().data
      if (answer === undefined && trouble?.question !== undefined) {
        // It is offered as before.
        changePart(session, 'data', { question: undefined })
        return
      }
      const waiting = forget()
      if (waiting && question && answer) await goOn({ ...waiting, settings: withAnswer(waiting.settings, answer) })
    },
    async openModel(files) {
      if (files.length === 0) return
      const source = files.map((file) => ({ path: file.name, file }))
      models.stopTesting()
      changePart(session, 'model', { opening: true, trouble: undefined, notes: [] })
      try {
        const reply = await engine.call('openFiles', { files: source, data: 'refuse', settings: DEFAULT_SETTINGS })
        take(reply, { source, mode: 'replace', settings: DEFAULT_SETTINGS })
      } catch (error) {
        changePart(session, 'model', { trouble: troubleOf(error) })
      } finally {
        changePart(session, 'model', { opening: false })
      }
      if (!session.getState().model.trouble) await models.testIfPossible()
    },
  }
}
