/** Names and tables in the code pages of other countries: each test says which reports it follows. */
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../files/encodeText.fixture'
import { makeTar, type TarRecipe } from '../../files/makeTar.fixture'
import { makeZip, type ZipEntryRecipe } from '../../files/makeZip.fixture'
import { makeGreyPng } from '../images/makePng.fixture'
import type { ImportSettings } from '../importSettings'
import { type Imported, runImport } from './runImport.fixture'

const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y) % 251)

/** Images of each class. */
function countsOf({ dataset: { classes, labels } }: Imported): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const label of labels) counts[classes[label]!] = (counts[classes[label]!] ?? 0) + 1
  return counts
}

/** Two images a folder, their names in a code page. */
function foldersIn(page: string, folders: readonly string[], name = 'set.zip'): File {
  const entries = folders.flatMap((folder, k): ZipEntryRecipe[] =>
    [0, 1].map((i) => ({ name: encodeText(`${folder}/${i}.png`, page), bytes: png(2 * k + i) })),
  )
  return new File([makeZip(entries)], name)
}

/** Images that are named plainly, two of each label in a table beside. */
function labelsIn(page: string, labels: readonly string[], { mark = [] as number[], join = ',' } = {}): File[] {
  const images = labels.flatMap((_, k) => [0, 1].map((i) => ({ name: `${k}_${i}.png`, bytes: png(2 * k + i) })))
  const lines = labels.flatMap((label, k) => [0, 1].map((i) => `${k}_${i}.png${join}${label}`))
  const text = encodeText([`image_path${join}label`, ...lines].join('\r\n'), page)
  return [new File([makeZip(images)], 'plain.zip'), new File([Uint8Array.from(mark), text], 'labels.csv')]
}

const twoEach = (labels: readonly string[]): Record<string, number> =>
  Object.fromEntries(labels.map((label) => [label.normalize(), 2]))

const notesOf = ({ notes }: Imported): string[] => notes.filter((note) => note.includes('read as'))

const ANIMALS = {
  chinese: ['猫', '小狗'],
  japanese: ['猫', 'いぬ', 'ライオン'],
  // The same bytes are sound GBK, and letters of KOI8-R.
  halfWidth: ['ﾘﾝｺﾞ', 'ﾃｽﾄ', 'ｸﾙﾏ', 'ﾊﾞﾅﾅ'],
  taiwanese: ['貓', '蘋果', '汽車'],
  korean: ['고양이', '강아지', '사자'],
  cyrillic: ['кошка', 'собака'],
  german: ['Bär', 'Löwe', 'Vögel', 'Straße'],
  french: ['éléphant', 'forêt', 'garçon'],
  greek: ['γάτα', 'σκύλος', 'λιοντάρι'],
  polish: ['żółw', 'gęś', 'łódź', 'kaczka'],
} as const

