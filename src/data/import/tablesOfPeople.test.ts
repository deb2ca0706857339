/** Tables as people bring them, in forms that were misread once: each test names the reports that it follows. */
import { describe, expect, it } from 'vitest'
import { SPLITS } from '../../model/split'
import type { Dataset } from '../dataset'
import { makeZip } from '../../files/makeZip.fixture'
import { decodeBatch } from '../images/images'
import { makeGreyPng } from '../images/makePng.fixture'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import type { ImportReport } from '../importReport'
import { importFiles, type ImportOutcome } from './importFiles'

const csv = (name: string, lines: readonly string[]): File => new File([lines.join('\n')], name)

function tryImport(files: readonly File[], settings: Partial<ImportSettings> = {}): Promise<ImportOutcome> {
  return importFiles(
    files.map((file) => ({ path: file.name, file })),
    { ...DEFAULT_SETTINGS, ...settings },
    { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch },
  )
}

async function run(
  files: readonly File[],
  settings?: Partial<ImportSettings>,
): Promise<{ dataset: Dataset } & ImportReport> {
  const outcome = await tryImport(files, settings)
  if (outcome.kind === 'question') throw new Error(`It asks: ${JSON.stringify(outcome.question)}`)
  return { dataset: outcome.dataset, ...outcome.report }
}

/** Images of each class, and of each split. */
function countsOf({ classes, labels, splits }: Dataset): [Record<string, number>, Record<string, number>] {
  const count = (values: Iterable<number>, names: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const value of values) counts[names[value]!] = (counts[names[value]!] ?? 0) + 1
    return counts
  }
  return [count(labels, classes), count(splits, SPLITS)]
}

/** Images that differ, 3 x 3. */
const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y) % 251)
/** Greys that look like an image's: all of them vary. */
const greys = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => (i * 31 + seed * 17 + ((i * seed) % 13) * 11) % 256)

// zalandoresearch/fashion-mnist #3, keras-team/keras #8346 and #4298
describe('a table of pixels that is sorted by class, without a header', () => {
  const images = Array.from({ length: 900 }, (_, i) => ({ label: Math.floor(i / 300), pixels: greys(256, i) }))

  it.each([
    ['first', images.map(({ label, pixels }) => [label, ...pixels].join(',')), 'Column 1'],
    ['last', images.map(({ label, pixels }) => [...pixels, label].join(',')), 'Column 257'],
  ])('has its label %s, by the whole table', async (_, rows, column) => {
    const { dataset, files } = await run([csv('sorted.csv', rows)])
    expect(countsOf(dataset)[0]).toEqual({ 0: 300, 1: 300, 2: 300 })
    expect([dataset.width, dataset.height]).toEqual([16, 16])
    expect([...dataset.pixels.subarray(0, 256)]).toEqual(images[0]!.pixels)
    expect(files[0]!.outcome).toBe(`900 images of 16 × 16, labels from “${column}”`)
  })

  it.each([false, true])('with black borders too, label first: %s', async (isFirst) => {
    const bordered = images.map(({ label, pixels }) => {
      const framed = pixels.map((value, i) => (i % 16 === 0 || i % 16 === 15 || i < 16 || i >= 240 ? 0 : value))
      return (isFirst ? [label, ...framed] : [...framed, label]).join(',')
    })
    const { dataset } = await run([csv('sorted.csv', bordered)])
    expect(countsOf(dataset)[0]).toEqual({ 0: 300, 1: 300, 2: 300 })
    expect(dataset.pixels[17]).toBe(images[0]!.pixels[17])
  })

  it('asks where both ends may be the label, and takes the answer', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i % 3, ...greys(62, i), i % 4, i % 3].join(','))
    const file = csv('unclear.csv', rows)
    const outcome = await tryImport([file])
    expect(outcome).toMatchObject({
      kind: 'question',
      question: { kind: 'label', file: 'unclear.csv', columns: [{ name: 'Column 1' }, { name: 'Column 65' }] },
    })
    const { dataset, files } = await run([file], { labels: { 'unclear.csv': 64 } })
    expect(countsOf(dataset)[0]).toEqual({ 0: 20, 1: 20, 2: 20 })
    expect([...dataset.pixels.subarray(64, 67)]).toEqual([1, ...greys(2, 1)])
    expect(files[0]!.question).toMatchObject({ kind: 'label', guess: 64 })
  })

  it('takes no key for a label', async () => {
    const header = ['key', ...Array.from({ length: 64 }, (_, i) => `pixel${i}`)].join(',')
    const rows = Array.from({ length: 40 }, (_, i) => [1000 + 37 * i, ...greys(64, i)].join(','))
    const labels = Array.from({ length: 40 }, (_, i) => ['cat', 'dog'][i % 2]!)
    const { dataset } = await run([csv('X.csv', [header, ...rows]), csv('y.csv', ['label', ...labels])])
    expect(countsOf(dataset)[0]).toEqual({ cat: 20, dog: 20 })
  })
})

