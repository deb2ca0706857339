/** Labels in workbooks and in JSON: each test names the reports that it follows. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeZip } from '../../files/makeZip.fixture'
import { makeGreyPng } from '../images/makePng.fixture'
import type { ImportSettings } from '../importSettings'
import { countsOf, runImport, zipOf } from './runImport.fixture'

const png = (seed: number): Uint8Array => makeGreyPng(3, 3, (x, y) => (seed * 7 + 80 * x + 20 * y) % 251)

const bytesOf = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../fixtures/workbooks/${name}`, import.meta.url)))

const images = (names: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(names.map((name, i) => [name, png(i)]))

const SIX = Array.from({ length: 6 }, (_, i) => `${i}.png`)
const EIGHT = Array.from({ length: 8 }, (_, i) => `0000${i + 1}.png`)

// biigle/core #317
describe('a workbook', () => {
  it.each([false, true])(
    'has its labels in the first sheet that is a table of them, in the zip: %s',
    async (isInside) => {
      const bytes = bytesOf('sheets.xlsx')
      const files = isInside
        ? [zipOf({ ...images(SIX), 'sheets.xlsx': bytes })]
        : [zipOf(images(SIX)), new File([bytes], 'sheets.xlsx')]
      const imported = await runImport(files)
      // Merged cells say the label of all rows, and formulas their last result.
      expect(countsOf(imported)).toEqual([
        { 猫: 3, 'dog, “small”': 3 },
        { train: 4, test: 2 },
      ])
      expect(imported.problems).toEqual([])
      expect(imported.notes).toContain(
        'Of the sheets in sheets.xlsx, “Labels” was read, and not “About” and “Notes”: save another as CSV to use it.',
      )
      expect(imported.files.map(({ kind, outcome }) => [kind, outcome])).toContainEqual([
        'table of images',
        '6 labels from “label”, splits from “split”',
      ])
    },
  )

  it.each<[string, number, Record<string, number>]>([
    ['numbers', 1, { 5: 3, 5.5: 3 }],
    ['booleans', 2, { TRUE: 4, FALSE: 4 }],
    ['days', 3, { '2026-05-01': 4, '2026-05-02': 4 }],
  ])('has %s for labels, as text, and names that are shown with zeros', async (_, label, counts) => {
    const files = [zipOf(images(EIGHT)), new File([bytesOf('types.xlsx')], 'types.xlsx')]
    const imported = await runImport(files, { columns: { 'types.xlsx': { path: 0, label } } })
    expect(countsOf(imported)[0]).toEqual(counts)
    const rows = imported.problems.flatMap(({ listed }) => listed.map(({ row }) => row))
    // As Excel numbers them, with the header and the blank row.
    expect(rows.filter((row) => row !== undefined)).toEqual(label === 1 ? [7, 8] : [])
  })

  const broken: readonly [string, string, Uint8Array<ArrayBuffer>, string][] = [
    [
      'cut off',
      'labels.xlsx',
      bytesOf('sheets.xlsx').slice(0, 3000),
      'labels.xlsx is a workbook that is cut off or damaged: open it in Excel, and save its sheet as CSV.',
    ],
    [
      'of nothing that Excel writes',
      'labels.xlsx',
      makeZip([{ name: 'a.txt', bytes: png(0) }]),
      'labels.xlsx is a workbook that is cut off or damaged: open it in Excel, and save its sheet as CSV.',
    ],
    [
      'that unpacks to far more than it takes',
      'labels.xlsx',
      makeZip([
        { name: '[Content_Types].xml', bytes: new Uint8Array(2 ** 20), deflate: true },
        { name: 'xl/worksheets/sheet1.xml', bytes: new Uint8Array(1000), deflate: true, claimedSize: 2 ** 31 },
      ]),
      'labels.xlsx unpacks to more than 128 MB, the most that is read of a workbook: save its sheet as CSV.',
    ],
    [
      'with a password',
      'labels.xlsx',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0),
      'labels.xlsx is a workbook that is protected by a password, so it was left out: save it without one.',
    ],
    [
      'of the old kind',
      'labels.xls',
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0),
      'labels.xls is an Excel workbook of the old kind, so it was left out: save it as CSV or .xlsx.',
    ],
    [
      'of LibreOffice',
      'labels.ods',
      makeZip([
        { name: 'mimetype', bytes: new TextEncoder().encode('application/vnd.oasis.opendocument.spreadsheet') },
      ]),
      'labels.ods is an OpenDocument table, so it was left out: save it as CSV or .xlsx.',
    ],
  ]
  it.each(broken)('%s is named, with what to do', async (_, name, bytes, sentence) => {
    await expect(runImport([zipOf(images(SIX)), new File([bytes], name)])).rejects.toThrow(sentence)
  })

  it('of the old kind is named inside a zip too', async () => {
    const bytes = broken[4]![2]
    await expect(runImport([zipOf({ ...images(SIX), 'labels.xls': bytes })])).rejects.toThrow(
      'images.zip has no labels with it: drop the CSV that names each image’s label too, or put the images in one folder a class. labels.xls is an Excel workbook of the old kind, so it was left out: save it as CSV or .xlsx.',
    )
  })
})

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const lines = (values: readonly unknown[]): Uint8Array =>
  new TextEncoder().encode(
    values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n'),
  )

const ROWS = SIX.map((name, i) => ({ file_name: name, label: i < 3 ? 'cat' : 'dog', box: { x: i } }))

// Hugging Face's page “Create an image dataset”
describe('JSON', () => {
  it.each<[string, string, Uint8Array]>([
    ['an object a line', 'metadata.jsonl', lines(ROWS)],
    ['an object a line, under another name', 'labels.json', lines(ROWS)],
    ['a list of objects', 'labels.json', json(ROWS)],
    [
      'an object of paths and labels',
      'labels.json',
      json(Object.fromEntries(ROWS.map((row) => [row.file_name, row.label]))),
    ],
  ])('has the labels in %s', async (_, name, bytes) => {
    const beside = await runImport([zipOf(images(SIX)), new File([Uint8Array.from(bytes)], name)])
    const inside = await runImport([zipOf({ ...images(SIX), [name]: bytes })])
    for (const imported of [beside, inside]) {
      expect(countsOf(imported)[0]).toEqual({ cat: 3, dog: 3 })
      expect(imported.problems).toEqual([])
    }
  })

  it('has splits, numbers and texts with commas and quotation marks in it', async () => {
    const rows = SIX.map((name, i) => ({
      image: name,
      label: ['a, "b"', 7, true][i % 3],
      split: i < 4 ? 'train' : 'validation',
    }))
    const imported = await runImport([zipOf({ ...images(SIX), 'data.ndjson': lines(rows) })])
    expect(countsOf(imported)).toEqual([
      { 'a, "b"': 2, 7: 2, true: 2 },
      { train: 4, validation: 2 },
    ])
  })

  it('has lines that are damaged listed by their numbers in the file', async () => {
    const damaged = [
      ROWS[0],
      '',
      '{"file_name": "1.p',
      ...ROWS.slice(1),
      { file_name: '9.png', label: 'cat' },
      { file_name: '5.png' },
    ]
    const imported = await runImport([zipOf({ ...images(SIX), 'metadata.jsonl': lines(damaged) })])
    expect(countsOf(imported)[0]).toEqual({ cat: 3, dog: 3 })
    const listed = imported.problems.flatMap((group) => group.listed.map(({ row, message }) => [row, message]))
    expect(listed).toEqual([
      [3, 'The line is no JSON object, so it was left out.'],
      [10, '“5.png” has no label, so the row was left out.'],
      [9, '“9.png” is not in images.zip, so the row was left out.'],
    ])
  })

  it('asks where columns are in doubt', async () => {
    const rows = SIX.map((name, i) => ({
      file_name: name,
      colour: i % 2 ? 'red' : 'blue',
      shape: i < 3 ? 'round' : 'flat',
    }))
    const files = [zipOf({ ...images(SIX), 'metadata.jsonl': lines(rows) })]
    await expect(runImport(files)).rejects.toThrow('It asks about images.zip/metadata.jsonl')
    const columns: ImportSettings['columns'] = { 'images.zip/metadata.jsonl': { path: 0, label: 2 } }
    expect(countsOf(await runImport(files, { columns }))[0]).toEqual({ round: 3, flat: 3 })
  })

  it.each<[string, unknown, string]>([
    [
      'COCO',
      { info: {}, images: [{ id: 1, file_name: '0.png' }], annotations: [{ image_id: 1, bbox: [0, 0, 1, 1] }] },
      'labels.json holds annotations in the form of COCO, which are boxes or outlines in images and no label of the whole image, so it was left out: make a CSV of it that names each image and its label.',
    ],
    [
      'VIA',
      { '0.png123': { filename: '0.png', size: 123, regions: [], file_attributes: {} } },
      'labels.json holds outlines drawn with the VGG Image Annotator (VIA), and no label of the whole image, so it was left out: make a CSV of it that names each image and its label.',
    ],
    [
      'LabelMe',
      { version: '5.0.1', flags: {}, shapes: [{ label: 'cat', points: [] }], imagePath: '0.png' },
      'labels.json holds outlines drawn with LabelMe, and no label of the whole image, so it was left out: make a CSV of it that names each image and its label.',
    ],
    ['a list of lists', { a: [[1]] }, 'images.zip has no labels with it'],
  ])('of %s is named, with what to do', async (_, value, sentence) => {
    await expect(runImport([zipOf({ ...images(SIX), 'labels.json': json(value) })])).rejects.toThrow(sentence)
    await expect(
      runImport([zipOf(images(SIX)), new File([Uint8Array.from(json(value))], 'labels.json')]),
    ).rejects.toThrow(sentence)
  })

  it('that is cut off is said to be so', async () => {
    const cut = json(ROWS).slice(0, 200)
    await expect(runImport([zipOf(images(SIX)), new File([cut], 'labels.json')])).rejects.toThrow(
      'labels.json is JSON that is cut off or has a fault: save or download it again.',
    )
  })
})
