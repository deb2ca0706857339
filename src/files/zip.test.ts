import { ProblemList } from './problemList'
import { ImportError } from './importProblem'
import { readFileSync } from 'node:fs'
import { deflateSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './byteStream'
import { batchOfEntries } from '../data/images/batchOfEntries.fixture'
import { makeGreyPng } from '../data/images/makePng.fixture'
import { makeZip, type ZipEntryRecipe } from './makeZip.fixture'
import { decodeBatch } from '../data/images/images'
import { listZip } from './zip'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`../data/fixtures/${name}`, import.meta.url)))

const list = (bytes: Uint8Array<ArrayBuffer>, problems = new ProblemList()): ReturnType<typeof listZip> =>
  listZip(new Blob([bytes]), 'set.zip', problems, new AbortController().signal)

async function toArray<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

interface Contents {
  /** Each entry's text, or why it has none. */
  readonly contents: Record<string, string>
  readonly problems: readonly string[]
}

async function readAll(bytes: Uint8Array<ArrayBuffer>): Promise<Contents> {
  const problems = new ProblemList()
  const entries = await list(bytes, problems)
  const contents: Record<string, string> = {}
  for (const entry of entries) {
    contents[entry.path] = await entry.read().then(
      (content) => new TextDecoder().decode(content),
      (error: unknown) => (error instanceof ImportError ? error.message : String(error)),
    )
  }
  return { contents, problems: problems.groups().flatMap(({ listed }) => listed.map(({ message }) => message)) }
}

const read = (entries: readonly ZipEntryRecipe[], options?: { zip64?: boolean }): Promise<Contents> =>
  readAll(makeZip(entries, options))

/** Makes entry `number` of an archive begin where another one does. */
function moveEntry(zip: Uint8Array<ArrayBuffer>, number: number, to: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(zip.buffer)
  const records = Array.from(zip.keys()).filter((at) => at + 4 <= zip.length && view.getUint32(at, true) === 0x02014b50)
  view.setUint32(records[number]! + 42, view.getUint32(records[to]! + 42, true), true)
  return zip
}