describe('the column of the labels of a table of pixels', () => {
  const rows = Array.from({ length: 60 }, (_, i) => [100 + i, i % 3, ...greys(64, i), i % 4])
  const header = ['key', 'label', ...row0(64), 'writer'].join(',')
  const file = csv('digits.csv', [header, ...rows.map((row) => row.join(','))])

  it('can be chosen among those that are no pixels, or none', async () => {
    const { dataset, files } = await run([file])
    expect(countsOf(dataset)[0]).toEqual({ 0: 20, 1: 20, 2: 20 })
    expect(files[0]!.question).toMatchObject({
      ...{ kind: 'label', guess: 1, isInDoubt: false },
      columns: [
        { column: 1, name: 'label' },
        { column: 0, name: 'key' },
        { column: 66, name: 'writer' },
        { column: -1, name: 'None: another file says the labels' },
      ],
    })
    const writers = await run([file], { labels: { 'digits.csv': 66 } })
    expect(countsOf(writers.dataset)[0]).toEqual({ 0: 15, 1: 15, 2: 15, 3: 15 })
    expect(writers.files[0]).toMatchObject({
      outcome: '60 images of 8 × 8, labels from “writer”',
      question: { guess: 66 },
    })
    expect([...writers.dataset.pixels.subarray(0, 64)]).toEqual(greys(64, 0))
    const beside = csv('digits_labels.csv', ['label', ...rows.map((_, i) => ['cat', 'dog'][i % 2]!)])
    const named = await run([file, beside], { labels: { 'digits.csv': -1 } })
    expect(countsOf(named.dataset)[0]).toEqual({ cat: 30, dog: 30 })
  })

  it('is one column a class where there are such', async () => {
    const names = [...row0(64), 'ring', 'square', 'cross'].join(',')
    const lines = rows.map((_, i) => [...greys(64, i), ...[0, 1, 2].map((label) => Number(label === i % 3))].join(','))
    const { dataset, files } = await run([csv('hot.csv', [names, ...lines])])
    expect(countsOf(dataset)[0]).toEqual({ ring: 20, square: 20, cross: 20 })
    expect(files[0]!.question).toMatchObject({
      guess: 64,
      columns: [{ column: 64, name: 'One column a class' }, { column: -1 }],
    })
    const same = await run([csv('hot.csv', [names, ...lines])], { labels: { 'hot.csv': 64 } })
    expect(countsOf(same.dataset)[0]).toEqual({ ring: 20, square: 20, cross: 20 })
  })

  it('is not asked for where all columns are pixels', async () => {
    const bare = csv('X.csv', [row0(64).join(','), ...rows.map((_, i) => greys(64, i).join(','))])
    const { files } = await run([bare, csv('y.csv', ['label', ...rows.map((_, i) => String(i % 2))])])
    expect(files.map(({ question }) => question)).toEqual([undefined, undefined])
  })
})

