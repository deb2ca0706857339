/** Images whose rows and columns are exchanged. Reports: tensorflow/datasets #812, pytorch/vision #8783. */
import { describe, expect, it } from 'vitest'
import { makeGreyPng } from '../images/makePng.fixture'
import { imageOf, runImport, zipOf } from './runImport.fixture'

const NOTE =
  'By their names these are files of EMNIST, which store images with rows and columns exchanged, so these were exchanged back: Transpose under How it was read changes that.'

/** Two rows of three. */
const IMAGE = [1, 2, 3, 4, 5, 6]
const EXCHANGED = [1, 4, 2, 5, 3, 6]

const idx = (name: string, sizes: readonly number[], bytes: readonly number[]): File =>
  new File([Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size]), ...bytes])], name)
const numbersOf = (name: string): File[] =>
  ['train', 'test'].flatMap((split) => [
    idx(`${name}-${split}-images-idx3-ubyte`, [2, 2, 3], [...IMAGE, 9, 9, 9, 9, 9, 0]),
    idx(`${name}-${split}-labels-idx1-ubyte`, [2], [1, 2]),
  ])

describe('images of EMNIST', () => {
  it('in IDX files are exchanged back, which is said once', async () => {
    const imported = await runImport(numbersOf('emnist-letters'))
    expect([imported.dataset.width, imported.dataset.height]).toEqual([2, 3])
    expect([0, 1, 2].map((image) => imageOf(imported, image))).toEqual([EXCHANGED, [9, 9, 9, 9, 9, 0], EXCHANGED])
    expect(imported.notes).toEqual([NOTE])
  })

  it('stay as they are stored when a person says so, and those of MNIST do', async () => {
    const denied = await runImport(numbersOf('emnist-letters'), { transpose: 'no' })
    expect([denied.dataset.width, imageOf(denied, 0), denied.notes]).toEqual([3, IMAGE, []])
    const others = await runImport(numbersOf('kmnist'))
    expect([others.dataset.width, imageOf(others, 0), others.notes]).toEqual([3, IMAGE, []])
  })

  it('in tables are exchanged back too', async () => {
    const row = (image: number): number[] => Array.from({ length: 64 }, (_, i) => (image * 31 + i * 13) % 256)
    const rows = Array.from({ length: 12 }, (_, image) => [image % 3, ...row(image)].join(','))
    const imported = await runImport([
      new File([rows.join('\n')], 'emnist-balanced-train.csv'),
      new File([rows.join('\n')], 'emnist-balanced-test.csv'),
    ])
    const first = row(0)
    expect(imageOf(imported, 0)).toEqual(first.map((_, i) => first[(i % 8) * 8 + Math.floor(i / 8)]))
    expect(imported.notes).toEqual([NOTE])
  })

  it('in an archive of that name are known by it; arrays of NumPy may be stored either way, which is said', async () => {
    const file = async (name: string): Promise<Uint8Array> => {
      const found = numbersOf('letters').find((each) => each.name === name)!
      return new Uint8Array(await found.arrayBuffer())
    }
    const names = ['letters-train-images-idx3-ubyte', 'letters-train-labels-idx1-ubyte']
    const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await file(name)] as const)))
    expect(imageOf(await runImport([zipOf(files, 'EMNIST.zip')]), 0)).toEqual(EXCHANGED)

    const npy = (shape: string, values: readonly number[]): Uint8Array => {
      const head = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n'
      return Uint8Array.from([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0, ...new TextEncoder().encode(head), ...values]) // prettier-ignore
    }
    const arrays = { 'x.npy': npy('(2, 2, 3)', [...IMAGE, ...IMAGE]), 'y.npy': npy('(2,)', [0, 1]) }
    const imported = await runImport([zipOf(arrays, 'emnist.npz')])
    expect(imageOf(imported, 0)).toEqual(IMAGE)
    expect(imported.notes[0]).toBe(
      'By its name x.npy has images of EMNIST, whose own files store them with rows and columns exchanged: if these lie on their side, choose Transpose under How it was read.',
    )
  })
})

describe('images as files', () => {
  const files = {
    'a/0.png': makeGreyPng(3, 2, (x, y) => IMAGE[y * 3 + x]!),
    'b/0.png': makeGreyPng(3, 2, (x, y) => 10 * IMAGE[y * 3 + x]!),
  }

  it('are exchanged when a person says so', async () => {
    const imported = await runImport([zipOf(files, 'emnist.zip')], { transpose: 'yes' })
    expect([imported.dataset.width, imported.dataset.height, imageOf(imported, 0)]).toEqual([2, 3, EXCHANGED])
    expect(imageOf(await runImport([zipOf(files, 'emnist.zip')]), 0)).toEqual(IMAGE)
  })

  it('have the size that a person chooses', async () => {
    const size = { width: 4, height: 6 }
    const { dataset, sizes } = await runImport([zipOf(files)], { transpose: 'yes', size, fit: 'stretch' })
    expect([dataset.width, dataset.height]).toEqual([4, 6])
    expect(sizes).toEqual({ smallest: { width: 2, height: 3 }, largest: { width: 2, height: 3 }, fitted: 2 })
  })
})
