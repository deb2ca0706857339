/** The checkpoints in the browser's own storage, as the worker holds them: opened when they are first wanted. */
import { isStorageFull, STORAGE_FULL } from '../../common/storageFull'
import { createCheckpointStore, type CheckpointStore } from '../../storage/checkpoints/checkpointStore'
import { StorageError } from '../../storage/folders'
import { CallFailure } from '../failures'

export interface HeldCheckpoints {
  /** @throws CallFailure in words where the storage refuses; NoCheckpoints where the browser gives a page none. */
  ask<Result>(work: (store: CheckpointStore) => Promise<Result>): Promise<Result>
}

/** This browser keeps no files for the page, as in a private window. */
export class NoCheckpoints extends CallFailure {
  constructor() {
    super('badInput', 'This browser gives the page no storage for checkpoints here, as in a private window.')
  }
}

export type OpenCheckpoints = () => Promise<CheckpointStore>

export function createHeldCheckpoints(open: OpenCheckpoints = openOfBrowser): HeldCheckpoints {
  let opening: Promise<CheckpointStore> | undefined
  return {
    async ask(work) {
      try {
        opening ??= open()
        return await work(await opening)
      } catch (error) {
        // What was refused once may be given later.
        opening = undefined
        throw error instanceof StorageError ? new CallFailure('badInput', error.message) : error
      }
    },
  }
}

async function openOfBrowser(): Promise<CheckpointStore> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) throw new NoCheckpoints()
  const { storage } = navigator
  try {
    const root = await storage.getDirectory()
    const folders = await root.getDirectoryHandle('checkpoints', { create: true })
    return createCheckpointStore(folders, () => storage.estimate())
  } catch (error) {
    if (isStorageFull(error)) throw new StorageError(STORAGE_FULL)
    throw new NoCheckpoints()
  }
}
