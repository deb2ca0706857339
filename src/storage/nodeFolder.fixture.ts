/**
 * For tests: a folder on the disk, as the browser's origin private file system shows one to a worker. Its process can be killed: in the midst of a
 * write, at any byte, and from then on nothing is done any more.
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
  return { path, open: () => openProcess(path), remove: () => rmSync(path, { recursive: true }) }
}

function openProcess(root: string): NodeProcess {
  let left = Infinity
  let isFull = false
  const isDead = (): boolean => left <= 0
  const live = <Result>(work: () => Result): Result => {
    if (isDead()) throw new Killed()
    return work()
  }
  const later = <Result>(work: () => Result): Promise<Result> => new Promise((resolve) => resolve(live(work)))
  const missing = (): DOMException => new DOMException('It could not be found.', 'NotFoundError')

  const accessTo = (file: string) => {
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
      close: () => closeSync(opened),
    }
  }

  const handleOf = (path: string): unknown => ({
    getDirectoryHandle: (name: string, { create = false } = {}) =>
      later(() => {
        const child = join(path, name)
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
          getFile: () => later(() => new File([readFileSync(file)], name)),
          createSyncAccessHandle: () => later(() => accessTo(file)),
        }
      }),
    removeEntry: (name: string) => later(() => rmSync(join(path, name), { recursive: true })),
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
