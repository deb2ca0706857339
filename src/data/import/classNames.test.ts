/**
 * Tables that name classes which the labels number. Reports: pytorch/vision #8783 (EMNIST), rois-codh/kmnist #20; `signnames.csv` as it comes
 * with German traffic signs.
 */
import { describe, expect, it } from 'vitest'
import { makeGreyPng } from '../images/makePng.fixture'
import type { Dataset } from '../dataset'
import { decodeBatch } from '../images/images'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import { importFiles } from './importFiles'
import { classCounts, type Imported, runImport, zipOf } from './runImport.fixture'

const text = (name: string, ...lines: readonly string[]): File => new File([lines.join('\n') + '\n'], name)

const idx = (name: string, sizes: readonly number[], bytes: readonly number[]): File =>
  new File([Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size]), ...bytes])], name)

/** Two images of each label to train on, and one to test. */
function numbersOf(name: string, labels: readonly number[]): File[] {
  const of = (split: string, own: readonly number[]): File[] => [
    idx(`${name}${split}-images-idx3-ubyte`, [own.length, 2, 2], own.flatMap((label, i) => [label, i, 2 * i, 200])), // prettier-ignore
    idx(`${name}${split}-labels-idx1-ubyte`, [own.length], own),
  ]
  return [...of('train', [...labels, ...labels]), ...of('test', labels)]
}

const each = (...names: readonly string[]): Record<string, number[]> =>
  Object.fromEntries(names.map((name) => [name, [2, 0, 1]]))

function outcomeOf({ files }: Imported, path: string): unknown {
  const { kind, outcome, used, table } = files.find((file) => file.path === path)!
  return [kind, outcome, used, table]
}

const MAPPING = text('emnist-letters-mapping.txt', ...Array.from({ length: 26 }, (_, i) => `${i + 1} ${65 + i} ${97 + i}`)) // prettier-ignore
const MAPPED =
  'emnist-letters-mapping.txt names the classes: “1” is “A a”, “2” is “B b” and so on. A class of two letters, such as a capital and its small one, has both as its name. “Not this table” under How it was read keeps the numbers.'

