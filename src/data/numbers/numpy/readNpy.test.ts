/** NumPy's own files: every kind of number, byte order and axis order that Keras users save. */
import { ProblemList } from '../../../files/problemList'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../files/entryOf.fixture'
import type { SourceEntry } from '../../../files/sourceEntry'
import { listZip } from '../../../files/zip'
import { profileNpy } from './profileNpy'
import { type ArrayOfImages, readNpyImages } from './readNpyImages'
import { readNpyLabels } from './readNpyLabels'

const FIXTURES = new URL('../../fixtures/arrays/', import.meta.url)
const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(name, FIXTURES)))
const expected = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Record<
  'grey' | 'colour',
  string
> & { readonly digits: string[]; readonly words: string[] }
const options = { signal: new AbortController().signal, onProgress: () => undefined }

async function read(entry: SourceEntry, problems = new ProblemList()): Promise<ArrayOfImages | string[]> {
  const profile = await profileNpy(entry)
  const { role } = profile
  return role.kind === 'images'
    ? readNpyImages(entry, { ...profile, role }, options)
    : readNpyLabels(entry, { ...profile, role }, problems, options)
}

const hexOf = (read: ArrayOfImages | string[]): string =>
  'pixels' in read ? Buffer.from(read.pixels).toString('hex') : ''

describe('arrays of images', () => {
  it.each([
    'greyU1',
    'greyFortran',
    'greyF4',
    'greyF8Big',
    'greyF2',
    'greyI8',
    'greyI2Big',
    'greyU2Deep',
    'greyChannel',
    'greyFlat',
    'greyVersion2',
    'greyVersion3',
    'colourU1',
    'colourFirst',
    'colourFirstFortran',
  ])('%s.npy', async (name) => {
    const images = await read(entryOf(`${name}.npy`, fixture(`${name}.npy`), { piece: 101 }))
    const pixels = name.startsWith('grey') ? 'grey' : 'colour'
    expect(images).toMatchObject({ width: 7, height: 7, count: 6, channels: pixels === 'grey' ? 1 : 3, notes: [] })
    expect(hexOf(images)).toBe(expected[pixels])
  })

  it('makes black and white of booleans', async () => {
    const images = await read(entryOf('greyBool.npy', fixture('greyBool.npy')))
    const grey = Buffer.from(expected.grey, 'hex')
    expect(hexOf(images)).toBe(Buffer.from(grey.map((value) => (value > 127 ? 255 : 0))).toString('hex'))
  })
})

describe('numbers of images', () => {
  /** One image of 7 x 7 with this value everywhere but in one place, as floats. */
  const withOne = (value: number, other: number): Uint8Array => {
    const bytes = fixture('greyF4.npy')
    const view = new DataView(bytes.buffer)
    for (let at = 128; at < bytes.length; at += 4) view.setFloat32(at, other, true)
    view.setFloat32(600, value, true)
    return bytes
  }

  it('go from -1 to 1 where many are below 0, and say so', async () => {
    const images = await read(entryOf('x.npy', fixture('greyAroundZero.npy')))
    expect(hexOf(images)).toBe(expected.grey)
    expect('notes' in images && images.notes).toEqual([
      'The pixels of x.npy go from -1 to 1, so -1 was taken for black and 1 for white.',
    ])
  })

  it('are refused where a single one is below 0, rather than read as black', async () => {
    await expect(read(entryOf('x.npy', withOne(-1, 0.5)))).rejects.toThrow(
      'x.npy has -1 in image 3, and pixels go from 0 to 1, from -1 to 1, or from 0 to 255: scale it to that.',
    )
  })

  it('may go beyond white by what rounding adds', async () => {
    const images = await read(entryOf('x.npy', withOne(1.0000001, 0.5)))
    expect('pixels' in images && new Set(images.pixels)).toEqual(new Set([128, 255]))
  })

  it('may be bytes, though the first of them are fractions', async () => {
    const images = await read(entryOf('x.npy', withOne(200, 0.5)))
    expect('pixels' in images && new Set(images.pixels)).toEqual(new Set([1, 200]))
  })

  it('are refused where fractions go far beyond white, rather than read as black', async () => {
    await expect(read(entryOf('x.npy', withOne(1.25, 0.5)))).rejects.toThrow(
      'x.npy has 1.25, and pixels go from 0 to 1, from -1 to 1, or from 0 to 255: scale it to that.',
    )
  })
})