// jeong-tae/RACNN-pytorch #8, chou141253/FGVC-HERBS #10
describe('lists joined by a number, as Caltech-UCSD Birds has them', () => {
  const names = Array.from({ length: 48 }, (_, i) => `00${(i % 3) + 1}.Bird${i % 3}/Bird${i % 3}_${i}_${i * 7}.png`)
  const images = names.map((name, i) => ({ name: `CUB/images/${name}`, bytes: png(i) }))
  const list = (name: string, lines: readonly string[]): { name: string; bytes: Uint8Array<ArrayBuffer> } => ({
    name: `CUB/${name}`,
    bytes: new TextEncoder().encode(`${lines.join('\n')}\n`),
  })
  const paths = list(
    'images.txt',
    names.map((name, i) => `${i + 1} ${name}`),
  )
  const others = [
    list(
      'image_class_labels.txt',
      names.map((_, i) => `${i + 1} ${(i % 3) + 1}`),
    ),
    list(
      'train_test_split.txt',
      names.map((_, i) => `${i + 1} ${i < 36 ? 1 : 0}`),
    ),
    list('classes.txt', ['1 001.Bird0', '2 002.Bird1', '3 003.Bird2']),
  ]
  const zip = (entries: readonly { name: string; bytes: Uint8Array }[]): File =>
    new File([makeZip([...entries])], 'CUB.zip')

  it('gives their classes by name, and their splits', async () => {
    const { dataset, notes, files } = await run([zip([...images, paths, ...others])])
    expect(countsOf(dataset)).toEqual([
      { '001.Bird0': 16, '002.Bird1': 16, '003.Bird2': 16 },
      { train: 36, test: 12 },
    ])
    expect(notes).toEqual([
      'CUB/image_class_labels.txt says the labels, and CUB/classes.txt their names.',
      'CUB/train_test_split.txt says the splits: “1” is train, “0” is test.',
    ])
    expect(files.filter(({ used }) => used)).toHaveLength(5)
  })

  it('falls back on the folders where the number is all that there is', async () => {
    const { dataset } = await run([zip([...images, paths])])
    expect(Object.keys(countsOf(dataset)[0])).toEqual(['001.Bird0', '002.Bird1', '003.Bird2'])
  })

  describe('without one that a person takes out', () => {
    const without = (name: string): Promise<{ dataset: Dataset } & ImportReport> =>
      run([zip([...images, paths, ...others])], { tables: { [`CUB.zip/CUB/${name}.txt`]: 'out' } })
    const byFolders = { '001.Bird0': 16, '002.Bird1': 16, '003.Bird2': 16 }
    const outcomesOf = ({ files }: ImportReport): Record<string, string> =>
      Object.fromEntries(files.map(({ path, outcome }) => [path.replace('CUB.zip/CUB/', ''), outcome]))

    it('the splits are drawn, and why is said', async () => {
      const read = await without('train_test_split')
      expect(countsOf(read.dataset)[0]).toEqual(byFolders)
      expect(read.notes).toEqual([
        'CUB/image_class_labels.txt says the labels, and CUB/classes.txt their names.',
        'Without CUB/train_test_split.txt, which you left out, nothing in CUB.zip says what to train and test on, so its images were split at random: 70 % train, 10 % validation, 20 % test of every class.',
      ])
      const taken = read.files.find(({ path }) => path.endsWith('train_test_split.txt'))
      expect(taken).toMatchObject({ used: false, table: 'out', outcome: 'left out, as you chose' })
      expect(read.problemCount).toBe(0)
    })

    it('the labels come from the folders, and the splits stay', async () => {
      const read = await without('image_class_labels')
      expect(countsOf(read.dataset)).toEqual([byFolders, { train: 36, test: 12 }])
      expect(read.notes).toEqual([
        'Without CUB/image_class_labels.txt, CUB/classes.txt says nothing of the images, and went out too.',
        'CUB/train_test_split.txt says the splits: “1” is train, “0” is test.',
      ])
      expect(read.classesFrom).toEqual(['The classes are the names of the folders in CUB.zip.'])
      expect(outcomesOf(read)).toMatchObject({
        'images.txt': '48 splits from the lists beside it, and no labels',
        'train_test_split.txt': 'splits, joined by their keys',
        'classes.txt': 'left out: it says nothing of the images without CUB/image_class_labels.txt',
      })
      expect(read.problemCount).toBe(0)
    })

    it('the names of the classes are numbers', async () => {
      const read = await without('classes')
      expect(countsOf(read.dataset)).toEqual([
        { 1: 16, 2: 16, 3: 16 },
        { train: 36, test: 12 },
      ])
      expect(read.notes[0]).toBe('CUB/image_class_labels.txt says the labels.')
    })

    it('the lists that it joins go with it', async () => {
      const read = await without('images')
      expect(countsOf(read.dataset)[0]).toEqual(byFolders)
      expect(read.notes).toEqual([
        'Without CUB/images.txt, CUB/image_class_labels.txt, CUB/classes.txt and CUB/train_test_split.txt say nothing of the images, and went out too.',
        'Without CUB/images.txt, which you left out, nothing in CUB.zip says what to train and test on, so its images were split at random: 70 % train, 10 % validation, 20 % test of every class.',
      ])
      expect(read.problemCount).toBe(0)
    })
  })

  it('gives the splits alone where folders say the classes', async () => {
    const { dataset, splitsGiven } = await run([zip([...images, paths, others[1]!])])
    expect(countsOf(dataset)).toEqual([
      { '001.Bird0': 16, '002.Bird1': 16, '003.Bird2': 16 },
      { train: 36, test: 12 },
    ])
    expect(splitsGiven).toBe(true)
  })
})

