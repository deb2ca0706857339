/** What a person can do with data: bring them, decide about them, look at them, and keep them. */
import type {
  AugmentationPreview,
  AugmentationPreviewRequest,
  FullImage,
  ImageQuery,
  LoadedData,
  OfData,
  StorageReport,
  Thumbnails,
  TutorialData,
} from '../../engine/protocol/data'
import type { SourceFile } from '../../files/sourceFile'
import { EngineError } from '../../engine/client'
import type { DatasetStatistics, Finding, ImageSelection } from '../../data/datasetFacts'
import { DEFAULT_SETTINGS, type ImageColumns, type ImportSettings } from '../../data/importSettings'
import { excludeFrom, includeIn, relabelIn, type DataChoices, type Splitting } from '../../model/dataChoices'
import { adaptStack } from '../../model/graph/templates'
import { askToPersist } from './askToPersist'
import { dataShape } from './dataShape'
import { followData, type FollowerParts } from './followData'
import { holdsModel } from '../model/holdsModel'
import type { ModelActions } from '../model/modelActions'
import { nameFiles } from './nameFiles'
import { isTraining } from '../run/runPart'
import { changePart, type Session } from '../session'
import { emptyData, type DataPart, type ImportState } from './dataPart'
import { isAbort, troubleOf, type Trouble } from '../troubles'

const SAMPLE_SEED = 42

/** Whether files take the place of the data at hand, or are added to them. */
export type OpenMode = 'replace' | 'add'

/** Files that have to be found first, as in a dropped folder. */
export interface FilesToList {
  readonly name: string
  /** `onListed` hears how many there are so far. */
  list(signal: AbortSignal, onListed: (files: number) => void): Promise<readonly SourceFile[]>
}

export interface DataActions {
  /** Reads files as one step of undo; or opens them, when they are a model. */
  openFiles(files: readonly SourceFile[] | FilesToList, mode: OpenMode): Promise<void>
  /** Answers the question about a table's columns; without an answer, the files are left alone. */
  answerColumns(columns: ImageColumns | undefined): Promise<void>
  /** Reads the files again in another way. */
  changeSettings(settings: ImportSettings): Promise<void>
  loadTutorial(tutorial: TutorialData): Promise<void>
  loadSampleDigits(): Promise<void>
  cancelImport(): void

  setSplitting(splitting: Splitting): void
  excludeImages(images: readonly number[]): void
  includeImages(images: readonly number[]): void
  relabelImages(images: readonly number[], label: string): void

  thumbnails(query: ImageQuery, signal: AbortSignal): Promise<Thumbnails>
  /** The numbers of all images that match, in their order. */
  listImages(selection: ImageSelection, signal: AbortSignal): Promise<Uint32Array>
  image(index: number, signal: AbortSignal): Promise<FullImage>
  statistics(signal: AbortSignal): Promise<DatasetStatistics>
  checkData(signal: AbortSignal): Promise<readonly Finding[]>
  /** Every problem of the import as the text of a CSV file; nothing when the engine refuses. */
  problemsCsv(): Promise<string | undefined>
  previewAugmentation(request: AugmentationPreviewRequest, signal: AbortSignal): Promise<AugmentationPreview>

  /** Finds out what the browser keeps. */
  storage(): Promise<void>
  /** Keeps the data at hand, as they are now, in the browser's own storage. */
  keepDataset(): Promise<void>
  openStored(key: string): Promise<void>
  /** Opens the data of the last visit, if the browser still keeps them; it is no step of undo. */
  reopenStored(key: string): Promise<void>
  deleteStored(key: string): Promise<void>
}

export interface DataParts extends FollowerParts {
  readonly models: Pick<ModelActions, 'stopTesting' | 'testIfPossible' | 'openModel'>
}

