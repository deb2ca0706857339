/**
 * For tests: a folder on the disk, as the browser's origin private file system shows one to a worker. Its process can be killed: in the midst of a
 * write, at any byte, and from then on nothing is done any more. A file that is open for writing is held, and one that has been cut short since it
 * was asked for can't be read, as Chromium has it.
 */
import {
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { closeSync, fsyncSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Killed extends Error {}

export interface NodeFolder {
  readonly path: string
  /** As a process sees it that begins now. */
  open(): NodeProcess
  /** A process that is about to end has this file open for writing, and has cut it short. @returns what closes it. */
  hold(file: string): () => void
  remove(): void
}

export interface NodeProcess {
  readonly handle: FileSystemDirectoryHandle
  /** Dies after so many more bytes were written: after none, at once. */
  dieAfter(bytes: number): void
  /** From now on there is no room for anything more. */
  fill(): void
  readonly isDead: boolean
}

export function createNodeFolder(): NodeFolder {
  const path = mkdtempSync(join(tmpdir(), 'strata-'))
  const held = new Set<string>()
  return {
    path,
    open: () => openProcess(path, held),
    hold(file) {
      const whole = join(path, file)
      held.add(whole)
      truncateSync(whole, 0)
      return () => held.delete(whole)
    },
    remove: () => rmSync(path, { recursive: true }),
  }
}

/** @param held the files that any process has open for writing. */
function openProcess(root: string, held: Set<string>): NodeProcess {
  let left = Infinity
  let isFull = false
  const isDead = (): boolean => left <= 0
  const live = <Result>(work: () => Result): Result => {
    if (isDead()) throw new Killed()
    return work()
  }
  const later = <Result>(work: () => Result): Promise<Result> => new Promise((resolve) => resolve(live(work)))
  const missing = (): DOMException => new DOMException('It could not be found.', 'NotFoundError')

  const requireFree = (path: string): void => {
    if ([...held].some((file) => file === path || file.startsWith(join(path, '/'))))
      throw new DOMException('It is open elsewhere.', 'NoModificationAllowedError')
  }

  const accessTo = (file: string) => {
    requireFree(file)
    held.add(file)
    const opened = openSync(file, existsSync(file) ? 'r+' : 'w+')
    return {
      write: (bytes: Uint8Array, { at }: { readonly at: number }) =>
        live(() => {
          if (isFull) throw new DOMException('No capacity.', 'QuotaExceededError')
          const written = Math.min(left, bytes.length)
          writeSync(opened, bytes, 0, written, at)
          left -= written
          if (isDead()) throw new Killed()
          return written
        }),
      truncate: (size: number) => live(() => ftruncateSync(opened, size)),
      flush: () => live(() => fsyncSync(opened)),
      close() {
        held.delete(file)
        closeSync(opened)
      },
    }
  }

  const handleOf = (path: string): unknown => ({
    getDirectoryHandle: (name: string, { create = false } = {}) =>
      later(() => {
        const child = join(path, name)
        if (create && isFull && !existsSync(child)) {
          throw new DOMException(
            'The operation failed because it would cause the application to exceed its storage quota.',
            'QuotaExceededError',
          )
        }
        if (create) mkdirSync(child, { recursive: true })
        if (!existsSync(child)) throw missing()
        return handleOf(child)
      }),
    getFileHandle: (name: string, { create = false } = {}) =>
      later(() => {
        const file = join(path, name)
        if (!existsSync(file)) {
          if (!create) throw missing()
          closeSync(openSync(file, 'w'))
        }
        return {
          getFile: () => later(() => new Snapshot(file, name)),
          createSyncAccessHandle: () => later(() => accessTo(file)),
        }
      }),
    removeEntry: (name: string) =>
      later(() => {
        requireFree(join(path, name))
        rmSync(join(path, name), { recursive: true })
      }),
    keys: () => live(() => readdirSync(path).values()),
  })

  return {
    handle: handleOf(root) as FileSystemDirectoryHandle,
    dieAfter(bytes) {
      left = bytes
    },
    fill() {
      isFull = true
    },
    get isDead() {
      return isDead()
    },
  }
}

/** A file as it was when it was asked for, which is read from the disk only later. */
class Snapshot extends File {
  readonly #path: string

  constructor(path: string, name: string) {
    super([readFileSync(path)], name)
    this.#path = path
  }

  override slice(start = 0, end = this.size): Blob {
    const piece = super.slice(start, end)
    const read = piece.arrayBuffer.bind(piece)
    piece.arrayBuffer = () =>
      statSync(this.#path).size < Math.min(end, this.size)
        ? Promise.reject(new DOMException('It could not be read.', 'NotReadableError'))
        : read()
    return piece
  }
}