// fastai's ColSplitter('is_valid'), YU1ut/imprinted-weights #1
describe('columns that say whether an image is in a split', () => {
  const names = Array.from({ length: 64 }, (_, i) => `${i}.png`)
  const images = new File([makeZip(names.map((name, i) => ({ name, bytes: png(i) })))], 'images.zip')
  const table = (header: string, flags: (i: number) => string): File =>
    csv('labels.csv', [header, ...names.map((name, i) => `${name},${i % 2},${flags(i)}`)])

  it.each([
    ['name,label,is_valid', (i: number) => (i >= 48 ? 'True' : 'False'), { train: 48, validation: 16 }],
    ['image_path,label,is_train', (i: number) => (i < 48 ? '1' : '0'), { train: 48, test: 16 }],
    ['image,label,test', (i: number) => (i < 48 ? '0' : '1'), { train: 48, test: 16 }],
    ['file,class,train_test_split', (i: number) => (i < 48 ? 'train' : 'test'), { train: 48, test: 16 }],
    [
      'file,class,is_valid,is_test',
      (i: number) => `${i >= 32 && i < 48 ? 1 : 0},${i >= 48 ? 1 : 0}`,
      { train: 32, validation: 16, test: 16 },
    ],
  ] as const)('%s', async (header, flags, splits) => {
    const { dataset, splitsGiven } = await run([images, table(header, flags)])
    expect(countsOf(dataset)).toEqual([{ 0: 32, 1: 32 }, splits])
    expect(splitsGiven).toBe(true)
  })

  it('are said, and are no labels', async () => {
    const { notes } = await run([images, table('name,label,is_valid', (i) => (i >= 48 ? 'True' : 'False'))])
    expect(notes).toEqual([
      'In labels.csv, “is_valid” is 1 or true for validation images, and all others are train images.',
    ])
  })

  it('stand beside pixels too', async () => {
    const header = `label,is_train,${Array.from({ length: 64 }, (_, i) => `pixel${i}`).join(',')}`
    const rows = Array.from({ length: 40 }, (_, i) => [i % 2, i < 30 ? 1 : 0, ...greys(64, i)].join(','))
    const { dataset } = await run([csv('digits.csv', [header, ...rows])])
    expect(countsOf(dataset)).toEqual([
      { 0: 20, 1: 20 },
      { train: 30, test: 10 },
    ])
  })
})

