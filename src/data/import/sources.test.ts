import { ProblemList } from '../../files/problemList'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../files/byteStream'
import { makeZip } from '../../files/makeZip.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import { HEAD_BYTES } from './fileKinds'
import { listEntries } from './sources'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))

interface Listed {
  readonly entries: readonly SourceEntry[]
  readonly paths: readonly string[]
  readonly problems: readonly string[]
}

async function list(files: Record<string, Uint8Array | string>): Promise<Listed> {
  const problems = new ProblemList()
  const dropped = Object.entries(files).map(([path, content]) => ({
    path,
    file: new File(
      [typeof content === 'string' ? content : Uint8Array.from(content)],
      path.slice(path.lastIndexOf('/') + 1),
    ),
  }))
  const entries = await listEntries(dropped, problems, new AbortController().signal)
  return {
    entries,
    paths: entries.map(({ path }) => path),
    problems: problems.groups().flatMap(({ listed }) => listed.map(({ message }) => message)),
  }
}

const textOf = async (entry: SourceEntry | undefined): Promise<string> => new TextDecoder().decode(await entry?.read())

describe('listEntries', () => {
  it('lists files, folders and what is in archives, in the order of the drop', async () => {
    const { paths, entries, problems } = await list({
      'labels.csv': 'image_path,label',
      'digits/train/0/a.png': fixture('grey.png'),
      'set.zip': fixture('infoZip.zip'),
      'digits/.DS_Store': 'Finder',
      'digits/.hidden/b.png': fixture('grey.png'),
      'digits/Thumbs.db': 'Windows',
    })
    expect(paths.slice(0, 2)).toEqual(['labels.csv', 'digits/train/0/a.png'])
    expect(paths).toHaveLength(2 + 8)
    expect(entries.at(-1)).toMatchObject({ archive: 'set.zip' })
    expect(await textOf(entries[0])).toBe('image_path,label')
    expect(problems).toEqual([])
  })

  it('opens an archive that was made to be split, and was not', async () => {
    const zip = makeZip([{ name: 'a.txt', bytes: bytesOf('whole') }])
    const { paths, entries } = await list({ 'set.zip': Uint8Array.of(0x50, 0x4b, 7, 8, ...zip) })
    expect(paths).toEqual(['a.txt'])
    expect(await textOf(entries[0])).toBe('whole')
  })

  it('opens an archive behind a program or other bytes, whatever it is called', async () => {
    const zip = makeZip([{ name: 'a.txt', bytes: bytesOf('whole') }])
    const program = Uint8Array.from({ length: 10_000 }, (_, i) => (i === 0 ? 0x4d : i * 7))
    const behind = (bytes: Uint8Array): Uint8Array => Uint8Array.of(...bytes, ...zip)
    const { paths, entries, problems } = await list({
      'set.exe': behind(program),
      'page.zip': behind(bytesOf('<html>')),
      set: behind(program),
      'alone.exe': program,
      'notes.txt': behind(bytesOf('a'.repeat(2 * HEAD_BYTES))),
    })
    expect(paths).toEqual(['a.txt', 'a.txt', 'a.txt', 'alone.exe', 'notes.txt'])
    expect(await Promise.all(entries.slice(0, 3).map(textOf))).toEqual(['whole', 'whole', 'whole'])
    expect(problems).toEqual([])
  })

  it('reads a file once that came both gzipped and unpacked, as torchvision leaves MNIST', async () => {
    const { entries, paths, problems } = await list({
      'raw/train-labels-idx1-ubyte.gz': gzipSync('packed'),
      'raw/train-labels-idx1-ubyte': 'plain',
      'other/train-labels-idx1-ubyte.gz': gzipSync('elsewhere'),
      'set.zip': makeZip([
        { name: 'raw/train-labels-idx1-ubyte', bytes: bytesOf('plain') },
        { name: 'raw/train-labels-idx1-ubyte.gz', bytes: gzipSync('packed') },
      ]),
    })
    const name = 'train-labels-idx1-ubyte'
    expect(paths).toEqual([`raw/${name}`, `other/${name}`, `raw/${name}`])
    expect(await Promise.all(entries.map(textOf))).toEqual(['plain', 'elsewhere', 'plain'])
    const told = `“raw/${name}” came gzipped too, so only the unpacked file was read.`
    expect(problems).toEqual([told, told])
  })

  it('unpacks gzipped files, whatever they are called, by themselves and in archives', async () => {
    const long = '0123456789'.repeat(100_000)
    const { paths, entries } = await list({
      'X_train.tsv.gz': gzipSync(long),
      'y_train.tsv': gzipSync('5'),
      'set.zip': makeZip([{ name: 'train-labels-idx1-ubyte.gz', bytes: gzipSync('labels') }]),
    })
    expect(paths).toEqual(['X_train.tsv', 'y_train.tsv', 'train-labels-idx1-ubyte'])
    expect(await textOf(entries[0])).toBe(long)
    expect(await textOf(entries[1])).toBe('5')
    expect(await textOf(entries[2])).toBe('labels')
    expect(new TextDecoder().decode(await entries[0]!.read(15))).toBe('012345678901234')
    let length = 0
    for await (const piece of piecesOf(entries[0]!.stream())) length += piece.length
    expect(length).toBe(long.length)
  })

  it('says of a gzipped file that is cut off that it is', async () => {
    const { entries } = await list({ 'y_train.tsv.gz': gzipSync('5\n'.repeat(1_000)).subarray(0, 25), 'other.csv': '' })
    await expect(entries[0]!.read()).rejects.toMatchObject({
      name: 'ImportError',
      message: '“y_train.tsv.gz” is cut off or damaged, or packed in several parts: unpack it, and drop that.',
    })
  })

  it('opens no archive inside another, and says so', async () => {
    const inner = makeZip([{ name: 'a.png', bytes: fixture('grey.png') }])
    const { paths, problems } = await list({
      'set.zip': makeZip([
        { name: 'more.zip', bytes: inner },
        { name: 'b.png', bytes: fixture('grey.png') },
      ]),
    })
    expect(paths).toEqual(['b.png'])
    expect(problems).toEqual([
      '“more.zip” is an archive inside set.zip, so it was left out: unpack it, and drop it beside.',
    ])
  })

  it('opens NumPy’s archives too', async () => {
    const { paths, entries } = await list({ 'digits.npz': makeZip([{ name: 'x_train.npy', bytes: bytesOf('x') }]) })
    expect(paths).toEqual(['x_train.npy'])
    expect(entries[0]!.archive).toBe('digits.npz')
  })

  it('goes on without an archive that is damaged, unless it was all there is', async () => {
    const cut = fixture('infoZip.zip').subarray(0, 500)
    const refusal = 'set.zip is cut off or damaged: download or zip it again.'
    const { paths, problems } = await list({
      'set.zip': cut,
      'a/0.png': fixture('grey.png'),
      'b/1.png': fixture('grey.png'),
    })
    expect(paths).toEqual(['a/0.png', 'b/1.png'])
    expect(problems).toEqual([refusal])
    await expect(list({ 'set.zip': cut })).rejects.toMatchObject({ name: 'ImportError', message: refusal })
    await expect(list({ 'set.zip': cut, 'labels.csv': 'image_path,label' })).rejects.toMatchObject({ message: refusal })
  })

  it('refuses paths that lead out of their folder', async () => {
    const { paths, problems } = await list({ '../a.png': fixture('grey.png'), 'b.png': fixture('grey.png') })
    expect(paths).toEqual(['b.png'])
    expect(problems).toEqual(['“../a.png” names a place outside its folder, so it was left out.'])
  })
})
