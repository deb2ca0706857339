import { readFileSync } from 'node:fs'
import { gunzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './byteStream'
import { ImportError } from './importProblem'
import { makeTar } from './makeTar.fixture'
import { ProblemList } from './problemList'
import { isTar, listTar } from './tar'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(gunzipSync(readFileSync(new URL(`../data/fixtures/archives/${name}`, import.meta.url))))
const LONG = 'x'.repeat(120)

async function readAll(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ contents: Record<string, string>; problems: string[] }> {
  const problems = new ProblemList()
  const contents: Record<string, string> = {}
  for (const entry of await listTar(new Blob([bytes]), 'set.tar', problems, new AbortController().signal)) {
    contents[entry.path] = new TextDecoder().decode(await entry.read())
    const pieces: Uint8Array[] = []
    for await (const piece of piecesOf(entry.stream())) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe(contents[entry.path])
    expect(entry.size).toBe(Buffer.concat(pieces).length)
  }
  return { contents, problems: problems.groups().flatMap(({ listed }) => listed.map(({ message }) => message)) }
}

const refusal = (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> =>
  readAll(bytes).then(
    () => 'nothing',
    (error: unknown) => (error instanceof ImportError ? error.message : error),
  )

describe('listTar', () => {
  it.each(['gnu.tar.gz', 'posix.tar.gz'])('reads what GNU’s tar writes: %s', async (name) => {
    expect(isTar(fixture(name).subarray(0, 512))).toBe(true)
    expect(await readAll(fixture(name))).toEqual({
      contents: {
        'set/Grüße.txt': 'greetings',
        'set/empty.txt': '',
        'set/same.txt': 'greetings',
        [`set/${LONG}.txt`]: 'long',
      },
      problems: [
        '“set/link.txt” is a link or a device, and no file, so it was left out.',
        '“set/sparse.bin” is stored with holes in it, so it was left out.',
      ],
    })
  })

  it('reads what the oldest of the three forms holds, and Python’s', async () => {
    expect(Object.keys((await readAll(fixture('ustar.tar.gz'))).contents)).toEqual([
      'set/Grüße.txt',
      'set/empty.txt',
      'set/same.txt',
    ])
    expect(await readAll(fixture('python.tar.gz'))).toEqual({
      contents: { 'set/Grüße.txt': 'greetings', [`set/${LONG}.txt`]: 'long' },
      problems: [],
    })
  })

  it('reads names in two parts, and passes over what operating systems leave behind', async () => {
    const deep = `${'folder/'.repeat(14)}deep`
    const tar = makeTar([
      { name: './a.txt', bytes: bytesOf('a') },
      { name: `${deep}/b.txt`, bytes: bytesOf('b'), long: 'ustar' },
      { name: '._a.txt', bytes: bytesOf('mac') },
      { name: '__MACOSX/a.txt', bytes: bytesOf('mac') },
    ])
    expect((await readAll(tar)).contents).toEqual({ 'a.txt': 'a', [`${deep}/b.txt`]: 'b' })
  })

  it('leaves out names that point outside the archive, and takes the last of one name', async () => {
    const tar = makeTar([
      { name: '../evil.txt', bytes: bytesOf('x') },
      { name: '/etc/passwd', bytes: bytesOf('x') },
      { name: 'a.txt', bytes: bytesOf('first') },
      { name: 'a.txt', bytes: bytesOf('second') },
    ])
    const { contents, problems } = await readAll(tar)
    expect(contents).toEqual({ 'a.txt': 'second' })
    expect(problems).toEqual([
      '“../evil.txt” names a place outside the archive, so it was left out.',
      '“/etc/passwd” names a place outside the archive, so it was left out.',
    ])
  })

  it('refuses one that is cut off, damaged or empty', async () => {
    const tar = makeTar([{ name: 'a.txt', bytes: bytesOf('a'.repeat(2000)) }])
    expect(await refusal(tar.slice(0, 1200))).toBe('set.tar is cut off or damaged: download or pack it again.')
    expect(await refusal(Uint8Array.from(tar, (byte, i) => (i === 3 ? byte ^ 1 : byte)))).toBe(
      'set.tar is cut off or damaged: download or pack it again.',
    )
    expect(await refusal(makeTar([{ name: 'a/', type: '5' }]))).toBe(
      'set.tar holds no files: pack the folder with the images again.',
    )
  })

  it('ends in a list or an ImportError for any damage', async () => {
    const tar = fixture('posix.tar.gz')
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from(tar)
      bytes[(i * 7919) % 6000] = (i * 31) % 256
      const outcome = await refusal(i % 3 === 0 ? bytes.slice(0, (i * 97) % bytes.length) : bytes)
      expect(typeof outcome).toBe('string')
    }
  })
})