describe('listZip', () => {
  it('lists the files of an Info-ZIP archive, without folders and what macOS leaves behind', async () => {
    const entries = await list(fixture('infoZip.zip'))
    expect(entries.map(({ path }) => path).toSorted()).toEqual([
      'digits/testing/0/0.png',
      'digits/testing/1/1.png',
      ...[0, 2, 4].map((i) => `digits/training/0/${i}.png`),
      ...[1, 3, 5].map((i) => `digits/training/1/${i}.png`),
    ])
    expect(entries[0]).toMatchObject({ archive: 'set.zip', size: 73 })
  })

  it.each([
    ['written without looking back', 'streamed.zip'],
    ['with a comment, and names said twice', 'commented.zip'],
    ['with names in code page 437', 'codePage437.zip'],
  ])('reads an archive %s', async (_, name) => {
    const { contents, problems } = await readAll(fixture(`archives/${name}`))
    expect(contents).toEqual({ 'Grüße.txt': 'greetings', 'plain.txt': 'plain '.repeat(40) })
    expect(problems).toEqual([])
  })

  it('reads stored and deflated entries, Zip64, and names in any script', async () => {
    const long = 'strata '.repeat(20_000)
    const entries = [
      { name: 'a.txt', bytes: bytesOf('stored') },
      { name: 'ä/數字.txt', bytes: bytesOf(long), deflate: true },
      { name: 'empty.txt', bytes: bytesOf('') },
      { name: 'empty too.txt', bytes: bytesOf(''), deflate: true },
    ]
    const texts = { 'a.txt': 'stored', 'ä/數字.txt': long, 'empty.txt': '', 'empty too.txt': '' }
    expect(await read(entries)).toEqual({ contents: texts, problems: [] })
    expect(await read(entries, { zip64: true })).toEqual({ contents: texts, problems: [] })
    const afterProgram = Uint8Array.from([...bytesOf('#!/bin/sh\nexit\n'), ...makeZip(entries, { zip64: true })])
    expect(await readAll(afterProgram)).toEqual({ contents: texts, problems: [] })
    expect((await readAll(Uint8Array.from([...bytesOf('MZ'), ...fixture('infoZip.zip')]))).problems).toEqual([])
  })

  it('gives the beginning of an entry, and all of it in pieces', async () => {
    const long = 'strata '.repeat(200_000)
    const [entry] = await list(makeZip([{ name: 'a.txt', bytes: bytesOf(long), deflate: true }]))
    expect(new TextDecoder().decode(await entry!.read(6))).toBe('strata')
    const pieces = await toArray(piecesOf(entry!.stream()))
    expect(pieces.length).toBeGreaterThan(1)
    expect(Buffer.concat(pieces).toString()).toBe(long)
  })

  it('leaves out names that point outside the archive, and says so', async () => {
    const { contents, problems } = await read(
      [
        'good.txt',
        '../evil.txt',
        'a/../../worse.txt',
        '/etc/passwd',
        'C:\\evil.txt',
        '..\\worst.txt',
        'a\\fine.txt',
        'a/b..txt',
        'a/.hidden.txt',
      ].map((name) => ({ name, bytes: bytesOf(name) })),
    )
    expect(Object.keys(contents).toSorted()).toEqual(['a/b..txt', 'a/fine.txt', 'good.txt'])
    expect(problems).toHaveLength(5)
    expect(problems[0]).toBe('“../evil.txt” names a place outside the archive, so it was left out.')
  })

  it('takes the last of several entries with one name, and keeps names that differ in capitals, and says so', async () => {
    const { contents, problems } = await read(
      ['first', 'second']
        .map((text) => ({ name: 'a.txt', bytes: bytesOf(text) }))
        .concat({ name: 'A.txt', bytes: bytesOf('third') }),
    )
    expect(contents).toEqual({ 'a.txt': 'second', 'A.txt': 'third' })
    expect(problems).toEqual([
      '“a.txt” is in the archive twice, so the last one was taken.',
      '“A.txt” differs from “a.txt” in capitals only; they are two files here.',
    ])
  })

  it('leaves out encrypted and rarely compressed entries, and reads the others', async () => {
    const { contents, problems } = await read([
      { name: 'secret.txt', bytes: bytesOf('x'), flags: 1 },
      { name: 'rare.txt', bytes: bytesOf('x'), method: 93 },
      { name: 'good.txt', bytes: bytesOf('good') },
    ])
    expect(contents).toEqual({ 'good.txt': 'good' })
    expect(problems).toEqual([
      '“secret.txt” is encrypted, so it was left out.',
      '“rare.txt” is compressed in a way that can’t be read here, so it was left out.',
    ])
  })

  it('holds entries to the size and the checksum that they claim, and reads the others', async () => {
    const bomb = deflateSync(new Uint8Array(2 ** 23))
    const broken = (name: string): string => `“${name}” is damaged in set.zip: download or zip it again.`
    const { contents } = await read([
      { name: 'bomb.png', bytes: new Uint8Array(0), packed: bomb, claimedSize: 100 },
      { name: 'huge.png', bytes: new Uint8Array(0), packed: bomb, claimedSize: 2 ** 32 - 2 },
      { name: 'damaged.png', bytes: bytesOf('what it was'), packed: Uint8Array.of(255, 255, 1, 2, 3) },
      { name: 'other.png', bytes: bytesOf('what it was'), packed: deflateSync(bytesOf('what it is!')) },
      { name: 'shorter.png', bytes: bytesOf('abc'), claimedSize: 7 },
      { name: 'good.txt', bytes: bytesOf('still here'), deflate: true },
    ])
    expect(contents).toEqual({
      'bomb.png': broken('bomb.png'),
      'huge.png': '“huge.png” unpacks to more than 2 GB, the most that is read at once: split it into smaller sets.',
      'damaged.png': broken('damaged.png'),
      'other.png': broken('other.png'),
      'shorter.png': broken('shorter.png'),
      'good.txt': 'still here',
    })
  })

  it('does not read bytes as two entries', async () => {
    const entries = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ name, bytes: bytesOf('the same text') }))
    const { contents } = await readAll(moveEntry(makeZip(entries), 1, 0))
    expect(Object.values(contents).filter((text) => text.includes('is damaged'))).toHaveLength(1)
    expect(contents['c.txt']).toBe('the same text')
  })

  it('says the same of entries that are unpacked where images are decoded', async () => {
    const png = makeGreyPng(4, 4)
    const entries = await list(
      makeZip([
        { name: 'stored.png', bytes: png },
        { name: 'deflated.png', bytes: png, deflate: true },
        { name: 'other.png', bytes: makeGreyPng(4, 4), packed: deflateSync(makeGreyPng(4, 4, () => 1)) },
        { name: 'lying.png', bytes: png, packed: deflateSync(new Uint8Array(2 ** 22)) },
        { name: 'broken.png', bytes: png, packed: Uint8Array.of(255, 255, 1, 2, 3) },
      ]),
    )
    const { channels, failures } = await decodeBatch(await batchOfEntries(entries, { width: 4, height: 4 }))
    expect(Array.from(channels)).toEqual([1, 1, 0, 0, 0])
    expect(failures.map(({ message }) => message)).toEqual(Array(3).fill('is damaged in the archive'))
  })

  const whole = makeZip([{ name: 'a.txt', bytes: bytesOf('some text in it') }])
  it.each([
    ['cut off', whole.slice(0, 40), 'set.zip is cut off or damaged: download or zip it again.'],
    ['cut off near its end', whole.slice(0, -3), 'set.zip is cut off or damaged: download or zip it again.'],
    ['cut off at its beginning', whole.slice(40), 'set.zip is cut off or damaged: download or zip it again.'],
    ['encrypted', fixture('encrypted.zip'), 'set.zip holds encrypted files: zip the images again without a password.'],
    ['empty', makeZip([]), 'set.zip holds no files: zip the folder with the images again.'],
    [
      'folders only',
      makeZip([{ name: 'a/', bytes: bytesOf('') }]),
      'set.zip holds no files: zip the folder with the images again.',
    ],
    [
      'full of names that point outside it',
      makeZip([{ name: '/etc/passwd', bytes: bytesOf('root') }]),
      'set.zip holds only files whose names point outside it: zip the folder with the images again.',
    ],
    [
      'compressed in a rare way',
      makeZip([{ name: 'a.txt', bytes: bytesOf('x'), method: 93 }]),
      'set.zip is compressed in a way that can’t be read here: zip the images again with the usual method, Deflate.',
    ],
  ])('refuses an archive that is %s', async (_, bytes, message) => {
    await expect(readAll(bytes)).rejects.toMatchObject({ name: 'ImportError', message })
  })

  it('stops when it is told to', async () => {
    const cancel = new AbortController()
    const listing = listZip(new Blob([whole]), 'set.zip', new ProblemList(), cancel.signal)
    cancel.abort(new Error('enough'))
    await expect(listing).rejects.toThrow('enough')
  })
})
