/** Drops in which several ways of reading meet: each could take for its own what belongs to another. */
import { describe, expect, it } from 'vitest'
import { makeGreyPng } from '../images/makePng.fixture'
import { countsOf, outcomeOf, runImport, zipOf } from './runImport.fixture'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y + seed * seed) % 251)
const images = (...names: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(names.map((name, i) => [name, png(i)]))
const named = (lead: string, count: number, end = '.png'): string[] => upTo(count).map((i) => `${lead}${i}${end}`)
const lines = (...rows: readonly string[]): Uint8Array<ArrayBuffer> => bytesOf(`${rows.join('\n')}\n`)

describe('classes in names, in folders of splits', () => {
  const splits = [
    ...named('train/cat.', 10),
    ...named('train/dog.', 10),
    ...named('test/cat.9', 5),
    ...named('test/dog.9', 5),
  ]

  it('are not the folders, where another lies beside them: it is of no split', async () => {
    const imported = await runImport([zipOf(images(...splits, ...named('extra/cat.8', 5)))])
    expect(countsOf(imported)).toEqual([
      { cat: 15, dog: 15 },
      { train: 20, test: 10 },
    ])
    expect(imported.notes).toContain(
      '5 images in images.zip/extra were left out: other folders beside it are of splits by their names, and this one is of none.',
    )
    const all = await runImport([zipOf(images(...splits, ...named('extra/cat.8', 5)))], {
      folders: { 'images.zip/extra': 'in' },
    })
    expect(countsOf(all)[0]).toEqual({ cat: 20, dog: 15 })
  })

  it('leave folders alone whose names only begin like splits', async () => {
    const folders = ['train station', 'test tube', 'car']
    const imported = await runImport([zipOf(images(...folders.flatMap((folder) => named(`${folder}/`, 6))))])
    expect(countsOf(imported)[0]).toEqual({ car: 6, 'test tube': 6, 'train station': 6 })
  })
})

describe('masks', () => {
  const rows = upTo(20).map((i) => `${i}.png,${i % 2 === 0 ? 'cat' : 'dog'}`)
  const both = images(...named('images/', 20), ...named('masks/', 20))

  it('are not what a table names by names alone', async () => {
    const imported = await runImport([zipOf({ ...both, 'labels.csv': lines('image,label', ...rows) })])
    expect(countsOf(imported)[0]).toEqual({ cat: 10, dog: 10 })
    expect(imported.dataset.paths[0]).toBe('0.png')
    expect(imported.problemCount).toBe(0)
    expect(imported.notes).toContain(
      '20 images, such as “masks/0.png”, are masks of the images beside them, by their names, and left out, which you can change under How it was read.',
    )
  })

  it('are images where a table names them with their folder', async () => {
    const of = (folder: string): string[] => rows.map((row) => `${folder}/${row}`)
    const table = lines('image,label', ...of('masks'), ...of('images'))
    const imported = await runImport([zipOf({ ...both, 'labels.csv': table })])
    expect(countsOf(imported)[0]).toEqual({ cat: 20, dog: 20 })
  })

  // Kaggle's COVID-19 Radiography, from memory
  it('go, and tables of facts that are the same of all images ask nothing', async () => {
    const folders = ['COVID', 'Normal']
    const facts = (folder: string): Uint8Array =>
      lines(
        'FILE NAME,FORMAT,SIZE,URL',
        ...named(`${folder}-`, 10, '').map((name) => `${name},PNG,256*256,https://example.org/`),
      )
    const imported = await runImport([
      zipOf({
        ...images(
          ...folders.flatMap((folder) =>
            ['images', 'masks'].flatMap((kind) => named(`${folder}/${kind}/${folder}-`, 10)),
          ),
        ),
        ...Object.fromEntries(folders.map((folder) => [`${folder}.metadata.csv`, facts(folder)])),
      }),
    ])
    expect(countsOf(imported)[0]).toEqual({ COVID: 10, Normal: 10 })
    expect(imported.problemCount).toBe(0)
  })
})

describe('lists of splits', () => {
  const folders = [...named('cat/', 20), ...named('dog/', 20)]

  it('that come in numbered parts are all followed', async () => {
    const parts = {
      'train_1.txt': lines(...folders.slice(0, 15)),
      'train_2.txt': lines(...folders.slice(20, 35)),
      'test_1.txt': lines(...folders.slice(15, 20)),
      'test_2.txt': lines(...folders.slice(35)),
    }
    const imported = await runImport([zipOf({ ...images(...folders.map((name) => `images/${name}`)), ...parts })])
    expect(countsOf(imported)).toEqual([
      { cat: 20, dog: 20 },
      { train: 30, test: 10 },
    ])
    expect(imported.notes).toEqual([
      'Lists say the splits: train_1.txt (train), train_2.txt (train), test_1.txt (test), test_2.txt (test).',
    ])
  })

  it('say them where the names of files say others', async () => {
    const names = upTo(40).map((i) => `${i % 2 === 0 ? 'cat' : 'dog'}/${i % 4 < 2 ? 'train' : 'test'}_${i}.png`)
    const lists = { 'train.txt': lines(...names.slice(0, 30)), 'test.txt': lines(...names.slice(30)) }
    const imported = await runImport([zipOf({ ...images(...names), ...lists })])
    expect(countsOf(imported)[1]).toEqual({ train: 30, test: 10 })
  })

  it('take in a folder beside the splits whose images they name', async () => {
    const names = ['train', 'test', 'drawings'].flatMap((folder) =>
      ['cat', 'dog'].flatMap((label) => named(`${folder}/${label}/${folder}`, 6)),
    )
    const list = lines(...names.filter((name) => name.startsWith('drawings/')))
    const imported = await runImport([zipOf({ ...images(...names), 'val.txt': list })])
    expect(countsOf(imported)).toEqual([
      { cat: 18, dog: 18 },
      { train: 12, validation: 12, test: 12 },
    ])
    expect(outcomeOf(imported, 'val.txt')).toBe('12 images of the validation split')
  })
})

describe('several archives', () => {
  it('have tables of one name, whose columns a person chooses each by itself', async () => {
    const rowOf = (archive: string, i: number): string => {
      const facts = [i % 2 === 0 ? 'blue' : 'red', i % 3 === 0 ? 'round' : 'square']
      return [`${archive}${i}.png`, ...(archive === 'a' ? facts : facts.toReversed())].join(',')
    }
    const archives = ['a', 'b'].map((archive) =>
      zipOf(
        {
          ...images(...named(archive, 12)),
          'labels.csv': lines(
            archive === 'a' ? 'file,colour,shape' : 'file,shape,colour',
            ...upTo(12).map((i) => rowOf(archive, i)),
          ),
        },
        `${archive}.zip`,
      ),
    )
    await expect(runImport(archives)).rejects.toThrow('It asks about a.zip/labels.csv')
    const colour = { 'a.zip/labels.csv': { path: 0, label: 1 } }
    await expect(runImport(archives, { columns: colour })).rejects.toThrow('It asks about b.zip/labels.csv')
    const columns = { ...colour, 'b.zip/labels.csv': { path: 0, label: 2 } }
    expect(countsOf(await runImport(archives, { columns }))[0]).toEqual({ blue: 12, red: 12 })
  })

  // The NIH's chest X-rays come in twelve; HAM10000 in two folders
  it.each([
    ['archives', [1, 2, 3].map((number) => zipOf(images(...named(`images/${number}`, 10)), `images_00${number}.zip`))],
    ['folders', [zipOf(images(...['1', '2'].flatMap((number) => named(`HAM_images_part_${number}/${number}`, 10))))]],
  ])('that are parts by their names are said to be so: %s', async (what, files) => {
    const first = what === 'archives' ? 'images_001' : 'HAM_images_part_1'
    expect((await runImport(files)).notes[0]).toBe(
      `The classes, such as “${first}”, are called like parts of one set: if they are such, drop the table that names each image’s label too.`,
    )
  })
})

it('names of files are no labels of arrays', async () => {
  const npy = (type: string, shape: string, body: Uint8Array): Uint8Array<ArrayBuffer> => {
    const head = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n'
    return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, 118, 0, ...bytesOf(head), ...body])
  }
  const letters = named('', 12).flatMap((name) => Array.from({ length: 6 }, (_, i) => name.codePointAt(i) ?? 0))
  const pixels = upTo(768).map((i) => (i * 31) % 256)
  const files = [
    new File([npy('|u1', '(12, 8, 8)', Uint8Array.from(pixels))], 'X.npy'),
    new File([npy('<U6', '(12,)', new Uint8Array(Uint32Array.from(letters).buffer))], 'filenames.npy'),
  ]
  await expect(runImport(files)).rejects.toThrow(
    'filenames.npy holds names of image files, such as “0.png”, and no labels.',
  )
})