describe('classes are named', () => {
  it('by the code points of EMNIST’s mapping', async () => {
    const imported = await runImport([...numbersOf('emnist-letters-', [1, 2, 3]), MAPPING])
    expect(classCounts(imported)).toEqual(each('A a', 'B b', 'C c'))
    expect(imported.notes[1]).toBe(MAPPED)
    expect(imported.problemCount).toBe(0)
    const report = ['names of classes', '3 classes, names from code points', true, 'in']
    expect(outcomeOf(imported, 'emnist-letters-mapping.txt')).toEqual(report)
  })

  it('unless a person takes the table out', async () => {
    const tables: ImportSettings['tables'] = { 'emnist-letters-mapping.txt': 'out' }
    const imported = await runImport([...numbersOf('emnist-letters-', [1, 2, 3]), MAPPING], { tables })
    expect(imported.dataset.classes).toEqual(['1', '2', '3'])
    expect(outcomeOf(imported, 'emnist-letters-mapping.txt')).toEqual(['table', 'left out, as you chose', false, 'out'])
    expect(imported.notes).not.toContain(MAPPED)
  })

  it('by one code point a class, and by the table that is called as the images', async () => {
    const balanced = text('emnist-balanced-mapping.txt', '0 48', '1 49', '2 65', '3 97')
    const letters = text('emnist-letters-mapping.txt', '0 66 98', '1 67 99', '2 68 100', '3 69 101')
    const imported = await runImport([letters, ...numbersOf('emnist-balanced-', [0, 1, 2, 3]), balanced])
    expect(imported.dataset.classes).toEqual(['0', '1', 'A', 'a'])
    expect(outcomeOf(imported, 'emnist-letters-mapping.txt')).toEqual([
      'names of classes',
      'not used: emnist-balanced-mapping.txt fits better by its name',
      false,
      'in',
    ])
  })

  it('by the characters of KMNIST’s table', async () => {
    const classmap = text('kmnist_classmap.csv', 'index,codepoint,char', '0,U+304A,お', '1,U+304D,き', '2,U+3059,す')
    const imported = await runImport([...numbersOf('kmnist-', [0, 1, 2]), classmap])
    expect(classCounts(imported)).toEqual(each('お', 'き', 'す'))
    expect(imported.notes).toEqual([
      'kmnist_classmap.csv names the classes: “0” is “お”, “1” is “き” and so on. “Not this table” under How it was read keeps the numbers.',
    ])
    const bare = text('kmnist_classmap.csv', 'index,codepoint', '0,U+304A', '1,U+304D', '2,U+3059')
    expect((await runImport([...numbersOf('kmnist-', [0, 1, 2]), bare])).dataset.classes).toEqual(['お', 'き', 'す'])
  })

  it.each([
    ['signnames.csv', ['ClassId,SignName', '0,Speed limit (20km/h)', '1,"Stop, now"', '2,Yield']],
    ['labels.csv', ['id,name', '0,Speed limit (20km/h)', '1,"Stop, now"', '2,Yield']],
    ['meta.tsv', ['description\tlabel', 'Speed limit (20km/h)\t0', 'Stop, now\t1', 'Yield\t2']],
    ['labels.txt', ['0 Speed limit (20km/h)', '1 Stop, now', '2 Yield']],
    ['class_names.txt', ['Speed limit (20km/h)', 'Stop, now', 'Yield']],
    ['categories.txt', ['Speed limit (20km/h) 0', 'Stop, now 1', 'Yield 2']],
  ])('by %s beside folders of numbers', async (name, lines) => {
    const folders = ['train/00000', 'train/00001', 'train/00002', 'test/00000', 'test/00001', 'test/00002']
    const images = folders.flatMap((folder, i) =>
      Array.from({ length: folder.startsWith('train') ? 2 : 1 }, (_, k) => [
        `${folder}/${k}.png`,
        makeGreyPng(3, 3, (x, y) => (i * 41 + k * 13 + x * 80 + y * 20) % 251),
      ]),
    )
    const imported = await runImport([zipOf(Object.fromEntries(images) as Record<string, Uint8Array>), text(name, ...lines)]) // prettier-ignore
    expect(classCounts(imported)).toEqual(each('Speed limit (20km/h)', 'Stop, now', 'Yield'))
    expect(imported.problemCount).toBe(0)
    expect(imported.notes).toEqual([
      `${name} names the classes: “00000” is “Speed limit (20km/h)”, “00001” is “Stop, now” and so on. “Not this table” under How it was read keeps the numbers.`,
    ])
  })

  it('by lines that count from 1 where the labels do', async () => {
    const imported = await runImport([...numbersOf('', [1, 2, 3]), text('classes.txt', 'cat', 'dog', 'owl')])
    expect(classCounts(imported)).toEqual(each('cat', 'dog', 'owl'))
  })

  it('beside arrays whose labels are a table too', async () => {
    const pixels = Array.from({ length: 12 }, (_, i) => Array.from({ length: 64 }, (_, k) => (i * 31 + k * 13) % 256).join(',')) // prettier-ignore
    const labels = Array.from({ length: 12 }, (_, i) => String(i % 3))
    const imported = await runImport([
      text('classes.txt', 'cat', 'dog', 'owl'),
      text('X.csv', ...pixels),
      text('y.csv', 'label', ...labels),
    ])
    expect(imported.dataset.classes).toEqual(['cat', 'dog', 'owl'])
    expect(imported.dataset.labels).toHaveLength(12)
  })

  it('by two tables that say the same', async () => {
    const files = [text('classes.txt', 'cat', 'dog'), text('signnames.csv', 'ClassId,SignName', '0,cat', '1,dog')]
    const imported = await runImport([...numbersOf('', [0, 1]), ...files])
    expect(imported.dataset.classes).toEqual(['cat', 'dog'])
    expect(files.map(({ name }) => outcomeOf(imported, name))).toContainEqual([
      'names of classes',
      'not used: it has the same names',
      false,
      'in',
    ])
  })
})