describe('arrays of labels', () => {
  it.each([
    ['digitsI8', 'digits'],
    ['digitsF8Big', 'digits'],
    ['digitsColumn', 'digits'],
    ['digitsOneHot', 'digits'],
    ['digitsOneHotFortran', 'digits'],
    ['wordsU', 'words'],
    ['wordsUBig', 'words'],
    ['wordsS', 'words'],
  ] as const)('%s.npy', async (name, labels) => {
    expect(await read(entryOf(`${name}.npy`, fixture(`${name}.npy`), { piece: 7 }))).toEqual(expected[labels])
  })

  it('names booleans as Python does', async () => {
    const labels = await read(entryOf('digitsBool.npy', fixture('digitsBool.npy')))
    expect(labels).toEqual(expected.digits.map((digit) => (digit === '0' ? 'False' : 'True')))
  })

  it('leaves out rows that are not one-hot, and says which', async () => {
    const bytes = fixture('digitsOneHot.npy')
    bytes.fill(0, bytes.length - 16)
    const problems = new ProblemList()
    const labels = await read(entryOf('y.npy', bytes), problems)
    expect(labels).toEqual([...expected.digits.slice(0, 5), ''])
    expect(problems.groups()[0]?.listed).toEqual([
      {
        message: 'The row does not have a single 1 among zeros, so its label is not known and it was left out.',
        file: 'y.npy',
        row: 6,
      },
    ])
  })
})

describe('npz', () => {
  it.each(['stored.npz', 'deflated.npz'])('%s holds arrays by name', async (name) => {
    const entries = await listZip(new Blob([fixture(name)]), name, new ProblemList(), options.signal)
    const arrays = new Map<string, ArrayOfImages | string[]>()
    for (const entry of entries) arrays.set((await profileNpy(entry)).name, await read(entry))
    expect(hexOf(arrays.get(`x_train in ${name}`)!)).toBe(expected.grey)
    expect(arrays.get(`y_train in ${name}`)).toEqual(expected.digits)
    expect(arrays.size).toBe(name === 'stored.npz' ? 4 : 2)
  })
})

describe('what is refused', () => {
  it.each([
    ['refusedComplex', 'refusedComplex.npy holds values of the type “<c8”, which are not read'],
    ['refusedFields', 'refusedFields.npy is a table of several fields: save each as an array by itself.'],
    ['refusedShape', 'refusedShape.npy has the shape (2, 3, 4, 5, 6): images are (count, height, width)'],
    ['refusedObjects', 'refusedObjects.npy holds Python objects, which are not read since they could run code'],
  ])('%s', async (name, message) => {
    await expect(read(entryOf(`${name}.npy`, fixture(`${name}.npy`)))).rejects.toThrow(message)
  })

  it.each([true, false])('a file that is cut off, of known length: %s', async (sized) => {
    const cut = fixture('greyU1.npy').slice(0, -10)
    await expect(read(entryOf('x.npy', cut, { sized }))).rejects.toThrow('x.npy is cut off: save or download it again.')
  })

  it('claims of gigabytes', async () => {
    const text = new TextDecoder('latin1').decode(fixture('greyU1.npy'))
    const lie = text.replace('(6, 7, 7), ', '(999999, 4096, 4096), ').replace(/ {14}\n/, '   \n')
    await expect(read(entryOf('x.npy', Buffer.from(lie, 'latin1'), { sized: false }))).rejects.toThrow('more than 1 GB')
  })
})