export function createDataActions(parts: DataParts): DataActions {
  const { engine, document, edits, session, models } = parts
  const set = (change: Partial<DataPart>): void => changePart(session, 'data', change)
  const show = followData(parts)
  let importing: AbortController | undefined
  /** The last load that was not begun as something was in its way. */
  let refusal: Trouble | undefined
  let asked: { readonly files: readonly SourceFile[]; readonly mode: OpenMode; settings: ImportSettings } | undefined

  // A trouble goes when what it speaks of is over, and with the next thing that is done to the data.
  session.subscribe((state) => {
    const isOver = refusal !== undefined && state.data.trouble === refusal && whyNotLoad(state) !== refusal.message
    if (isOver) set({ trouble: undefined })
  })
  document.subscribe((now, before) => {
    if (now.data !== before.data) set({ trouble: undefined })
  })

  engine.subscribe((event) => {
    if (event.type === 'importProgress') {
      const { type: _, ...progress } = event
      const { importing } = session.getState().data
      if (importing) set({ importing: { ...importing, ...progress } })
    }
    if (event.type !== 'engineRestarted') return
    asked = undefined
    const { stored } = session.getState().data
    session.setState({ data: { ...emptyData(), stored } })
    edits.forgetData()
  })

  const choices = (): DataChoices => document.getState().data
  /** A look is at what the page shows, which for a moment after an edit is what the document said before. */
  const shown = (): OfData => ({ data: session.getState().data.choices })

  const accept = (loaded: LoadedData, isStep: boolean): void => {
    const before = dataShape(session.getState())
    show(loaded)
    const { stack } = document.getState()
    const change = { data: loaded.choices, stack: adaptStack(stack, before, dataShape(session.getState())) }
    if (isStep) edits.edit(change)
    else edits.amend(change)
  }

  /** Shows how a load goes on, and takes over what it ends in; nothing when it ends in a question. */
  const load = async (
    name: string,
    phase: ImportState['phase'],
    ask: (signal: AbortSignal) => Promise<LoadedData | undefined>,
    isStep = true,
  ): Promise<void> => {
    const obstacle = whyNotLoad(session.getState())
    if (obstacle !== undefined) {
      refusal = { message: obstacle }
      set({ trouble: refusal })
      return
    }
    models.stopTesting()
    const controller = new AbortController()
    importing = controller
    set({ importing: { name, phase, done: 0, total: 0, perSecond: 0 }, trouble: undefined })
    try {
      const loaded = await ask(controller.signal)
      if (loaded) accept(loaded, isStep)
    } catch (error) {
      if (!controller.signal.aborted && !isAbort(error)) set({ trouble: troubleOf(error) })
    } finally {
      importing = undefined
      set({ importing: undefined })
    }
    await models.testIfPossible()
  }

  const read = async (
    files: readonly SourceFile[],
    mode: OpenMode,
    settings: ImportSettings,
    signal: AbortSignal,
  ): Promise<LoadedData | undefined> => {
    const addTo = mode === 'add' ? { addTo: choices() } : {}
    const reply = await engine.call('importFiles', { files, settings, ...addTo }, { signal })
    if (reply.kind === 'ready') return reply
    asked = { files, mode, settings }
    set({ question: reply.question })
    return undefined
  }

  const list = async (source: FilesToList, signal: AbortSignal): Promise<readonly SourceFile[]> => {
    const { name } = source
    const onListed = (done: number): void => {
      if (!signal.aborted) set({ importing: { name, phase: 'listing', done, total: 0, perSecond: 0 } })
    }
    try {
      const files = await source.list(signal, onListed)
      if (files.length > 0) return files
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new EngineError({ code: 'badInput', message: `${name} can’t be read: ${reason}` })
    }
    throw new EngineError({ code: 'badInput', message: `${name} holds no files.` })
  }

  const editChoices = <Field extends keyof DataChoices>(field: Field, value: DataChoices[Field]): void => {
    if (choices()[field] !== value) edits.edit({ data: { ...choices(), [field]: value } })
  }

  const askStorage = async (ask: () => Promise<StorageReport>): Promise<StorageReport | undefined> => {
    set({ storageTrouble: undefined })
    try {
      const stored = await ask()
      set({ stored })
      return stored
    } catch (error) {
      set({ storageTrouble: troubleOf(error) })
      return undefined
    }
  }

  const remember = (id: number, key: string, keptChoices: DataChoices): void =>
    set({ kept: { ...session.getState().data.kept, [id]: { key, choices: keptChoices } } })

  const openKept = (key: string, isStep: boolean): Promise<void> => {
    const name = session.getState().data.stored?.datasets.find((stored) => stored.key === key)?.name ?? 'Saved data'
    return load(
      name,
      'opening',
      async (signal) => {
        const opened = await engine.call('openStored', { key }, { signal })
        remember(opened.dataset.id, key, opened.choices)
        return opened
      },
      isStep,
    )
  }

  return {
    async openFiles(source, mode) {
      if (isFound(source)) {
        if (source.length === 0) return
        if (holdsModel(source)) return models.openModel(source.map(({ file }) => file))
        return load(nameFiles(source), 'reading', (signal) => read(source, mode, DEFAULT_SETTINGS, signal))
      }
      const { name } = source
      await load(name, 'listing', async (signal) => {
        const files = await list(source, signal)
        if (holdsModel(files)) {
          await models.openModel(files.map(({ file }) => file))
          return undefined
        }
        set({ importing: { name, phase: 'reading', done: 0, total: 0, perSecond: 0 } })
        return read(files, mode, DEFAULT_SETTINGS, signal)
      })
    },
    async answerColumns(columns) {
      const { question } = session.getState().data
      const waiting = asked
      asked = undefined
      set({ question: undefined })
      if (!waiting || !question || !columns) return
      const { files, mode, settings } = waiting
      const answered = { ...settings, columns: { ...settings.columns, [question.file]: columns } }
      await load(nameFiles(files), 'reading', (signal) => read(files, mode, answered, signal))
    },
    async changeSettings(settings) {
      const { dataset } = session.getState().data
      if (!dataset) return
      await load(dataset.name, 'reading', (signal) =>
        engine.call('rereadFiles', { data: choices(), settings }, { signal }),
      )
    },
    async loadTutorial(tutorial) {
      await load(TUTORIAL_NAMES[tutorial], 'downloading', (signal) =>
        engine.call('importTutorial', { tutorial }, { signal }),
      )
    },
    async loadSampleDigits() {
      await load('Sample digits', 'drawing', (signal) =>
        engine.call('makeSampleDigits', { seed: SAMPLE_SEED }, { signal }),
      )
    },
    cancelImport: () => importing?.abort(),

    setSplitting: (splitting) => edits.edit({ data: { ...choices(), splitting } }, 'data splitting'),
    excludeImages: (images) => editChoices('excluded', excludeFrom(choices().excluded, images)),
    includeImages: (images) => editChoices('excluded', includeIn(choices().excluded, images)),
    relabelImages: (images, label) => editChoices('relabelled', relabelIn(choices().relabelled, images, label)),

    thumbnails: (query, signal) => engine.call('thumbnails', { ...shown(), ...query }, { signal }),
    listImages: async (selection, signal) =>
      (await engine.call('listImages', { ...shown(), ...selection }, { signal })).images,
    image: (index, signal) => engine.call('image', { ...shown(), index }, { signal }),
    statistics: (signal) => engine.call('statistics', shown(), { signal }),
    checkData: (signal) => engine.call('checkData', shown(), { signal }),
    async problemsCsv() {
      try {
        return (await engine.call('problemsCsv', shown())).csv
      } catch (error) {
        set({ trouble: troubleOf(error) })
        return undefined
      }
    },
    previewAugmentation: (request, signal) =>
      engine.call('previewAugmentation', { ...shown(), ...request }, { signal }),

    async storage() {
      await askStorage(() => engine.call('storage'))
    },
    async keepDataset() {
      const { dataset } = session.getState().data
      if (!dataset) return
      const keptChoices = choices()
      set({ keeping: true, trouble: undefined })
      await askToPersist()
      const report = await askStorage(() => engine.call('keepDataset', { data: keptChoices }))
      set({ keeping: false })
      const key = report?.datasets.toSorted((a, b) => b.savedAt - a.savedAt)[0]?.key
      if (key !== undefined) remember(dataset.id, key, keptChoices)
    },
    openStored: (key) => openKept(key, true),
    async reopenStored(key) {
      await askStorage(() => engine.call('storage'))
      if (session.getState().data.stored?.datasets.some((stored) => stored.key === key)) await openKept(key, false)
    },
    async deleteStored(key) {
      set({ trouble: undefined })
      const report = await askStorage(() => engine.call('deleteStored', { key }))
      if (!report) return
      const kept = Object.entries(session.getState().data.kept).filter(([, dataset]) => dataset.key !== key)
      set({ kept: Object.fromEntries(kept) })
    },
  }
}

const TUTORIAL_NAMES: Readonly<Record<TutorialData, string>> = {
  ludwig: 'Ludwig in Galaxy',
  galaxy: 'Galaxy CNN tutorial',
}

/** One load at a time: nothing that is under way is dropped in silence. */
function whyNotLoad({ run, data: { importing, question } }: Session): string | undefined {
  if (isTraining(run.state)) return 'A training run is using the data: stop it, then load other data.'
  if (importing) return `${importing.name} is still being read: wait until it is ready, or cancel it first.`
  if (question) return `${question.file} waits for its columns: choose them, or cancel, then load other data.`
  return undefined
}

function isFound(source: readonly SourceFile[] | FilesToList): source is readonly SourceFile[] {
  return Array.isArray(source)
}
