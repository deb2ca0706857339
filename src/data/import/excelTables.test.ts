/** What Excel writes in different countries: `CSV`, `CSV UTF-8` and `Unicode text`. */
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../files/encodeText.fixture'
import { makeGreyPng } from '../images/makePng.fixture'
import { imageOf, type Imported, runImport, zipOf } from './runImport.fixture'

const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y) % 251)
const BOM = [0xef, 0xbb, 0xbf]

const fileOf = (lines: readonly string[], page = 'windows-1252', mark: readonly number[] = []): File => {
  const text = `${lines.join('\r\n')}\r\n`
  const bytes = page === 'utf-8' ? new TextEncoder().encode(text) : encodeText(text, page)
  return new File([Uint8Array.from(mark), bytes], 'table.csv')
}

const FOUR = zipOf(Object.fromEntries([0, 1, 2, 3].map((i) => [`${i}.png`, png(i)])))

const labelsOf = ({ dataset: { classes, labels } }: Imported): string[] =>
  Array.from(labels, (label) => classes[label]!)

/** Labels of four images, one a line, with a delimiter between. */
const labelled = (join: string, [one, other]: readonly [string, string]): string[] => [
  ['Datei', 'label', 'Notiz'].join(join),
  ...[0, 1, 2, 3].map((i) => [`${i}.png`, i % 2 === 0 ? one : other, 'gut'].join(join)),
]

describe('labels as Excel writes them', () => {
  it.each<[string, File, readonly [string, string]]>([
    ['English, with commas', fileOf(labelled(',', ['café', 'tea'])), ['café', 'tea']],
    ['German, with semicolons', fileOf(labelled(';', ['Bär', 'Löwe'])), ['Bär', 'Löwe']],
    ['French, CSV UTF-8', fileOf(labelled(';', ['forêt', 'île']), 'utf-8', BOM), ['forêt', 'île']],
    ['Russian, with semicolons', fileOf(labelled(';', ['кошка', 'собака']), 'windows-1251'), ['кошка', 'собака']],
    ['Japanese, with commas', fileOf(labelled(',', ['猫', 'いぬ']), 'shift_jis'), ['猫', 'いぬ']],
    ['any, Unicode text', fileOf(labelled('\t', ['猫', 'Bär']), 'utf-16le', [0xff, 0xfe]), ['猫', 'Bär']],
    [
      'that name their delimiter first',
      fileOf(['sep=;', ...labelled(';', ['Bär, braun', 'Löwe, gelb'])]),
      ['Bär, braun', 'Löwe, gelb'],
    ],
  ])('%s', async (_, table, [one, other]) => {
    const imported = await runImport([FOUR, table])
    expect(labelsOf(imported)).toEqual([one, other, one, other])
    expect(imported.problems).toEqual([])
  })

  it('with line ends and marks inside of quotation marks', async () => {
    const rows = [0, 1, 2].map((i) => `${i}.png;${i % 2 ? 'Löwe' : 'Bär'};"erste Zeile;\nzweite ""Zeile"""`)
    const table = fileOf(['Datei;label;Notiz', ...rows, '9.png;Bär;'])
    const imported = await runImport([FOUR, table])
    expect(labelsOf(imported)).toEqual(['Bär', 'Löwe', 'Bär'])
    // A row of several lines counts once.
    const missing = imported.problems.find(({ kind }) => kind === 'rows name an image that is not there')
    expect(missing?.listed[0]?.row).toBe(5)
  })
})

describe('pixels as Excel writes them', () => {
  const values = Array.from({ length: 16 }, (_, i) => i / 15)

  it('in German, with decimal commas and a mark of UTF-8', async () => {
    const rows = [0, 1, 2, 3].map((i) => [i % 2, ...values.map((v) => ((v + i / 4) % 1).toFixed(3).replace('.', ','))])
    const header = ['label', ...values.map((_, i) => `pixel${i}`)]
    const imported = await runImport([
      fileOf(
        [header, ...rows].map((row) => row.join(';')),
        'utf-8',
        BOM,
      ),
    ])
    expect(labelsOf(imported)).toEqual(['0', '1', '0', '1'])
    expect(imageOf(imported, 0)).toEqual(values.map((v) => Math.round(255 * (Number(v.toFixed(3)) % 1))))
  })

  it('in French, with blanks between thousands, are refused in a sentence, and not misread', async () => {
    const rows = [0, 1, 2, 3].map((i) => [
      i % 2,
      ...values.map((v) => `${1 + i}\u00a0${String(Math.round(900 * v)).padStart(3, '0')}`),
    ])
    const header = ['label', ...values.map((_, i) => `pixel${i}`)]
    const table = fileOf([header, ...rows].map((row) => row.join(';')))
    await expect(runImport([table])).rejects.toThrow('The first row of table.csv reads “label”, “pixel0”')
  })
})