// Stuk/jszip #384 (Japanese Windows) and #210 (Russian), gildas-lormeau/zip.js #152 (Chinese, GBK)
describe('folders of a zip that names no code page', () => {
  it.each([
    ['gb18030', 'GBK', ANIMALS.chinese],
    ['shift_jis', 'Shift-JIS', ANIMALS.japanese],
    ['shift_jis', 'Shift-JIS', ANIMALS.halfWidth],
    ['euc-kr', 'EUC-KR', ANIMALS.korean],
    ['big5', 'Big5', ANIMALS.taiwanese],
    ['ibm866', 'cp866', ANIMALS.cyrillic],
    ['windows-1251', 'Windows-1251', ANIMALS.cyrillic],
    ['cp850', 'cp850', ANIMALS.german],
  ])('are classes in the letters of %s', async (page, name, folders) => {
    const imported = await runImport([foldersIn(page, folders)])
    expect(countsOf(imported)).toEqual(twoEach(folders))
    expect(notesOf(imported)[0]).toContain(`Names in set.zip were read as ${name}, a guess.`)
    expect(imported.open).toContain('codePage')
  })

  // tar's names have no code page either (GNU tar's manual, "Basic Tar Format")
  it.each([
    ['as they are', undefined],
    ['as GNU’s long names', 'gnu'],
  ] as const)('are told apart in a tar archive too, %s', async (_, long) => {
    const folders = ['café', 'cafè', ...ANIMALS.french]
    const entries = folders.flatMap((folder, k): TarRecipe[] =>
      [0, 1].map((i) => ({
        name: encodeText(`${folder}/${i}.png`, 'windows-1252'),
        bytes: png(2 * k + i),
        ...(long === undefined ? {} : { long }),
      })),
    )
    const imported = await runImport([new File([makeTar(entries)], 'set.tar')])
    expect(countsOf(imported)).toEqual(twoEach(folders))
    expect(notesOf(imported)[0]).toContain('Names in set.tar were read as Windows-1252, a guess.')
    expect(imported.open).toContain('codePage')
  })

  it('are of UTF-8 where all of them are, as macOS writes them, and nothing is said', async () => {
    const folders = ['chat', 'été', 'forêt']
    const entries = folders.flatMap((folder, k): ZipEntryRecipe[] =>
      [0, 1].map((i) => ({ name: new TextEncoder().encode(`${folder}/${i}.png`), bytes: png(2 * k + i) })),
    )
    const imported = await runImport([new File([makeZip(entries)], 'set.zip')])
    expect(countsOf(imported)).toEqual(twoEach(folders))
    expect(notesOf(imported)).toEqual([])
    expect(imported.open).toBeUndefined()
  })

  it('are said to be in doubt where few letters tell, and are as a person chooses', async () => {
    // 猫 in GBK is è in UTF-8.
    const zip = foldersIn('gb18030', ['猫', 'dog'])
    const guessed = await runImport([zip])
    expect(countsOf(guessed)).toEqual({ è: 2, dog: 2 })
    expect(notesOf(guessed)).toEqual([
      'Names in set.zip were read as UTF-8, a guess. With so few letters, GBK is about as likely.',
    ])
    const chosen = await runImport([zip], { codePage: 'gb18030' })
    expect(countsOf(chosen)).toEqual({ 猫: 2, dog: 2 })
    expect(notesOf(chosen)).toEqual(['Names in set.zip were read as GBK, as you chose.'])
    expect(chosen.open).toEqual(['codePage'])
  })

  it.each<[ImportSettings['codePage'], string[]]>([
    ['cyrillic', ['кошка', 'собака']],
    ['windows-1251', ['Є®иЄ', 'б®Ў Є']],
  ])('are read in the page or the script that a person chooses: %s', async (codePage, classes) => {
    const { dataset } = await runImport([foldersIn('ibm866', ANIMALS.cyrillic)], { codePage })
    expect(dataset.classes).toEqual(classes)
  })

  it('take the name in the extra field of Info-ZIP where its checksum fits, and else their own', async () => {
    const named = (unicodeName: ZipEntryRecipe['unicodeName']): File => {
      const entries = ['Bär', 'Löwe'].flatMap((folder, k): ZipEntryRecipe[] =>
        [0, 1].map((i) => ({
          name: encodeText(`${folder}/${i}.png`, 'cp850'),
          bytes: png(2 * k + i),
          unicodeName: unicodeName && { ...unicodeName, name: `${unicodeName.name}${k}/${i}.png` },
        })),
      )
      return new File([makeZip(entries)], 'set.zip')
    }
    const unicode = await runImport([named({ name: '熊' })])
    expect(countsOf(unicode)).toEqual({ 熊0: 2, 熊1: 2 })
    expect(notesOf(unicode)).toEqual([])
    const stale = await runImport([named({ name: '熊', of: Uint8Array.of(1, 2, 3) })])
    expect(countsOf(stale)).toEqual({ Bär: 2, Löwe: 2 })
  })
})

describe('a table that is no UTF-8', () => {
  it.each([
    ['gb18030', 'GBK', ANIMALS.chinese],
    ['shift_jis', 'Shift-JIS', ANIMALS.japanese],
    ['euc-kr', 'EUC-KR', ANIMALS.korean],
    ['windows-1251', 'Windows-1251', ANIMALS.cyrillic],
    ['windows-1252', 'Windows-1252', ANIMALS.german],
    ['windows-1252', 'Windows-1252', ANIMALS.french],
    ['windows-1252', 'Windows-1252', ['5 €', '10 €', '20 €']],
    ['windows-1253', 'Windows-1253', ANIMALS.greek],
    ['windows-1250', 'Windows-1250', ANIMALS.polish],
    // Excel on a Mac
    ['macintosh', 'Macintosh', [...ANIMALS.french, 'père', 'niño', 'âne']],
  ])('has labels in the letters of %s', async (page, name, labels) => {
    const imported = await runImport(labelsIn(page, labels))
    expect(countsOf(imported)).toEqual(twoEach(labels))
    expect(notesOf(imported)[0]).toContain(`Text in labels.csv was read as ${name}, a guess.`)
    expect(imported.open).toContain('codePage')
  })

  it.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16le', []],
    ['utf-16be', [0xfe, 0xff]],
    ['utf-16be', []],
  ])('of Excel’s “Unicode text” is read, %s with the mark %j', async (page, mark) => {
    const labels = ['猫', 'Bär', 'собака']
    const imported = await runImport(labelsIn(page, labels, { mark, join: '\t' }))
    expect(countsOf(imported)).toEqual(twoEach(labels))
    expect(notesOf(imported)).toEqual([])
  })

  it('is read as a person chooses', async () => {
    const imported = await runImport(labelsIn('windows-1251', ['да', 'нет']), { codePage: 'windows-1252' })
    expect(imported.dataset.classes).toEqual(['äà', 'íåò'])
    expect(notesOf(imported)).toEqual(['Text in labels.csv was read as Windows-1252, as you chose.'])
  })

  it('is read right where its first letter beyond ASCII lies behind its beginning', async () => {
    const rows = Array.from({ length: 24_000 }, (_, i) => (i < 12_000 ? `dog,${i}.png` : `кошка,${i}.png`))
    const images = [0, 1, 12_000, 12_001].map((i) => ({ name: `${i}.png`, bytes: png(i % 100) }))
    const text = encodeText(['label,image_path', ...rows].join('\n'), 'windows-1251')
    const imported = await runImport([new File([makeZip(images)], 'images.zip'), new File([text], 'labels.csv')])
    expect(countsOf(imported)).toEqual({ dog: 2, кошка: 2 })
  })

  it('that is not used is not spoken of', async () => {
    const zip = { 'cat/0.png': png(1), 'dog/0.png': png(2) }
    const entries: ZipEntryRecipe[] = Object.entries(zip).map(([name, bytes]) => ({ name, bytes }))
    entries.push({ name: 'README.txt', bytes: encodeText('Die Bilder sind für alle.\n', 'windows-1252') })
    const imported = await runImport([new File([makeZip(entries)], 'set.zip')])
    expect(notesOf(imported)).toEqual([])
    expect(imported.open).toBeUndefined()
  })
})