// chsasank/Traffic-Sign-Classification.keras #1, openai/CLIP #156
describe('a third table beside train and test', () => {
  const entries = [
    ...Array.from({ length: 12 }, (_, i) => `Train/${i}.png`),
    ...Array.from({ length: 6 }, (_, i) => `Test/${i}.png`),
    ...Array.from({ length: 3 }, (_, i) => `Meta/${i}.png`),
  ].map((name, i) => ({ name, bytes: png(i) }))
  const table = (name: string, count: number): { name: string; bytes: Uint8Array<ArrayBuffer> } => ({
    name: `${name}.csv`,
    bytes: new TextEncoder().encode(
      ['ClassId,Path', ...Array.from({ length: count }, (_, i) => `${i % 3},${name}/${i}.png`)].join('\n'),
    ),
  })
  const zip = new File([makeZip([...entries, table('Meta', 3), table('Test', 6), table('Train', 12)])], 'signs.zip')

  it('is left out, with a sentence', async () => {
    const { dataset, notes, problemCount } = await run([zip])
    expect(countsOf(dataset)[1]).toEqual({ train: 12, test: 6 })
    expect(notes).toEqual([
      '3 images that Meta.csv names were left out: other tables are of the train and the test split by their names, and this one is of neither.',
    ])
    expect(problemCount).toBe(0)
  })

  it('is taken in by a person', async () => {
    const { dataset } = await run([zip], { tables: { 'signs.zip/Meta.csv': 'in' } })
    expect(countsOf(dataset)[1]).toEqual({ train: 15, test: 6 })
  })

  it('goes with its images when a person takes a table out, and its images are no problems', async () => {
    const { dataset, notes, problemCount } = await run([zip], { tables: { 'signs.zip/Test.csv': 'out' } })
    expect(dataset.count).toBe(12)
    expect(notes).toEqual([
      '3 images that Meta.csv names were left out: other tables are of the train and the test split by their names, and this one is of neither.',
      '6 images that only Test.csv names went out with it.',
      'Without Test.csv, which you left out, all images are of the train split by their names, so its images were split at random: 70 % train, 10 % validation, 20 % test of every class.',
    ])
    expect(problemCount).toBe(0)
  })
})

describe('a folder beside train and test', () => {
  const folders = (third: string, archive = ''): File[] => {
    const entries = ['train', 'test', third].flatMap((split, s) =>
      ['cat', 'dog'].flatMap((label, l) =>
        Array.from({ length: 4 }, (_, i) => ({ name: `${split}/${label}/${i}.png`, bytes: png(8 * s + 4 * l + i) })),
      ),
    )
    if (archive === '') return [new File([makeZip(entries)], 'pets.zip')]
    return ['train', 'test', third].map((split) => {
      const own = entries.filter(({ name }) => name.startsWith(`${split}/`))
      const inside = own.map(({ name, bytes }) => ({ name: name.slice(split.length + 1), bytes }))
      return new File([makeZip(inside)], `${split}.zip`)
    })
  }

  it.each([
    ['in one archive', '', 'pets.zip/drawings'],
    ['as an archive', 'each', 'drawings.zip'],
  ])('is left out, with a sentence and a way back: %s', async (_, archive, path) => {
    const files = folders('drawings', archive)
    const read = await run(files)
    expect(countsOf(read.dataset)).toEqual([
      { cat: 8, dog: 8 },
      { train: 8, test: 8 },
    ])
    expect(read.notes).toEqual([
      `8 images in ${path} were left out: other folders beside it are of splits by their names, and this one is of none.`,
    ])
    expect(read.problemCount).toBe(0)
    expect(read.files.find((file) => file.folder !== undefined)).toMatchObject({ path, folder: 'out', used: false })

    const whole = await run(files, { folders: { [path]: 'in' } })
    expect(countsOf(whole.dataset)[1]).toEqual({ train: 16, test: 8 })
    expect(whole.notes).toEqual(['8 images that the files put in no split are in the train split.'])
    expect(whole.files.find((file) => file.folder !== undefined)).toMatchObject({
      path,
      folder: 'in',
      outcome: '8 images',
    })
  })

  it('keeps folders that are of splits further down', async () => {
    const entries = ['train/cat', 'train/dog', 'test/cat', 'test/dog', 'more/train/cat', 'more/test/dog'].map(
      (folder, i) => ({ name: `${folder}/${i}.png`, bytes: png(i) }),
    )
    const { dataset } = await run([new File([makeZip(entries)], 'pets.zip')])
    expect(countsOf(dataset)[1]).toEqual({ train: 3, test: 3 })
  })
})

