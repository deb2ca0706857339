import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Dataset, ImportProgress } from '../dataset'
import { makeGreyPng, makePng } from '../images/makePng.fixture'
import { makeZip } from '../../files/makeZip.fixture'
import { decodeBatch } from '../images/images'
import { importFiles } from './importFiles'
import { zipOf } from './runImport.fixture'
import { DEFAULT_SETTINGS, type ImportSettings } from '../importSettings'
import type { ImportReport } from '../importReport'
import type { ReadOptions } from '../images/readImages'

const HEADER = 'image_path,label,split'
const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))
const csv = (...lines: string[]): File => new File([lines.join('\n')], 'labels.csv')
const zip = (images: Record<string, Uint8Array>): File =>
  new File([makeZip(Object.entries(images).map(([name, bytes]) => ({ name, bytes })))], 'images.zip')

/** As browsers give a dropped folder, or a file that was deleted since. */
function unreadable(name: string): File {
  const part = new Blob()
  part.arrayBuffer = () => Promise.reject(new DOMException('A requested file could not be found.', 'NotFoundError'))
  return Object.assign(new File([], name), { slice: () => part })
}

interface Given extends Partial<ReadOptions> {
  readonly settings?: Partial<ImportSettings>
  readonly addTo?: Dataset
}

async function run(
  files: readonly File[],
  { settings, addTo, ...options }: Given = {},
): Promise<{ dataset: Dataset } & ImportReport> {
  const outcome = await importFiles(
    files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
    { ...DEFAULT_SETTINGS, ...settings },
    { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch, ...options },
    addTo,
  )
  if (outcome.kind === 'question') throw new Error(`It asks about ${outcome.question.file}`)
  return { dataset: outcome.dataset, ...outcome.report }
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

  it('finds images that are called by numbers, and lie in other folders than the table says', async () => {
    const images = zip({ '0.png': A, '1.png': B, '2.png': A })
    const table = csv(HEADER, 'img/cat/0.png,cat,0', 'img/dog/1.png,dog,0', 'img/cat/2.png,cat,2')
    const { dataset, problems } = await run([images, table])
    expect(problems).toEqual([])
    expect(dataset).toMatchObject({
      classes: ['cat', 'dog'],
      labels: Uint16Array.of(0, 1, 0),
      splits: Uint8Array.of(0, 0, 2),
    })
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
    const { dataset, problems, problemCount, files } = await run([
      images,
      table,
      new File(['Drawn, scanned\nand named by hand.'], 'notes.txt'),
    ])
    expect(dataset.paths).toEqual(['a.png', 'b.png', 'd.png'])
    expect(problemCount).toBe(7)
    const listed = problems.flatMap((group) => group.listed.map(({ file, row, message }) => [file, row, message]))
    expect(listed).toEqual([
      ['notes.txt', undefined, 'notes.txt is a text that holds neither labels nor pixels, so it was left out.'],
      ['labels.csv', 9, 'The row has 2 fields where the others have 3, so it was left out.'],
      ['labels.csv', 7, '“missing.png” is not in images.zip, so the row was left out.'],
      ['labels.csv', 8, '“a.png” is “cat” in row 2 and “dog” here: the earlier row counts.'],
      ['images.zip', undefined, '“extra.png” has no row with a label, so it was left out.'],
      ['images.zip', undefined, '“c.png” is cut off, so it was left out.'],
      ['images.zip', undefined, '“e.png” is not an image that can be read, such as PNG or JPEG, so it was left out.'],
    ])
    expect(files.map(({ path, kind, outcome, used }) => [path, kind, outcome, used])).toEqual([
      ['images.zip', 'zip archive', '3 images, 3 left out', true],
      [
        'notes.txt',
        'other file',
        'notes.txt is a text that holds neither labels nor pixels, so it was left out.',
        false,
      ],
      ['labels.csv', 'table of images', '5 labels from “label”, splits from “split”', true],
    ])
  })

  it('lists what is wrong with a row once, and not its image again as one without a row', async () => {
    const images = zip({ 'a.png': A, 'b.png': B, 'set/c.png': A, 'set/d.png': A, '../up.png': A })
    const table = csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'set/c.png,,0', 'set/d.png,dog,9', '../up.png,dog,0')
    const { problems } = await run([images, table])
    expect(problems.flatMap(({ listed }) => listed.map(({ message }) => message))).toEqual([
      '“../up.png” names a place outside the archive, so it was left out.',
      '“set/c.png” has no label, so the row was left out.',
      'The split is “9” and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.',
      '“../up.png” is not in images.zip, so the row was left out.',
    ])
  })

  it('takes labels that differ in the blanks around them for one class', async () => {
    const table = csv(HEADER, 'a.png, cat,0', 'b.png,dog ,0', 'c.png,cat,0')
    expect((await run([zip({ 'a.png': A, 'b.png': B, 'c.png': A }), table])).dataset.classes).toEqual(['cat', 'dog'])
  })

  it('counts problems of one kind beyond the first fifty', async () => {
    const extra = Object.fromEntries(Array.from({ length: 1234 }, (_, i) => [`x/${i}.png`, A]))
    const { problems, problemCount, problemsCsv } = await run([zip({ 'a.png': A, 'b.png': B, ...extra }), TABLE])
    expect(problemCount).toBe(1234)
    expect(problems).toMatchObject([{ kind: 'images have no row with a label', count: 1234 }])
    expect(problems[0]!.listed).toHaveLength(50)
    const rows = problemsCsv.split('\r\n')
    expect(rows).toHaveLength(1235)
    expect(rows[0]).toBe('file,row,kind,message')
    expect(rows[1234]).toBe(
      'images.zip,,images have no row with a label,"“x/1233.png” has no row with a label, so it was left out."',
    )
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
      'Nothing in images.zip + labels.csv says what to train and test on, so its images were split at random: 70 % train, 10 % validation, 20 % test of every class.',
    ])
  })

  it('leaves out the classes that no image is left of', async () => {
    const table = csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'gone.png,bird,0')
    expect((await run([zip({ 'a.png': A, 'b.png': B }), table])).dataset.classes).toEqual(['cat', 'dog'])
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

describe('importFiles with other combinations', () => {
  const text = (name: string, ...lines: string[]): File => new File([lines.join('\n')], name)
  const named = (name: string, images: Record<string, Uint8Array>): File =>
    new File([makeZip(Object.entries(images).map(([path, bytes]) => ({ name: path, bytes })))], name)
  /** As a file of a dropped folder. */
  const inFolder = (path: string, bytes: Uint8Array<ArrayBuffer> | string): File =>
    Object.defineProperty(new File([bytes], path.slice(path.lastIndexOf('/') + 1)), 'webkitRelativePath', {
      value: path,
    })
  const rowsOf = ({ dataset }: { dataset: Dataset }): string[] =>
    dataset.paths.map((path, i) => `${path} ${dataset.classes[dataset.labels[i]!]} ${dataset.splits[i]}`)

  it('finds loose images by their table, and those of a dropped folder', async () => {
    const loose = await run([new File([A], 'a.png'), new File([B], 'b.png'), TABLE])
    expect(rowsOf(loose)).toEqual(['a.png cat 0', 'b.png dog 2'])
    const folder = await run([inFolder('set/x/a.png', A), inFolder('set/x/b.png', B), TABLE])
    expect(rowsOf(folder)).toEqual(['a.png cat 0', 'b.png dog 2'])
    expect(folder.dataset.name).toBe('set + labels.csv')
  })

  it('finds the table inside the zip, and names without extension', async () => {
    const table = new TextEncoder().encode('id,label\n0001,cat\n0002,dog\n')
    const { dataset, problems } = await run([zip({ 'set/0001.png': A, 'set/0002.png': B, 'set/labels.csv': table })])
    expect({ paths: dataset.paths, classes: dataset.classes, problems }).toEqual({
      paths: ['0001', '0002'],
      classes: ['cat', 'dog'],
      problems: [],
    })
  })

  it('finds the images of one table in several zips', async () => {
    const zips = [named('one.zip', { 'a.png': A }), named('two.zip', { 'b.png': B })]
    expect(rowsOf(await run([...zips, TABLE]))).toEqual(['a.png cat 0', 'b.png dog 2'])
  })

  it('keeps images of the same name in two zips apart', async () => {
    const zips = [
      named('train.zip', { '0.png': A, '1.png': B }),
      named('test.zip', { '0.png': B, '1.png': A, '2.png': A }),
    ]
    const tables = [text('train.csv', 'id,label', '0,x', '1,y', '2,x'), text('test.csv', 'id,label', '0,y', '1,x')]
    const read = await run([...zips, ...tables])
    expect(rowsOf(read)).toEqual(['0 x 0', '1 y 0', '0 y 2', '1 x 2'])
    expect([...read.dataset.pixels]).toEqual(
      [A, B, B, A].flatMap((png) => (png === A ? [0, 1, 10, 11] : [100, 101, 110, 111])),
    )
    expect(read.problems.map(({ kind, count }) => [kind, count])).toEqual([
      ['rows name an image that is not there', 1],
      ['images have no row with a label', 1],
    ])
  })

  it('takes a zip for each class, a zip for each split, and folders', async () => {
    expect(rowsOf(await run([named('cat.zip', { '1.png': A }), named('dog.zip', { '1.png': B, '2.png': B })]))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^1.png cat/), expect.stringMatching(/^2.png dog/)]),
    )
    const splits = [
      named('train.zip', { '0/1.png': A, '1/1.png': B }),
      named('test.zip', { '0/1.png': A, '1/2.png': B }),
    ]
    expect(rowsOf(await run(splits))).toEqual(['0/1.png 0 0', '1/1.png 1 0', '0/1.png 0 2', '1/2.png 1 2'])
    const folders = ['train/0/1.png', 'train/1/1.png', 'val/0/1.png', 'test/1/1.png'].map((path) =>
      inFolder(`digits/${path}`, A),
    )
    const read = await run([
      ...folders,
      inFolder(
        'digits/README.md',
        '# Digits\n\nDrawn by hand, in 2026, with a pencil, on paper that was lying about.\n',
      ),
      inFolder('digits/train/stray.png', A),
    ])
    expect([...read.dataset.splits]).toEqual([0, 0, 1, 2])
    expect(read.problems).toMatchObject([{ kind: 'images have no label', count: 1 }])
    expect(read.files.map(({ path, kind, used }) => [path, kind, used])).toEqual([
      ['digits', 'folder', true],
      ['digits/README.md', 'other file', false],
    ])
  })

  const pixels = (rows: number, from: number): string[] =>
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length: 64 }, (_, k) => (i * 7 + k * 3 + from) % 256).join('\t'),
    )

  it('pairs tables of pixels with their labels', async () => {
    const files = [
      text('X_train.tsv', ...pixels(4, 1)),
      text('y_train.tsv', 'label', '3', '5', '3', '5'),
      text('X_test.tsv', ...pixels(2, 2)),
      text('y_test.tsv', '5', '3'),
    ]
    const read = await run(files)
    expect([...read.dataset.splits]).toEqual([0, 0, 0, 0, 2, 2])
    expect([...read.dataset.labels]).toEqual([0, 1, 0, 1, 1, 0])
    expect(read.dataset.paths[5]).toBe('X_test.tsv, row 2')
    expect(read.problems).toEqual([])
    const alone = await run(files.slice(0, 3))
    expect(alone.dataset.count).toBe(4)
    expect(alone.problems[0]!.listed[0]!.message).toBe(
      'X_test.tsv has images and no labels: drop the file of its labels too, one a row in the same order.',
    )
    expect(alone.notes[0]).toMatch(
      /^By their names all files of .* are of the train split, so its images were split at random/,
    )
  })

  it('leaves out the image of a missing label, and no other’s label moves', async () => {
    const pixels = (value: number): string => Array(64).fill(value).join(',')
    const x = new File([`${[0, 50, 100, 150, 200].map(pixels).join('\n')}\n`], 'X.csv')
    const { dataset, problems } = await run([x, new File(['a\n""\nb\n\na\n'], 'y.csv')])
    expect([...dataset.pixels].filter((_, i) => i % 64 === 0)).toEqual([0, 100, 200])
    expect([...dataset.labels].map((label) => dataset.classes[label])).toEqual(['a', 'b', 'a'])
    expect(problems.flatMap(({ listed }) => listed)).toEqual(
      [2, 4].map((row) => ({ message: 'The row has no label, so it was left out.', file: 'y.csv', row })),
    )
  })

  it('takes a 0 above labels for the header that pandas writes, when they are one too many', async () => {
    const x = new File([[0, 50, 100].map((value) => Array(64).fill(value).join(',')).join('\n')], 'X.csv')
    const { dataset, notes } = await run([x, new File(['0\n5\n""\n0\n'], 'y.csv')])
    expect([...dataset.labels].map((label) => dataset.classes[label])).toEqual(['5', '0'])
    expect(notes[0]).toBe('y.csv has one row more than X.csv, so its first, 0, was taken for a header.')
    const refusal = 'X.csv has 3 images and y.csv 4 labels, so they can’t belong together: drop the two that do.'
    await expect(run([x, new File(['1\n5\n4\n0\n'], 'y.csv')])).rejects.toThrow(refusal)
  })

  it('reads tables below Excel’s line for its separator, and counts that line', async () => {
    const images = [A, B, A].map((bytes, i) => new File([bytes], `${i}.png`))
    const table = csv('sep=;', 'image_path;label', '0.png;a, b', '1.png;c', 'x.png;c')
    const { dataset, problems } = await run([...images, table])
    expect(dataset.classes).toEqual(['a, b', 'c'])
    expect(problems.flatMap(({ listed }) => listed)).toContainEqual(expect.objectContaining({ row: 5 }))

    const pixels = [0, 50, 100].map((value) => Array(64).fill(value).join(';'))
    const numbers = await run([
      new File([['sep=;', ...pixels].join('\n')], 'X.csv'),
      new File(['sep=;\na\n\nb\n'], 'y.csv'),
    ])
    expect(numbers.dataset.paths).toEqual(['X.csv, row 2', 'X.csv, row 4'])
    expect(numbers.problems[0]!.listed[0]).toMatchObject({ file: 'y.csv', row: 3 })
  })

  it('refuses labels that are not as many', async () => {
    await expect(run([text('X.csv', ...pixels(4, 0)), text('y.csv', '1', '2', '1')])).rejects.toThrow(
      'X.csv has 4 images and y.csv 3 labels, so they can’t belong together: drop the two that do.',
    )
  })

  it('brings sets of different sizes and colours to those of the largest', async () => {
    const colour = makePng({ width: 2, height: 2, colourType: 2, depth: 8, sample: (x, _, c) => x * 50 + c })
    const read = await run([
      zip({ 'a.png': colour, 'b.png': B }),
      TABLE,
      text('X.csv', ...pixels(4, 0)),
      text('y.csv', 'cat', 'dog', 'cat', 'dog'),
    ])
    const { width, height, channels, count, classes } = read.dataset
    expect({ width, height, channels, count, classes }).toEqual({
      width: 8,
      height: 8,
      channels: 3,
      count: 6,
      classes: ['cat', 'dog'],
    })
    expect(read.sizes).toEqual({ smallest: { width: 2, height: 2 }, largest: { width: 8, height: 8 }, fitted: 2 })
  })

  it('adds to a dataset, whose images stay where they are', async () => {
    const first = await run([zip({ 'a.png': A, 'b.png': B }), TABLE])
    const added = await run([named('new.zip', { 'ant/c.png': makeGreyPng(4, 4, () => 9), 'cat/d.png': A })], {
      addTo: first.dataset,
    })
    expect(added.dataset).toMatchObject({
      name: 'images.zip + labels.csv + new.zip',
      width: 2,
      height: 2,
      channels: 1,
      count: 4,
      classes: ['ant', 'cat', 'dog'],
      paths: ['a.png', 'b.png', 'ant/c.png', 'cat/d.png'],
    })
    expect([...added.dataset.labels]).toEqual([1, 2, 0, 1])
    expect([...added.dataset.pixels.subarray(0, 12)]).toEqual([...first.dataset.pixels, 9, 9, 9, 9])
    expect([...first.dataset.labels]).toEqual([0, 1])
    const larger = await run([named('new.zip', { 'dog/e.png': A })], {
      addTo: first.dataset,
      settings: { size: { width: 4, height: 4 }, filter: 'nearest' },
    })
    expect([...larger.dataset.pixels.subarray(0, 8)]).toEqual([0, 0, 1, 1, 0, 0, 1, 1])
  })

  it('says that colour images become grey with the grey ones that they are added to', async () => {
    const first = await run([zip({ 'a.png': A, 'b.png': B }), TABLE])
    const colour = makePng({ width: 2, height: 2, colourType: 2, depth: 8, sample: (x, _, c) => x * 50 + c })
    const more = [named('new.zip', { 'cat/c.png': colour, 'dog/d.png': colour, 'dog/e.png': A })]
    const added = await run(more, { addTo: first.dataset })
    expect(added.dataset.channels).toBe(1)
    expect(added.notes).toEqual([
      expect.stringMatching(/^Nothing in new.zip says what to train and test on/),
      '2 colour images were turned to grey, as the data at hand are: choose Colour under How it was read to keep the colours.',
    ])
    for (const colour of ['grey', 'rgb'] as const) {
      expect((await run(more, { addTo: first.dataset, settings: { colour } })).notes).toHaveLength(1)
    }
    const grey = await run([zip({ 'a.png': A, 'b.png': B }), TABLE], { settings: { colour: 'grey' } })
    expect(grey.notes).toEqual([])
  })

  it('takes the name of a single archive for a class only when it is one', async () => {
    const { dataset } = await run([zip({ 'a.png': A, 'b.png': B }), TABLE])
    expect(rowsOf(await run([named('dog.zip', { 'c.png': A })], { addTo: dataset }))[2]).toMatch(/^c.png dog/)
    await expect(run([named('more.zip', { 'c.png': A })], { addTo: dataset })).rejects.toThrow(
      'more.zip has no labels with it',
    )
  })

  it('asks which columns are meant, and takes the answer', async () => {
    const files = [zip({ 'a.png': A, 'b.png': B }), csv('this,that,other', 'a.png,x,0', 'b.png,y,2')]
    const sources = files.map((file) => ({ path: file.name, file }))
    const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }
    expect(await importFiles(sources, DEFAULT_SETTINGS, options)).toEqual({
      kind: 'question',
      question: {
        kind: 'columns',
        file: 'labels.csv',
        columns: ['this', 'that', 'other'],
        rows: [
          ['a.png', 'x', '0'],
          ['b.png', 'y', '2'],
        ],
        guess: { path: 0, label: 1, split: 2 },
      },
    })
    const read = await run(files, { settings: { columns: { 'labels.csv': { path: 0, label: 1, split: 2 } } } })
    expect(rowsOf(read)).toEqual(['a.png x 0', 'b.png y 2'])
  })

  it('keeps labels of any script as they are written, and leaves out those that are too long', async () => {
    const labels = ['<b onclick="x()">', 'قطة', '=1+1', 'x'.repeat(10_000)]
    const images = zip(Object.fromEntries(labels.map((_, i) => [`${i}.png`, A])))
    const table = csv(HEADER, ...labels.map((label, i) => `${i}.png,"${label.replaceAll('"', '""')}",0`))
    const read = await run([images, table])
    expect(read.dataset.classes).toEqual(labels.slice(0, 3).toSorted())
    expect(read.problems[0]!.listed[0]).toMatchObject({
      row: 5,
      message: expect.stringMatching(/^The label “x{60}…” is 10,000 letters long/) as string,
    })
  })

  it('reads tables in UTF-16 and in Windows-1252', async () => {
    const images = zip({ 'ä.png': A, 'b.png': B })
    const lines = 'image_path,label,split\r\nä.png,Käse,0\r\nb.png,Öl,2\r\n'
    const utf16 = Uint8Array.from([0xff, 0xfe, ...Array.from(lines, (letter) => [letter.charCodeAt(0), 0]).flat()])
    const windows = Uint8Array.from(lines, (letter) => letter.charCodeAt(0))
    for (const bytes of [utf16, windows]) {
      expect(rowsOf(await run([images, new File([bytes], 'labels.csv')]))).toEqual(['ä.png Käse 0', 'b.png Öl 2'])
    }
  })

  it('says the counts of images and labels that differ, and names both files', async () => {
    const images = new File(
      [Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2), new Uint8Array(12)],
      'x-idx3-ubyte',
    )
    const labels = new File([Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1)], 'y-idx1-ubyte')
    await expect(run([images, labels])).rejects.toThrow(
      'x-idx3-ubyte has 3 images and y-idx1-ubyte 4 labels, so they can’t belong together: drop the two that do.',
    )
  })

  it('counts the images whose rows a quotation mark without an end swallows', async () => {
    const images = zip({ 'a.png': A, 'b.png': B, 'c.png': A, 'd.png': B, 'e.png': A })
    const table = csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'c.png,"cat,0', 'd.png,dog,0', 'e.png,cat,0')
    const { dataset, problems, problemCount } = await run([images, table])
    expect([dataset.count, problemCount]).toEqual([2, 3])
    expect(problems.map(({ kind, count }) => [kind, count])).toEqual([
      ['rows open a quotation mark without an end', 1],
      ['rows are behind a quotation mark without an end', 2],
    ])
  })

  it('takes a table beside an archive that has its own tables of train and test', async () => {
    const encode = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\n'))
    const signs = zipOf(
      {
        ...{ 'Train/a.png': A, 'Train/b.png': B, 'Test/c.png': A, 'Meta/0.png': B },
        'Train.csv': encode('ClassId,Path', '0,Train/a.png', '1,Train/b.png'),
        'Test.csv': encode('ClassId,Path', '0,Test/c.png'),
        'Meta.csv': encode('ClassId,Path', '0,Meta/0.png'),
      },
      'signs.zip',
    )
    const more = zipOf({ 'x.png': A, 'y.png': B }, 'more.zip')
    const { dataset } = await run([signs, more, text('labels.csv', 'file,label', 'x.png,cat', 'y.png,dog')])
    expect(dataset.classes).toEqual(['0', '1', 'cat', 'dog'])
    expect(dataset.paths).not.toContain('Meta/0.png')
  })

  it('says that rows contradict each other, and which count', async () => {
    const images = zip({ 'a.png': A, 'b.png': B })
    const tables = [
      text('one.csv', 'file,label', 'a.png,cat', 'b.png,dog'),
      text('two.csv', 'file,label', 'a.png,dog', 'b.png,dog'),
    ]
    const { dataset, notes, problems } = await run([images, ...tables])
    expect(Array.from(dataset.labels, (label) => dataset.classes[label])).toEqual(['cat', 'dog'])
    expect(notes).toContain(
      '1 row of two.csv gives its image another label than an earlier row, which counts: see the import problems.',
    )
    expect(problems.map(({ kind, listed }) => [kind, listed[0]!.message])).toEqual([
      [
        'rows contradict an earlier row',
        '“a.png” is “cat” in row 2 of one.csv and “dog” here: the earlier row counts.',
      ],
      [
        'rows name an image that an earlier row names',
        '“b.png” is already in row 3 of one.csv, so this row was left out.',
      ],
    ])
  })

  it.each([
    ['fold', '“0”, “1”, “2”, …', (i: number) => String(i % 5)],
    ['set', '“1”, “2”, “3”', (i: number) => String(1 + (i % 3))],
    ['subset', '“Entraînement”, “Test”', (i: number) => (i % 3 ? 'Entraînement' : 'Test')],
  ])('says that it does not know the splits of a column “%s”', async (name, shown, value) => {
    const paths = Array.from({ length: 12 }, (_, i) => `${i}.png`)
    const images = zip(Object.fromEntries(paths.map((path, i) => [path, i % 2 ? A : B])))
    const rows = paths.map((path, i) => `${path},${i < 6 ? 'cat' : 'dog'},${value(i)}`)
    const { notes, dataset } = await run([images, text('m.csv', `file,label,${name}`, ...rows)])
    expect(dataset.classes).toEqual(['cat', 'dog'])
    expect(notes).toContain(
      `“${name}” in m.csv may say the splits, but holds ${shown}, so it was not used: Strata reads train, validation and test, or 0, 1 and 2.`,
    )
  })

  it('leaves out Kaggle’s example of answers', async () => {
    const images = zip({ 'train/a.png': A, 'train/b.png': B, 'test/c.png': A })
    const tables = [csv('id,label', 'a,cat', 'b,dog'), text('sample_submission.csv', 'id,label', 'c,0')]
    expect((await run([images, ...tables])).dataset.paths).toEqual(['a', 'b'])
  })
})

