/** What a person can do with data: read them in another way, decide about them, look at them, and keep them. */
import type {
  AugmentationPreview,
  AugmentationPreviewRequest,
  FullImage,
  ImageQuery,
  OfData,
  StorageReport,
  Thumbnails,
  TutorialData,
} from '../../engine/protocol/data'
import type { Engine } from '../../engine/client'
import type { DatasetStatistics, Finding, ImageSelection } from '../../data/datasetFacts'
import type { ImportSettings } from '../../data/importSettings'
import { counted, quoted } from '../../common/text'
import {
  excludeFrom,
  includeIn,
  mergeIn,
  relabelIn,
  type DataChoices,
  type MergedClass,
  type Splitting,
} from '../../model/dataChoices'
import type { DataShape } from '../../model/graph/shapes'
import { adaptStack } from '../../model/graph/templates/templates'
import { askToPersist } from './askToPersist'
import { formerDataOf } from './formerData'
import type { DocumentEdits, DocumentStore } from '../document/document'
import { changePart, type SessionStore } from '../session/session'
import { emptyData, type DataPart } from '../session/dataPart'
import { dataShape } from '../session/dataShape'
import type { Loader } from './loader'
import { troubleOf } from '../session/troubles'

const SAMPLE_SEED = 42

export interface DataActions {
  /** Reads the files again in another way, as one step of undo. Where that can't be done they stay as they are, and why is said. */
  changeSettings(settings: ImportSettings): Promise<void>
  /** As `changeSettings`, to leave out a table of the files, or a folder, or to use it: by its path in the report on the files. */
  includePart(part: 'table' | 'folder', path: string, isUsed: boolean): Promise<void>
  loadTutorial(tutorial: TutorialData): Promise<void>
  loadSampleDigits(): Promise<void>
  cancelImport(): void

  setSplitting(splitting: Splitting): void
  excludeImages(images: readonly number[]): void
  includeImages(images: readonly number[]): void
  relabelImages(images: readonly number[], label: string): void
  /** Merges classes of the data that are shown. The stack follows the number of classes, in the same step of undo. */
  mergeClasses(added: readonly MergedClass[]): void

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
  /** Opens the data of the last visit, if the browser still keeps them. This is no step of undo. */
  reopenStored(key: string): Promise<void>
  deleteStored(key: string): Promise<void>
  /** Forgets which kernels were the fastest on this browser's graphics device. */
  forgetKernelChoices(): Promise<void>
}

export interface DataParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly edits: DocumentEdits
  readonly session: SessionStore
  readonly loader: Loader
}

export function createDataActions({ engine, document, edits, session, loader }: DataParts): DataActions {
  const { load } = loader
  const set = (change: Partial<DataPart>): void => changePart(session, 'data', change)

  engine.subscribe(({ type }) => {
    if (type !== 'engineRestarted') return
    const { stored } = session.getState().data
    session.setState({ data: { ...emptyData(), stored, ...formerDataOf(session.getState()) } })
    edits.forgetData()
  })

  const choices = (): DataChoices => document.getState().data
  /** A look is at the choices that the page shows. For a moment after an edit, the document is ahead of them. */
  const shown = (): OfData => ({ data: session.getState().data.choices })

  const editChoices = <Field extends keyof DataChoices>(field: Field, value: DataChoices[Field], did: string): void => {
    if (choices()[field] !== value) edits.edit({ data: { ...choices(), [field]: value } }, did)
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
        const opened = await engine.call('openStored', { key }, { signal }).catch(async (error: unknown) => {
          // Another page may have deleted it.
          await askStorage(() => engine.call('storage'))
          throw error
        })
        remember(opened.dataset.id, key, opened.choices)
        return opened
      },
      { isStep },
    )
  }

  /** `unchanged` says before the reason that nothing was changed. */
  const reread = async (settings: ImportSettings, did: string, unchanged: string): Promise<void> => {
    const { dataset } = session.getState().data
    if (!dataset) return
    await load(
      dataset.name,
      'reading',
      (signal) => engine.call('rereadFiles', { data: choices(), settings }, { signal }),
      {
        did,
        onFailure: (trouble) => set({ rereadTrouble: { ...trouble, message: `${unchanged} ${trouble.message}` } }),
      },
    )
  }

  return {
    changeSettings: (settings) =>
      reread(settings, 'Change how the files are read', 'The images are as they were: they can’t be read so.'),
    async includePart(part, path, isUsed) {
      const settings = session.getState().data.dataset?.settings
      if (!settings) return
      const did = `${isUsed ? 'Use' : 'Leave out'} ${path}`
      const unchanged = isUsed
        ? `${path} is still left out: the files can’t be read with it.`
        : `${path} is still in use: the files can’t be read without it.`
      await reread(withPart(settings, part, path, isUsed), did, unchanged)
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
    cancelImport: loader.cancel,

    setSplitting: (splitting) =>
      edits.edit({ data: { ...choices(), splitting } }, 'Change the splits', 'data splitting'),
    excludeImages: (images) =>
      editChoices('excluded', excludeFrom(choices().excluded, images), `Exclude ${countImages(images)}`),
    includeImages: (images) =>
      editChoices('excluded', includeIn(choices().excluded, images), `Include ${countImages(images)}`),
    relabelImages: (images, label) =>
      editChoices(
        'relabelled',
        relabelIn(choices().relabelled, images, label),
        `Correct the label of ${countImages(images)} to ${quoted(label)}`,
      ),

    mergeClasses(added) {
      const merged = mergeIn(choices().merged, added)
      const [first, ...others] = added
      if (merged === choices().merged || first === undefined) return
      const shape = dataShape(session.getState())
      const shapeWith = ({ length }: readonly MergedClass[]): DataShape => ({
        ...shape,
        classes: shape.classes + shown().data.merged.length - length,
      })
      const { stack } = document.getState()
      edits.edit(
        {
          data: { ...choices(), merged },
          stack: adaptStack(stack, shapeWith(choices().merged), shapeWith(merged)),
        },
        others.length === 0
          ? `Make ${quoted(first.from)} and ${quoted(first.to)} one class`
          : `Merge ${counted(added.length, 'classes')} into others`,
      )
    },

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
      if (key !== undefined) remember(keptChoices.dataset, key, keptChoices)
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
    async forgetKernelChoices() {
      await askStorage(() => engine.call('forgetKernelChoices'))
    },
  }
}

function withPart(settings: ImportSettings, part: 'table' | 'folder', path: string, isUsed: boolean): ImportSettings {
  if (part === 'table') return { ...settings, tables: { ...settings.tables, [path]: isUsed ? 'in' : 'out' } }
  const { [path]: _, ...others } = settings.folders
  return { ...settings, folders: isUsed ? { ...others, [path]: 'in' } : others }
}

function countImages(images: readonly number[]): string {
  return images.length === 1 ? '1 image' : counted(images.length, 'images')
}

const TUTORIAL_NAMES: Readonly<Record<TutorialData, string>> = {
  ludwig: 'Ludwig in Galaxy',
  galaxy: 'Galaxy CNN tutorial',
}