describe('a table that names images and their splits, and no labels', () => {
  const names = Array.from({ length: 24 }, (_, i) => `${i % 2 === 0 ? 'cat' : 'dog'}/${i}.png`)
  const images = new File([makeZip(names.map((name, i) => ({ name, bytes: png(i) })))], 'pets.zip')

  it.each([
    ['with a header', ['path,split']],
    ['without one', []],
  ])('leaves the classes to the folders: %s', async (_, header) => {
    const rows = names.map((name, i) => `${name},${i < 16 ? 'train' : 'test'}`)
    const { dataset, files, classesFrom } = await run([images, csv('splits.csv', [...header, ...rows])])
    expect(countsOf(dataset)).toEqual([
      { cat: 12, dog: 12 },
      { train: 16, test: 8 },
    ])
    const column = header.length > 0 ? 'split' : 'Column 2'
    expect(files.find(({ path }) => path === 'splits.csv')!.outcome).toBe(`24 splits from “${column}”, and no labels`)
    expect(classesFrom).toEqual(['The classes are the names of the folders in pets.zip.'])
  })
})

describe('classes that no table says', () => {
  const pngs = (names: readonly string[], from: number): { name: string; bytes: Uint8Array }[] =>
    names.map((name, i) => ({ name, bytes: png(from + i) }))

  it('are said to be the names of archives', async () => {
    const zips = ['cat', 'dog'].map((name, i) => new File([makeZip(pngs(['0.png', '1.png'], 2 * i))], `${name}.zip`))
    expect((await run(zips)).classesFrom).toEqual(['The classes are the names of the archives.'])
  })

  it('are said beside those of a table', async () => {
    const named = new File([makeZip(pngs(['0.png', '1.png', '2.png'], 0))], 'named.zip')
    const more = new File([makeZip(pngs(['cat/a.png', 'dog/b.png'], 9))], 'more.zip')
    const { classesFrom } = await run([
      named,
      more,
      csv('labels.csv', ['image,label', '0.png,cat', '1.png,dog', '2.png,cat']),
    ])
    expect(classesFrom).toEqual([
      'The classes of 2 images that no table labels are the names of the folders in more.zip.',
    ])
  })

  it('are not said where tables say all', async () => {
    const named = new File([makeZip(pngs(['0.png', '1.png'], 0))], 'named.zip')
    expect((await run([named, csv('labels.csv', ['image,label', '0.png,cat', '1.png,dog'])])).classesFrom).toBe(
      undefined,
    )
  })
})

// Boone 0.9.9 has MNIST as 784 pixels and ten columns
describe('one column a class beside pixels', () => {
  const oneHot = (i: number): number[] => [0, 1, 2].map((label) => Number(label === Math.floor(i / 20)))
  const images = Array.from({ length: 60 }, (_, i) => ({ pixels: greys(196, i), flags: oneHot(i) }))

  it.each([
    ['behind them', images.map(({ pixels, flags }) => [...pixels, ...flags].join(','))],
    ['before them', images.map(({ pixels, flags }) => [...flags, ...pixels].join(','))],
    ['as decimals', images.map(({ pixels, flags }) => [...pixels, ...flags.map((flag) => flag.toFixed(1))].join(','))],
  ])('%s', async (_, rows) => {
    const { dataset, files } = await run([csv('digits_train.csv', rows)])
    expect(countsOf(dataset)[0]).toEqual({ 0: 20, 1: 20, 2: 20 })
    expect([...dataset.pixels.subarray(196, 392)]).toEqual(images[1]!.pixels)
    expect(files[0]!.outcome).toBe('60 images of 14 × 14, labels from one column a class')
  })

  it('by name', async () => {
    const header = [...Array.from({ length: 196 }, (_, i) => `pixel${i}`), 'ring', 'square', 'cross'].join(',')
    const { dataset } = await run([
      csv('digits.csv', [header, ...images.map(({ pixels, flags }) => [...pixels, ...flags].join(','))]),
    ])
    expect(countsOf(dataset)[0]).toEqual({ ring: 20, square: 20, cross: 20 })
  })
})

