/** Keeps stack and recipe in the browser's own storage, so that nothing is lost on reload. */
import { parseProject, serialiseProject } from '../../model/project'
import type { DocumentStore, StudioDocument } from './document'

const KEY = 'strata.document'
const DELAY_MS = 200

const NO_STORAGE =
  'The browser gives no access to its storage, so your model will not be kept when you reload the page.'

export interface SavedDocument {
  readonly document?: Pick<StudioDocument, 'stack' | 'recipe'>
  /** Why the saved document could not be used: one sentence. */
  readonly trouble?: string
}

/** The storage of this page; a browser that blocks it throws at the very name. */
export function findStorage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

export function loadDocument(storage: Storage | undefined): SavedDocument {
  if (!storage) return { trouble: NO_STORAGE }
  let text: string | null
  try {
    text = storage.getItem(KEY)
  } catch {
    return { trouble: NO_STORAGE }
  }
  if (text === null) return {}
  try {
    return { document: parseProject(text) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { trouble: `The model from your last visit could not be opened, so this is a new one. ${reason}` }
  }
}

/** Saves the document soon after each change, and at once when the page is left. Returns a function that ends it. */
export function autosave(store: DocumentStore, storage: Storage, onTrouble: (sentence: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined

  const save = (): void => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    try {
      const { stack, recipe } = store.getState()
      storage.setItem(KEY, serialiseProject({ stack, recipe }))
    } catch {
      onTrouble('The browser refused to keep your model in its storage, so it will be lost when you reload the page.')
    }
  }

  const stop = store.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(save, DELAY_MS)
  })
  addEventListener('pagehide', save)
  return () => {
    stop()
    removeEventListener('pagehide', save)
    save()
  }
}
