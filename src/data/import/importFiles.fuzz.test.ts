/**
 * Whole drops of damaged, renamed and mixed files, tables and folder trees. Each gives a dataset, a question or a sentence, of a
 * bounded size.
 */
import { ImportError } from '../../files/importProblem'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '../../model/random'
import { makeGreyPng } from '../images/makePng.fixture'
import { makeZip } from '../../files/makeZip.fixture'
import { mutate, mutations } from '../mutate.fixture'
import { decodeBatch } from '../images/images'
import { importFiles } from './importFiles'
import { DEFAULT_SETTINGS, type ImportAnswer, type ImportQuestion, withAnswer } from '../importSettings'

const RUNS = Number(process.env['STRATA_FUZZ'] ?? 300)
const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }

interface Dropped {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const pick = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)]!
const IMAGES = Array.from({ length: 6 }, (_, i) => makeGreyPng(3, 2, (x, y) => 40 * i + x + y))
const NAMES = ['a/0.png', 'a/1.png', 'b/2.png', 'b/3.png', 'c/4.png', 'c/5.png']
const ZIP = makeZip(NAMES.map((name, i) => ({ name, bytes: IMAGES[i]! })))

/** As a person does who presses the button at once. */
function answerTo(question: ImportQuestion): ImportAnswer {
  switch (question.kind) {
    case 'columns': {
      const { file, guess, columns, rows } = question
      expect(rows.length).toBeLessThan(20)
      expect(guess.path ?? 0).toBeLessThan(columns.length)
      return { columns: { [file]: { path: 0, label: columns.length - 1, ...guess } } }
    }
    case 'label':
      expect(question.columns.map(({ column }) => column)).toContain(question.guess)
      return { labels: { [question.file]: question.columns.at(-1)!.column } }
    case 'names':
      expect(question.guesses.length).toBeGreaterThan(1)
      return { names: Object.fromEntries(question.places.map((place) => [place, question.guesses[0]!])) }
    case 'range':
      return { values: 'spread' }
  }
}

/** Checks that the result of `importFiles` holds together. */
async function checkDrop(files: readonly Dropped[], run: number, settings = DEFAULT_SETTINGS): Promise<string> {
  const dropped = files.map(({ path, bytes }) => ({ path, file: new File([bytes], path.split('/').at(-1)!) }))
  let ended: string
  try {
    const outcome = await importFiles(dropped, settings, options)
    ended = outcome.kind
    if (outcome.kind === 'question') {
      if (settings === DEFAULT_SETTINGS) {
        await checkDrop(files, run, withAnswer(settings, answerTo(outcome.question)))
      }
    } else {
      const { count, width, height, channels, pixels, labels, splits, paths, classes } = outcome.dataset
      expect([pixels.length, labels.length, splits.length, paths.length]).toEqual([
        count * width * height * channels,
        count,
        count,
        count,
      ])
      expect(pixels.length).toBeLessThan(2 ** 24)
      expect(Math.max(...labels)).toBeLessThan(classes.length)
      expect(Math.max(...splits)).toBeLessThan(3)
      expect(new Set(classes).size).toBe(classes.length)
      const { problems, problemCount } = outcome.report
      expect(problems.reduce((sum, { count: own }) => sum + own, 0)).toBe(problemCount)
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
    expect(error.message).toMatch(/^[^\n]+\.$/u)
    ended = 'sentence'
  }
  return ended
}

describe('importFiles', () => {
  it('ends well with any damaged table of images', async () => {
    const rows = NAMES.map((name, i) => `${name},${i % 2 === 0 ? 'cat' : '"a ""dog"", wet"'},${i % 3}`)
    const tables = [
      ['image_path,label,split', ...rows].join('\n'),
      ['File name\tClass\tSet', ...rows.map((row) => row.replaceAll(',', '\t'))].join('\r\n'),
      ['id;y', ...NAMES.map((name, i) => `${name.slice(2, 3)};${i % 2}`)].join('\n'),
      NAMES.map((name, i) => `${name},${i % 2}`).join('\n'),
      ['name,label,is_valid', ...NAMES.map((name, i) => `${name},${i % 2},${i > 3 ? 'True' : 'False'}`)].join('\n'),
      NAMES.map((name, i) => `${i + 1} ${name}`).join('\n'),
    ].map(bytesOf)
    const utf16 = Uint8Array.from([0xff, 0xfe, ...new Uint8Array(Uint16Array.from([...tables[0]!]).buffer)])
    const ends = new Set<string>()
    for (const { bytes, run } of mutations([...tables, utf16], 41)) {
      ends.add(
        await checkDrop(
          [
            { path: 'images.zip', bytes: ZIP },
            { path: 'labels.csv', bytes },
          ],
          run,
        ),
      )
    }
    expect(ends).toEqual(new Set(['ready', 'question', 'sentence']))
  })

  it('ends well with any tree of folders', async () => {
    const folders = [
      'train',
      'test',
      'val',
      'cat',
      'dog',
      'a',
      'b',
      '0',
      '1',
      '__proto__',
      'ü',
      '<b>',
      ' ',
      '...',
      'x'.repeat(300),
    ]
    const ends = new Set<string>()
    for (let run = 0; run < RUNS; run++) {
      const random = createRandom(43, run)
      const few = Array.from({ length: 1 + random.integer(5) }, () => pick(folders, random))
      const files = Array.from({ length: 1 + random.integer(30) }, (_, i) => {
        const path = Array.from({ length: random.integer(random.integer(8) === 0 ? 50 : 4) }, () => pick(few, random))
        const bytes = random.integer(20) === 0 ? mutate(pick(IMAGES, random), random) : pick(IMAGES, random)
        return { path: [...path, `${i}.png`].join('/'), bytes }
      })
      const zipped = { path: 'set.zip', bytes: makeZip(files.map(({ path, bytes }) => ({ name: path, bytes }))) }
      ends.add(await checkDrop(random.integer(2) === 0 ? files : [zipped], run))
    }
    expect(ends).toEqual(new Set(['ready', 'sentence']))
  })

  it('ends well with any mixture of files under any names', async () => {
    const names = [
      'ludwig.zip ludwig.csv ludwig-loose.tsv ludwig-unclear.csv with-table.zip X_train.tsv y_train.tsv X_test.csv.gz y_test.csv',
      'label-first.csv label-last.csv train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz t10k-images-idx3-ubyte',
      't10k-labels-idx1-ubyte digits.npz x_train.npy y_train.npy README.md',
    ].flatMap((line) => line.split(' '))
    const folder = new URL('../../../e2e/fixtures/', import.meta.url)
    const samples = names.map((name) => ({ path: name, bytes: Uint8Array.from(readFileSync(new URL(name, folder))) }))
    const ends = new Set<string>()
    for (let run = 0; run < RUNS; run++) {
      const random = createRandom(47, run)
      const files = random
        .shuffle([...samples])
        .slice(0, 1 + random.integer(5))
        .map(({ path, bytes }) => ({
          path: random.integer(4) === 0 ? `${run % 3 === 0 ? 'train/' : ''}${pick(names, random)}` : path,
          bytes: random.integer(3) === 0 ? mutate(bytes, random) : bytes,
        }))
      ends.add(await checkDrop(files, run))
    }
    expect(ends).toEqual(new Set(['ready', 'question', 'sentence']))
  })
})