describe('a zip and a table of one computer', () => {
  const tableOf = (page: string, folders: readonly string[]): File => {
    const lines = folders.flatMap((folder) => [0, 1].map((i) => `${folder}/${i}.png,${folder}`))
    return new File([encodeText(['image_path,label', ...lines].join('\n'), page)], 'labels.csv')
  }

  it.each([
    ['gb18030', 'gb18030', ANIMALS.chinese, ['Names in set.zip and text in labels.csv were read as GBK, a guess.']],
    [
      'ibm866',
      'windows-1251',
      ANIMALS.cyrillic,
      ['Names in set.zip were read as cp866, a guess.', 'Text in labels.csv was read as Windows-1251, a guess.'],
    ],
  ])('agree, in %s and %s', async (names, text, folders, notes) => {
    const imported = await runImport([foldersIn(names, folders), tableOf(text, folders)])
    expect(countsOf(imported)).toEqual(twoEach(folders))
    expect(imported.problems).toEqual([])
    expect(notesOf(imported)).toEqual(notes)
  })

  it('agree where the names alone would be another’s', async () => {
    // A name of one sign, which is UTF-8 by chance, beside a table that says what it is.
    const folders = ['猫', 'dog']
    const labels = [...folders, '小狗', '熊猫']
    const imported = await runImport([foldersIn('gb18030', folders), tableOf('gb18030', labels)])
    expect(countsOf(imported)).toEqual(twoEach(folders))
  })

  it('agree where the table is UTF-8', async () => {
    const folders = ['貓', '熊貓']
    const lines = folders.flatMap((folder) => [0, 1].map((i) => `${folder}/${i}.png,${folder}`))
    const table = new File([['image_path,label', ...lines].join('\n')], 'labels.csv')
    const imported = await runImport([foldersIn('big5', folders), table])
    expect(countsOf(imported)).toEqual(twoEach(folders))
    expect(imported.problems).toEqual([])
    expect(notesOf(imported)[0]).toContain('Names in set.zip were read as Big5, a guess.')
  })
})

describe('tables in forms of other programs', () => {
  const pixels = (row: number): number[] =>
    Array.from({ length: 49 }, (_, i) => (i * 31 + row * 17 + ((i * row) % 13) * 11) % 256)

  it.each([
    ['windows-1252', 'Windows-1252', ['Hérisson', 'Hèrisson', 'éléphant', 'forêt']],
    ['shift_jis', 'Shift-JIS', ANIMALS.halfWidth],
    ['gb18030', 'GBK', ANIMALS.chinese],
  ])('keep labels in the letters of %s', async (page, name, labels) => {
    const lines = [
      '@relation animals',
      ...pixels(0).map((_, i) => `@attribute pixel${i} numeric`),
      `@attribute class {${labels.join(',')}}`,
      '@data',
      ...Array.from({ length: 24 }, (_, row) => `${pixels(row).join(',')},${labels[row % labels.length]!}`),
    ]
    const imported = await runImport([new File([encodeText(lines.join('\n'), page)], 'animals.arff')])
    expect(countsOf(imported)).toEqual(Object.fromEntries(labels.map((label) => [label, 24 / labels.length])))
    expect(notesOf(imported)[0]).toContain(`Text in animals.arff was read as ${name}`)
  })

  it('keep labels in UTF-8, with a mark at the beginning or without one', async () => {
    const labels = ['voilà', 'déjà', 'là']
    const lines = [
      '@relation words',
      ...pixels(0).map((_, i) => `@attribute pixel${i} numeric`),
      `@attribute class {${labels.join(',')}}`,
      '@data',
      ...Array.from({ length: 24 }, (_, row) => `${pixels(row).join(',')},${labels[row % 3]!}`),
    ].join('\n')
    for (const mark of ['', '\ufeff']) {
      expect(countsOf(await runImport([new File([mark + lines], 'words.arff')]))).toEqual({ déjà: 8, là: 8, voilà: 8 })
    }
  })
})