describe('classes keep their numbers, and a note says why,', () => {
  const whyOf = async (labels: readonly number[], ...files: readonly File[]): Promise<readonly string[]> => {
    const { dataset, notes } = await runImport([...numbersOf('', labels), ...files])
    expect(dataset.classes).toEqual(labels.map(String))
    return notes
  }
  const signs = text('signnames.csv', 'ClassId,SignName', '0,Stop', '1,Yield')

  it('where a label has no name', async () => {
    expect(await whyOf([0, 1, 7, 9], signs)).toEqual([
      'signnames.csv may name the classes, but it has no name for “7”, “9”, so they keep their numbers.',
    ])
  })

  it('where two tables differ', async () => {
    expect(await whyOf([0, 1], signs, text('classes.txt', 'cat', 'dog'))).toEqual([
      'signnames.csv and classes.txt name the classes differently, so they keep their numbers: take one of the two out under How it was read.',
    ])
  })

  it('where lines may count from 0 or 1, or are too many', async () => {
    const list = text('classes.txt', 'cat', 'dog', 'owl', 'fox')
    expect(await whyOf([1, 2, 3], list)).toEqual([
      'classes.txt may name the classes, but its lines may count from 0 or from 1, so they keep their numbers.',
    ])
    expect(await whyOf([0, 1], list)).toEqual([
      'classes.txt may name the classes, but it has 4 lines, and the labels go from 0 to 1, so they keep their numbers.',
    ])
  })
})

describe('files that are added', () => {
  const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }
  const add = async (files: readonly File[], addTo?: Dataset) => {
    const sources = files.map((file) => ({ path: file.name, file }))
    const outcome = await importFiles(sources, DEFAULT_SETTINGS, options, addTo)
    if (outcome.kind === 'question') throw new Error('It asks')
    return outcome
  }
  const names = text('classes.txt', 'cat', 'dog')

  it('are named as those at hand when the table comes again, and else a note says that they are not', async () => {
    const { dataset } = await add([...numbersOf('', [0, 1]), names])
    const again = await add([...numbersOf('more-', [0, 1]), names], dataset)
    expect([again.dataset.classes, again.dataset.count]).toEqual([['cat', 'dog'], 12])
    const bare = await add(numbersOf('more-', [0, 1]), dataset)
    expect(bare.dataset.classes).toEqual(['0', '1', 'cat', 'dog'])
    expect(bare.report.notes).toEqual([
      'The labels of the added files are numbers, and the classes of the data at hand have names, so they are classes of their own: add them together with the table that names the classes.',
    ])
  })

  it('keep their numbers when those at hand have numbers', async () => {
    const { dataset } = await add(numbersOf('', [0, 1]))
    const more = await add([...numbersOf('more-', [0, 1]), names], dataset)
    expect(more.dataset.classes).toEqual(['0', '1'])
    expect(more.report.notes).toEqual([
      'The classes of the data that these are added to have numbers for names, so the new ones keep theirs too: drop all files at once to have them named by classes.txt.',
    ])
  })
})

describe('a table of names', () => {
  it('of other classes is a file like others', async () => {
    const imported = await runImport([
      ...numbersOf('', [0, 1]),
      text('codes.csv', 'id,place', '100,Oslo', '200,Bergen'),
    ])
    expect(imported.dataset.classes).toEqual(['0', '1'])
    expect(imported.notes).toEqual([])
    expect(outcomeOf(imported, 'codes.csv')).toEqual([
      'other file',
      'The first row of codes.csv reads “id”, “place”: it must name a column of the images’ paths, such as image_path, and one of their labels.',
      false,
      undefined,
    ])
  })

  it('is nothing to train on by itself', async () => {
    await expect(runImport([MAPPING])).rejects.toThrow(
      'The first row of emnist-letters-mapping.txt reads “1”, “65”, “97”: it must name a column',
    )
  })
})