describe('importFiles refuses in one sentence', () => {
  const images = zip({ 'a.png': A, 'b.png': B })
  const gif = new TextEncoder().encode('GIF89a')
  const noLabels =
    'images.zip has no labels with it: drop the CSV that names each image’s label too, or put the images in one folder a class.'
  const noImages = 'labels.csv has no images with it: drop it together with the zip or the folder that holds them.'
  it.each<[string, readonly File[], string]>([
    [
      'nothing',
      [],
      'There are no images here: drop images with their labels, such as a zip and its CSV, or one folder a class.',
    ],
    ['a zip alone', [images], noLabels],
    [
      'one folder alone',
      [zip({ 'pets/cat/a.png': A, 'pets/cat/b.png': B })],
      'All 2 images lie in one folder, “cat”, and a model tells several classes apart: drop the folders of the other classes too, or the CSV that names each image’s label.',
    ],
    ['one folder of any images', [zip({ 'train/a.png': A, 'train/b.png': B })], noLabels],
    [
      'a table of captions in the archive',
      [
        zip({
          ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.png`, i % 2 ? A : B])),
          'm.csv': new TextEncoder().encode(
            ['image,caption', ...Array.from({ length: 12 }, (_, i) => `${i}.png,this is ${i}`)].join('\n'),
          ),
        }),
      ],
      `${noLabels} m.csv names images and no labels, so it was left out.`,
    ],
    [
      'a file that is gone',
      [images, unreadable('labels.csv')],
      `${noLabels} labels.csv could not be read, because it was moved or changed since it was chosen: choose it again.`,
    ],
    ['a table alone', [TABLE], noImages],
    [
      'an empty zip file',
      [new File([], 'images.zip'), TABLE],
      `${noImages} images.zip is empty, so it was left out: choose it again, or download it again.`,
    ],
    [
      'an empty table',
      [images, new File([], 'labels.csv')],
      `${noLabels} labels.csv is empty, so it was left out: choose it again, or download it again.`,
    ],
    ['an empty file', [new File([], 'x')], 'x is empty: choose it again, or download it again.'],
    [
      'an image alone',
      [new File([A], '5.png')],
      '1 image has no label: drop the CSV that names each image’s label too, or put the images in one folder a class.',
    ],
    [
      'an image alone that is none',
      [new File(['hello'], '5.png')],
      'No image could be used. “5.png” is not an image that can be read, such as PNG or JPEG, so it was left out.',
    ],
    [
      'several files of no use',
      [new File([], 'a.txt'), new File([], 'b.txt')],
      'None of these 2 files is an image or a table that can be read; a.txt, for one, is empty: choose it again, or download it again.',
    ],
    [
      'labels that name none of the images',
      [images, csv('id,label', '0,7', '1,8', '2,8')],
      'labels.csv looks like labels, one a row, and names none of the images that came: give each row the name of its image, in a column such as image_path.',
    ],
    [
      'a web page in place of a table',
      [new File(['<!DOCTYPE html>\n<html>'], 'train.csv')],
      'train.csv is a web page: download the file itself, not the page that shows it.',
    ],
    [
      'a document',
      [new File(['%PDF-1.7'], 'digits.pdf')],
      'digits.pdf is a PDF document: drop images with their labels, such as a zip and its CSV, or one folder a class.',
    ],
    [
      'a table without such columns',
      [images, csv('width,height', '28,29', '30,31')],
      'The first row of labels.csv reads “width”, “height”: it must name a column of the images’ paths, such as image_path, and one of their labels.',
    ],
    [
      'a table without labels',
      [images, csv('filename', 'a.png', 'b.png')],
      'labels.csv names images and no labels, so it was left out.',
    ],
    [
      'a table of another set',
      [images, csv(HEADER, 'x/1.png,1,0', 'x/2.png,2,0')],
      'No image that labels.csv names is in images.zip: row 2 says “x/1.png”, and it holds files such as “a.png”.',
    ],
    [
      'a zip of no images',
      [zip({ 'a.png': gif, 'b.png': gif }), TABLE],
      'No image could be used. “a.png” is a GIF image that is cut off or damaged, so it was left out.',
    ],
    [
      'one class that is left',
      [zip({ 'a.png': A, 'b.png': gif }), TABLE],
      'All images that could be used have the label “cat”: a classifier needs at least two classes. “b.png” is a GIF image that is cut off or damaged, so it was left out.',
    ],
    [
      'one class that is left, for more than one reason',
      [
        zip({ 'a.png': A, 'b.png': A, 'c.png': A, 'f.png': gif, 'g.png': gif }),
        csv(HEADER, 'a.png,cat,0', 'b.png,cat,0', 'c.png,cat,0', 'f.png,dog,0', 'g.png,dog,0', 'h.png,dog,0'),
      ],
      'All images that could be used have the label “cat”: a classifier needs at least two classes. 3 others were left out, 2 of them for such a reason: “f.png” is a GIF image that is cut off or damaged, so it was left out.',
    ],
    [
      'no train image that is left',
      [zip({ 'a.png': gif, 'b.png': B, 'c.png': A }), csv(HEADER, 'a.png,cat,0', 'b.png,dog,2', 'c.png,cat,2')],
      'No image of the train split could be used. “a.png” is a GIF image that is cut off or damaged, so it was left out.',
    ],
    [
      'pixels without labels',
      [new File([Array.from({ length: 3 }, (_, i) => Array(784).fill(i).join(',')).join('\n')], 'test.csv')],
      'test.csv has images and no labels: drop the file of its labels too, one a row in the same order.',
    ],
    [
      'one endless line',
      [images, csv(HEADER, 'a.png,cat,0', 'b.png,dog,0', 'c.png,dog,0', 'x'.repeat(2 ** 21))],
      'Row 5 of labels.csv is longer than a million letters: a table of images has one row an image, each on its own line.',
    ],
  ])('%s', async (_, files, message) => {
    await expect(run(files)).rejects.toMatchObject({ name: 'ImportError', message })
  })
})
