import { readFileSync } from 'node:fs'
import { deflateSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { ImportProgress } from './dataset'
import { makeGreyPng, makePng } from './fixtures/makePng'
import { makeZip } from './fixtures/makeZip'
import { decodeBatch } from './images'
import { importFiles, type ImportResult } from './importFiles'
import type { ReadOptions } from './readImages'

const HEADER = 'image_path,label,split'
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))
const csv = (...lines: string[]): File => new File([lines.join('\n')], 'labels.csv')
const zip = (images: Record<string, Uint8Array>): File =>
  new File([makeZip(Object.entries(images).map(([name, bytes]) => ({ name, bytes })))], 'images.zip')

/** As browsers give a dropped folder, or a file that was deleted since. */
function unreadable(name: string): File {
  const part = new Blob()
  part.arrayBuffer = () => Promise.reject(new DOMException('A requested file could not be found.', 'NotFoundError'))
  return Object.assign(new File([], name), { slice: () => part })
}

function run(files: readonly File[], options: Partial<ReadOptions> = {}): Promise<ImportResult> {
  return importFiles(files, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    decodeImages: decodeBatch,
    ...options,
  })
}

const A = makeGreyPng(2, 2, (x, y) => 10 * y + x)
const B = makeGreyPng(2, 2, (x, y) => 100 + 10 * y + x)
const TABLE = csv(HEADER, 'a.png,cat,0', 'b.png,dog,2')

