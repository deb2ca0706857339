import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listFolders } from './listDropped'

/** An entry as the browser gives it: a folder hands out its entries three at a time. */
function makeEntry(name: string, content: string | readonly FileSystemEntry[], parent = ''): FileSystemEntry {
  const fullPath = `${parent}/${name}`
  if (typeof content === 'string') {
    const file = (give: (file: File) => void): void => queueMicrotask(() => give(new File([content], name)))
    return { name, fullPath, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry
  }
  const createReader = (): unknown => {
    let at = 0
    return {
      readEntries: (give: (batch: readonly FileSystemEntry[]) => void) =>
        queueMicrotask(() => give(content.slice(at, (at += 3)))),
    }
  }
  return { name, fullPath, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
}

const CAT = Array.from({ length: 7 }, (_, i) => makeEntry(`${i}.png`, 'cat', '/pets/cat'))
const DOG = [makeEntry('0.png', 'dog', '/pets/dog')]
const PETS = makeEntry('pets', [makeEntry('cat', CAT, '/pets'), makeEntry('dog', DOG, '/pets')])

describe('a dropped folder', () => {
  it('is listed to its last file, with paths from the folder on', async () => {
    const entries = [PETS, makeEntry('labels.csv', 'a,b')]
    const files = await listFolders(entries, new AbortController().signal, () => undefined)
    expect(files.map(({ path }) => path).toSorted()).toEqual([
      'labels.csv',
      ...Array.from({ length: 7 }, (_, i) => `pets/cat/${i}.png`),
      'pets/dog/0.png',
    ])
    const dog = files.find(({ path }) => path === 'pets/dog/0.png')
    expect(await dog?.file.text()).toBe('dog')
  })

  it('lets the page go after a few milliseconds, and is given up when that is asked for', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => makeEntry(`${i}.png`, 'x', '/many'))
    const controller = new AbortController()
    const counts: number[] = []
    const listing = listFolders([makeEntry('many', many)], controller.signal, (count) => counts.push(count))
    // Each look at the clock finds it later, and another task gets its turn while the list goes on.
    let clock = 0
    const look = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 5))
    onTestFinished(() => look.mockRestore())
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      controller.abort()
    }
    port2.postMessage(undefined)
    await expect(listing).rejects.toThrow('aborted')
    expect(counts.length).toBeGreaterThan(0)
    expect(counts.at(-1)).toBeLessThan(20_000)
  })

  it('that can’t be read rejects with the browser’s reason', async () => {
    const gone = new DOMException('The folder was moved.', 'NotFoundError')
    const readEntries = (_: unknown, fail: (error: DOMException) => void): void => fail(gone)
    const folder = Object.assign(makeEntry('gone', []), { createReader: () => ({ readEntries }) })
    await expect(listFolders([folder], new AbortController().signal, () => undefined)).rejects.toBe(gone)
  })
})
