/** Checkpoints on a real disk: cut off anywhere, damaged, of others, of a newer Strata, and without room. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../../model/random'
import { createNodeFolder, Killed, type NodeFolder } from '../nodeFolder.fixture'
import { createCheckpointStore } from './checkpointStore'
import { readSeal, writeSeal } from './seal'

let folder: NodeFolder
beforeEach(() => void (folder = createNodeFolder()))
afterEach(() => folder.remove())

const plenty = () => Promise.resolve({ quota: 1e9, usage: 0 })
const open = (process = folder.open()) => createCheckpointStore(process.handle, plenty)
const partsOf = (value: number, size = 1000) => [new Uint8Array(3).fill(value), new Uint8Array(size).fill(value)]
const valueOf = ({ rest }: { readonly rest: Uint8Array }) => [...new Set(rest)]
const fileOf = (slot: 'a' | 'b') => join(folder.path, '1', `${slot}.checkpoint`)

describe('checkpoints', () => {
  it('come back as the newest, in two files in turn, and one of them goes when it is needed no more', async () => {
    for (const value of [1, 2, 3]) await open().write(1, { value }, partsOf(value))
    const found = await open().open(1)
    expect([found.brief, valueOf(found), found.rest.length]).toEqual([{ value: 3 }, [3], 1003])
    await open().write(12, { value: 9 }, partsOf(9))
    const listed = (await open().list()).toSorted((one, other) => one.run - other.run)
    expect(listed).toMatchObject([
      { run: 1, brief: { value: 3 }, bytes: statSync(fileOf('a')).size + statSync(fileOf('b')).size },
      { run: 12, brief: { value: 9 } },
    ])
    await open().trim(1)
    expect((await open().list()).find(({ run }) => run === 1)).toMatchObject({ bytes: statSync(fileOf('a')).size })
    await open().remove(1)
    await expect(open().open(1)).rejects.toThrow('Its checkpoint is no longer in the browser’s storage')
  })

  it('outlive a death at any byte of the next one', async () => {
    await open().write(1, { value: 1 }, partsOf(1, 50))
    const whole = statSync(fileOf('a')).size
    for (let bytes = 0; bytes < whole; bytes++) {
      const process = folder.open()
      process.dieAfter(bytes)
      await expect(open(process).write(1, { value: 2 }, partsOf(2, 50))).rejects.toThrow(Killed)
      const found = await open().open(1)
      expect([found.brief, valueOf(found)]).toEqual([{ value: 1 }, [1]])
    }
    // Dead in the very moment in which all is written.
    const process = folder.open()
    process.dieAfter(whole)
    await expect(open(process).write(1, { value: 2 }, partsOf(2, 50))).rejects.toThrow(Killed)
    expect(valueOf(await open().open(1))).toEqual([2])
  })

  it('that are damaged anywhere give way to the one before, and then to a sentence', async () => {
    await open().write(1, { value: 1 }, partsOf(1, 50))
    await open().write(1, { value: 2 }, partsOf(2, 50))
    const sound = readFileSync(fileOf('b'))
    const random = createRandom(3)
    for (let at = 0; at < sound.length; at++) {
      const damaged = Uint8Array.from(sound)
      damaged[at]! ^= 1 + random.integer(255)
      writeFileSync(fileOf('b'), damaged)
      expect(valueOf(await open().open(1))).toEqual([1])
    }
    writeFileSync(fileOf('b'), sound.subarray(0, sound.length - 1))
    writeFileSync(fileOf('a'), 'something else')
    await expect(open().open(1)).rejects.toThrow('Its checkpoint is damaged in the browser’s storage')
    expect(await open().list()).toMatchObject([{ run: 1, problem: expect.stringContaining('damaged') as string }])
    // And it can be written again.
    await open().write(1, { value: 5 }, partsOf(5))
    expect(valueOf(await open().open(1))).toEqual([5])
  })

  it('wait for a file that somebody else still writes, and are listed meanwhile', async () => {
    await open().write(1, { value: 1 }, partsOf(1))
    await open().write(1, { value: 2 }, partsOf(2))
    const listing = open().list()
    const release = folder.hold('1/a.checkpoint')
    expect(await listing).toMatchObject([{ run: 1, brief: { value: 2 } }])
    const writing = open().write(1, { value: 3 }, partsOf(3))
    setTimeout(release, 150)
    await writing
    expect(valueOf(await open().open(1))).toEqual([3])
  })

  it('are listed, though one is taken away or written over in that moment', async () => {
    for (const run of [1, 2, 3, 3]) await open().write(run, { value: run }, partsOf(run))
    const { handle } = folder.open()
    const gone = (): never => {
      throw new DOMException('It could not be found.', 'NotFoundError')
    }
    const writtenOver = { size: 100, slice: () => ({ arrayBuffer: gone }) }
    const getDirectoryHandle = async (name: string): Promise<unknown> => {
      const [found, same] = [await handle.getDirectoryHandle(name), await handle.getDirectoryHandle(name)]
      const getFileHandle = async (slot: string): Promise<unknown> =>
        slot === 'b.checkpoint' ? { getFile: () => Promise.resolve(writtenOver) } : same.getFileHandle(slot)
      return Object.assign(found, name === '2' && { keys: gone }, name === '3' && { getFileHandle })
    }
    const store = createCheckpointStore(Object.assign(folder.open().handle, { getDirectoryHandle }), plenty)
    expect(await store.list()).toMatchObject([
      { run: 1, brief: { value: 1 } },
      { run: 3, brief: { value: 3 } },
    ])
    expect(valueOf(await store.open(3))).toEqual([3])
  })

  it('of a newer Strata are left alone, with a sentence', async () => {
    await open().write(1, { value: 1 }, partsOf(1))
    await open().write(1, { value: 2 }, partsOf(2))
    const bytes = readFileSync(fileOf('b'))
    const read = readSeal(Uint8Array.from(bytes), bytes.length)
    if (!('seal' in read)) throw new Error('not sealed')
    writeFileSync(fileOf('b'), Buffer.concat([writeSeal(read.seal, 2), bytes.subarray(40)]))
    await expect(open().open(1)).rejects.toThrow('written by a newer Strata: reload the page')
    await expect(open().write(1, { value: 3 }, partsOf(3))).rejects.toThrow('newer Strata')
    expect(await open().list()).toMatchObject([{ run: 1, problem: expect.stringContaining('newer') as string }])
  })

  it('without room are a sentence, take none, and cost nothing that was there', async () => {
    await open().write(1, { value: 1 }, partsOf(1))
    const process = folder.open()
    process.fill()
    const full = createCheckpointStore(process.handle, () => Promise.resolve({ quota: 1e9, usage: 1e9 }))
    await expect(full.write(1, { value: 2 }, partsOf(2, 3e6))).rejects.toThrow(
      'There is no room in the browser’s storage: the checkpoints of run 1 take 3 MB, and it has less than 1 MB left.',
    )
    expect(statSync(fileOf('b')).size).toBe(0)
    expect(valueOf(await open().open(1))).toEqual([1])
    // Not even for the folder of another run.
    await expect(full.write(2, { value: 2 }, partsOf(2))).rejects.toThrow(
      'There is no room in the browser’s storage: the checkpoints of run 2 take',
    )
    expect((await open().list()).map(({ run }) => run)).toEqual([1])
  })
})