// Simon4Yan/Meta-set #1, and the postal digits of "The Elements of Statistical Learning"
describe('greys on other scales', () => {
  const rows = Array.from({ length: 40 }, (_, i) => greys(64, i))

  it('go from -1 to 1 where they say so', async () => {
    const lines = rows.map((row, i) =>
      [`${i % 2}.0000`, ...row.map((value) => (value / 127.5 - 1).toFixed(4))].join(' '),
    )
    const { dataset, notes } = await run([csv('zip.train', lines)])
    expect(countsOf(dataset)[0]).toEqual({ 0: 20, 1: 20 })
    expect([...dataset.pixels.subarray(0, 64)]).toEqual(rows[0])
    expect(notes[0]).toBe('The pixels of zip.train go from -1 to 1, so -1 was taken for black and 1 for white.')
  })

  it('are spread at a press where they are on none', async () => {
    const lines = rows.map((row, i) => [...row.map((value) => (value / 64 - 2).toFixed(6)), i % 2].join(','))
    const file = csv('standard.csv', [[...row0(64), 'label'].join(','), ...lines])
    expect(await tryImport([file])).toMatchObject({
      kind: 'question',
      question: {
        kind: 'range',
        why: 'The pixels of standard.csv go neither from 0 to 255, nor from 0 to 1, nor from -1 to 1: scale them to that.',
      },
    })
    const { dataset, notes } = await run([file], { values: 'spread' })
    expect([Math.min(...dataset.pixels), Math.max(...dataset.pixels)]).toEqual([0, 255])
    expect(notes[0]).toBe('Pixels go from -2 to 1.98438: the least value was taken for black, the largest for white.')
  })

  it('are the same in arrays', async () => {
    const file = (scale: (value: number) => number): File => npy('x_train.npy', rows.flat().map(scale), [40, 8, 8])
    const labels = csv('y_train.csv', ['label', ...rows.map((_, i) => String(i % 2))])
    const { dataset, notes } = await run([file((value) => value / 127.5 - 1), labels])
    expect([...dataset.pixels.subarray(0, 64)]).toEqual(rows[0])
    expect(notes).toContain('The pixels of x_train.npy go from -1 to 1, so -1 was taken for black and 1 for white.')
    const standard = file((value) => value / 64 - 2)
    expect(await tryImport([standard, labels])).toMatchObject({ kind: 'question', question: { kind: 'range' } })
    const spread = await run([standard, labels], { values: 'spread' })
    expect([...spread.dataset.pixels.subarray(0, 64)]).toEqual(rows[0])
  })
})

// biolab/orange3 #4913, SheetJS/sheetjs #2239, mindsdb/mindshub #46
describe('decimal commas', () => {
  const rows = Array.from({ length: 48 }, (_, i) => greys(64, i))
  const comma = (value: number): string => (value / 255).toFixed(4).replace('.', ',')

  it.each([
    [';', (cell: string) => cell],
    ['\t', (cell: string) => cell],
    [',', (cell: string) => `"${cell}"`],
  ])('between marks %j', async (mark, quote) => {
    const lines = rows.map((row, i) => [String(i % 3), ...row.map((value) => quote(comma(value)))].join(mark))
    const { dataset, problemCount } = await run([
      csv('train.csv', [`\uFEFF${['label', ...row0(64)].join(mark)}`, ...lines]),
    ])
    expect(countsOf(dataset)[0]).toEqual({ 0: 16, 1: 16, 2: 16 })
    expect([...dataset.pixels.subarray(0, 64)]).toEqual(rows[0])
    expect(problemCount).toBe(0)
  })
})

function row0(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `pixel${i}`)
}

/** A NumPy file of float32. */
function npy(name: string, values: readonly number[], shape: readonly number[]): File {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`
  const header = text.padEnd(117, ' ') + '\n'
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0)
  return new File([magic, new TextEncoder().encode(header), Float32Array.from(values)], name)
}