describe('importFiles', () => {
  it('makes a dataset of a zip and a table, dropped in any order', async () => {
    const images = zip({ 'a.png': A, 'b.png': B })
    for (const files of [
      [images, TABLE],
      [TABLE, images],
    ]) {
      const { dataset, problems, problemCount, notes } = await run(files)
      expect(dataset).toEqual({
        name: 'images.zip + labels.csv',
        width: 2,
        height: 2,
        channels: 1,
        count: 2,
        pixels: Uint8Array.of(0, 1, 10, 11, 100, 101, 110, 111),
        classes: ['cat', 'dog'],
        labels: Uint16Array.of(0, 1),
        splits: Uint8Array.of(0, 2),
        paths: ['a.png', 'b.png'],
      })
      expect({ problems, problemCount, notes }).toEqual({ problems: [], problemCount: 0, notes: [] })
    }
  })

  it.each(['infoZip.zip', 'pythonZip64.zip'])('reads %s as its program wrote it', async (name) => {
    const rows = [0, 1, 2, 3, 4, 5].map((i) => `training/${i % 2}/${i}.png,${i % 2},0`)
    const table = csv(HEADER, ...rows, 'testing/0/0.png,0,2', 'testing/1/1.png,1,2')
    const { dataset, problems } = await run([new File([fixture(name)], 'digits.zip'), table])
    expect(problems).toEqual([])
    expect([dataset.count, dataset.width, dataset.height, dataset.channels]).toEqual([8, 8, 8, 1])
    expect([...dataset.labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1])
    // Image i is filled with 0 or 100, and has one white pixel at column i of row 3.
    for (const [image, i] of [0, 1, 2, 3, 4, 5, 0, 1].entries()) {
      const pixels = dataset.pixels.subarray(image * 64, image * 64 + 64)
      expect(pixels.indexOf(255)).toBe(3 * 8 + i)
      expect(pixels[0]).toBe(100 * (i % 2))
    }
  })

  it('recognises files by what is in them, not by their names', async () => {
    const images = new File([await zip({ 'a.png': A, 'b.png': B }).arrayBuffer()], 'archive.dat')
    const table = new File([await TABLE.arrayBuffer()], 'table')
    expect((await run([images, table])).dataset.count).toBe(2)
  })

  it('lists what it left out, with file and row, beside a dataset of the rest', async () => {
    const images = zip({
      'a.png': A,
      'b.png': B,
      'c.png': B.subarray(0, 50),
      'd.png': makeGreyPng(3, 2),
      'e.png': new TextEncoder().encode('<script>alert(1)</script>'),
      'extra.png': A,
    })
    const table = csv(
      HEADER,
      'a.png,cat,0',
      'b.png,dog,0',
      'c.png,dog,0',
      'd.png,dog,0',
      'e.png,dog,0',
      'missing.png,dog,0',
      'a.png,dog,0',
      'f.png,dog',
    )
    const { dataset, problems, problemCount } = await run([images, table, new File(['hello'], 'notes.txt')])
    expect(dataset.paths).toEqual(['a.png', 'b.png'])
    expect(problemCount).toBe(8)
    const listed = problems.map(({ file, row, message }) => [file, row, message])
    expect(listed).toEqual([
      ['notes.txt', undefined, expect.stringContaining('notes.txt does not name the columns image_path and label')],
      ['labels.csv', 9, 'The row has 2 fields where the header has 3, so it was left out.'],
      ['labels.csv', 7, '“missing.png” is not in images.zip, so the row was left out.'],
      ['labels.csv', 8, '“a.png” is already in row 2, so this row was left out.'],
      ['images.zip', undefined, '“extra.png” has no row in labels.csv, so it was left out.'],
      ['images.zip', undefined, '“c.png” is cut off, so it was left out.'],
      ['images.zip', undefined, '“e.png” is not a PNG or JPEG image, so it was left out.'],
      ['images.zip', undefined, '“d.png” is 3 × 2 pixels large, while most are 2 × 2, so it was left out.'],
    ])
  })

  it('lists what is wrong with a row once, and not its image again as one without a row', async () => {
    const images = zip({ 'a.png': A, 'b.png': B, 'set/c.png': A, 'set/d.png': A, '../up.png': A })
    const table = csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'set/c.png,,0', 'set/d.png,dog,9', '../up.png,dog,0')
    const { problems } = await run([images, table])
    expect(problems.map(({ message }) => message)).toEqual([
      '“set/c.png” has no label, so the row was left out.',
      'The split is “9” and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.',
      '“../up.png” names a place outside the archive, so it was left out.',
    ])
  })

  it('takes labels that differ in the blanks around them for one class', async () => {
    const table = csv(HEADER, 'a.png, cat,0', 'b.png,dog ,0', 'c.png,cat,0')
    expect((await run([zip({ 'a.png': A, 'b.png': B, 'c.png': A }), table])).dataset.classes).toEqual(['cat', 'dog'])
  })

  it('counts problems of one kind beyond the first fifty', async () => {
    const extra = Object.fromEntries(Array.from({ length: 1234 }, (_, i) => [`x/${i}.png`, A]))
    const { problems, problemCount } = await run([zip({ 'a.png': A, 'b.png': B, ...extra }), TABLE])
    expect(problemCount).toBe(1234)
    expect(problems).toHaveLength(51)
    expect(problems.at(-1)).toEqual({ message: '1,184 more files have no row in labels.csv.', file: 'images.zip' })
  })

  it('keeps colours when any image has them', async () => {
    const colour = makePng({ width: 2, height: 2, colourType: 2, depth: 8, sample: (x, _, c) => x * 50 + c })
    const { dataset } = await run([zip({ 'a.png': A, 'b.png': colour }), TABLE])
    expect(dataset.channels).toBe(3)
    expect([...dataset.pixels]).toEqual([
      0, 0, 0, 1, 1, 1, 10, 10, 10, 11, 11, 11, 0, 1, 2, 50, 51, 52, 0, 1, 2, 50, 51, 52,
    ])
  })

  it('draws the splits where the table has none, and says so', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i}.png`)
    const images = zip(Object.fromEntries(names.map((name) => [name, A])))
    const table = csv('image_path,label', ...names.map((name, i) => `${name},${i % 2}`))
    const { dataset, notes } = await run([images, table])
    expect([0, 1, 2].map((split) => dataset.splits.filter((own) => own === split).length)).toEqual([28, 4, 8])
    expect(notes).toEqual([
      'labels.csv has no split column, so the splits were drawn at random: 70 % train, 10 % validation, 20 % test of every class.',
    ])
  })

  it('leaves out the classes that no image is left of', async () => {
    const table = csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'gone.png,bird,0')
    expect((await run([zip({ 'a.png': A, 'b.png': B }), table])).dataset.classes).toEqual(['cat', 'dog'])
  })

  it('reads an image that its archive unpacks beyond the bound as a problem', async () => {
    const bomb = {
      name: 'bomb.png',
      bytes: new Uint8Array(0),
      packed: deflateSync(new Uint8Array(40 * 2 ** 20)),
      claimedSize: 900,
    }
    const images = new File([makeZip([{ name: 'a.png', bytes: A }, { name: 'b.png', bytes: B }, bomb])], 'images.zip')
    const { dataset, problems } = await run([images, csv(HEADER, 'bomb.png,cat,0', 'a.png,cat,0', 'b.png,dog,0')])
    expect(dataset.count).toBe(2)
    expect(problems).toEqual([
      { file: 'images.zip', message: '“bomb.png” unpacks to more than 32 MB, so it was left out.' },
    ])
  })

  it('reports progress up to the last image', async () => {
    const progress: ImportProgress[] = []
    const names = Array.from({ length: 2500 }, (_, i) => `${i}.png`)
    await run(
      [
        zip(Object.fromEntries(names.map((name) => [name, A]))),
        csv(HEADER, ...names.map((name, i) => `${name},${i % 3},0`)),
      ],
      {
        onProgress: (step) => progress.push(step),
      },
    )
    expect(progress[0]).toEqual({ phase: 'reading', done: 0, total: 0 })
    expect(progress.at(-1)).toEqual({ phase: 'decoding', done: 2500, total: 2500 })
    expect(progress.filter(({ done }) => done > 0 && done < 2500).length).toBeGreaterThan(0)
  })

  it('stops when it is aborted, without rejections that nobody hears of', async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `${i}.png`)
    const files = [
      zip(Object.fromEntries(names.map((name) => [name, A]))),
      csv(HEADER, ...names.map((name, i) => `${name},${i % 2},0`)),
    ]
    const abort = new AbortController()
    let batches = 0
    const reading = run(files, {
      signal: abort.signal,
      decodeImages: (batch) => {
        batches += 1
        if (batches === 2) abort.abort()
        return abort.signal.aborted ? Promise.reject(new Error('the pool is gone')) : decodeBatch(batch)
      },
    })
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(batches).toBe(2)
  })
})

describe('importFiles refuses in one sentence', () => {
  const images = zip({ 'a.png': A, 'b.png': B })
  const gif = new TextEncoder().encode('GIF89a')
  it.each<[string, readonly File[], string]>([
    ['nothing', [], 'Drop a zip of images, and the CSV that names each image’s label.'],
    [
      'a zip alone',
      [images],
      'images.zip has no labels with it: drop it together with the CSV that names each image’s label.',
    ],
    [
      'a zip with its table inside',
      [zip({ 'set/a.png': A, 'set/labels.csv': new TextEncoder().encode(HEADER) })],
      'images.zip has no labels with it: “set/labels.csv” is inside it, so take that out and drop it beside the zip, as a file of its own.',
    ],
    [
      'a folder',
      [unreadable('loose')],
      '“loose” is a folder, or can’t be read: zip it, and drop the zip with its CSV.',
    ],
    [
      'a file that is gone',
      [images, unreadable('labels.csv')],
      'labels.csv could not be read, because it was moved or changed since it was chosen: choose it again.',
    ],
    ['a table alone', [TABLE], 'labels.csv has no images with it: drop it together with the zip that holds them.'],
    [
      'a GIF that is named zip',
      [new File([gif], 'images.zip'), TABLE],
      'images.zip is no zip archive but a GIF image: zip the folder with the images and drop that.',
    ],
    [
      'a text that is named zip',
      [new File(['hello'], 'images.zip'), TABLE],
      'images.zip is no zip archive but a text file: zip the folder with the images and drop that.',
    ],
    [
      'an empty zip file',
      [new File([], 'images.zip'), TABLE],
      'images.zip is empty: choose it again, or download it again.',
    ],
    [
      'an empty table',
      [images, new File([], 'labels.csv')],
      'labels.csv is empty: choose it again, or download it again.',
    ],
    [
      'an image alone',
      [new File([A], '5.png')],
      '5.png is a PNG image: drop a zip of images, and the CSV that names each image’s label.',
    ],
    [
      'two zips',
      [images, images, TABLE],
      'images.zip and images.zip came together: drop one zip and one CSV at a time.',
    ],
    [
      'two tables',
      [images, TABLE, TABLE],
      'labels.csv and labels.csv came together: drop one zip and one CSV at a time.',
    ],
    [
      'a table without the columns',
      [images, csv('file,class', 'a.png,1')],
      'The first row of labels.csv reads “file”, “class”: it must name the columns image_path and label, and split if there is one.',
    ],
    [
      'a table of another set',
      [images, csv(HEADER, 'x/1.png,1,0', 'x/2.png,2,0')],
      'No image that labels.csv names is in images.zip: row 2 says “x/1.png”, and the zip holds files such as “a.png”.',
    ],
    [
      'a zip of no images',
      [zip({ 'a.png': gif, 'b.png': gif }), TABLE],
      'No image in images.zip could be used. “a.png” is not a PNG or JPEG image, so it was left out.',
    ],
    [
      'one class that is left',
      [zip({ 'a.png': A, 'b.png': gif }), TABLE],
      'All images of images.zip that could be used have the label “cat”: a classifier needs at least two classes. “b.png” is not a PNG or JPEG image, so it was left out.',
    ],
    [
      'one class that is left, for more than one reason',
      [
        zip({
          'a.png': A,
          'b.png': A,
          'c.png': A,
          'd.png': makeGreyPng(3, 2),
          'e.png': makeGreyPng(3, 2),
          'f.png': gif,
        }),
        csv(HEADER, 'a.png,cat,0', 'b.png,cat,0', 'c.png,cat,0', 'd.png,dog,0', 'e.png,dog,0', 'f.png,dog,0'),
      ],
      'All images of images.zip that could be used have the label “cat”: a classifier needs at least two classes. 3 others were left out, 2 of them for such a reason: “d.png” is 3 × 2 pixels large, while most are 2 × 2, so it was left out.',
    ],
    [
      'no train image that is left',
      [zip({ 'a.png': gif, 'b.png': B, 'c.png': A }), csv(HEADER, 'a.png,cat,0', 'b.png,dog,2', 'c.png,cat,2')],
      'No image of the train split in images.zip could be used. “a.png” is not a PNG or JPEG image, so it was left out.',
    ],
  ])('%s', async (_, files, message) => {
    await expect(run(files)).rejects.toMatchObject({ name: 'ImportError', message })
  })
})
