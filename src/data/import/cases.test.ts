/**
 * Files that broke other tools, each after a public report, where they lie beside the repository (`STRATA_CASES`, or `../shared/cases`).
 * Those that hold JPEG are in `e2e/cases.spec.ts`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { classCounts, runImport } from './runImport.fixture'

const FOLDER = resolve(process.env['STRATA_CASES'] ?? '../shared/cases')
const areHere = existsSync(FOLDER)
if (!areHere)
  process.emitWarning(`${FOLDER} is not there (STRATA_CASES names it), so its files were not imported`, 'SKIPPED')

interface Case {
  readonly what: string
  readonly files: readonly string[]
  /** Train, validation and test images of each class. */
  readonly counts: Readonly<Record<string, readonly [number, number, number]>>
  /** A part of each note that a person reads, in order, but for that on splits drawn at random. */
  readonly notes?: readonly string[]
  readonly problems?: number
}

const drawn = (train: number, validation: number, test: number, classes: readonly string[]): Case['counts'] =>
  Object.fromEntries(classes.map((name) => [name, [train, validation, test]]))

const CASES: readonly Case[] = [
  ...['first', 'last'].map((end) => ({
    what: `a table of pixels sorted by class, the label ${end}`,
    files: [`sorted-by-class/label-${end}.csv.gz`],
    counts: drawn(210, 30, 60, ['0', '1', '2']),
  })),
  {
    what: 'a column is_valid',
    files: ['is-valid-column/mnist_sample.zip'],
    counts: drawn(24, 8, 0, ['3', '7']),
    notes: ['“is_valid” is 1 or true for validation images'],
  },
  {
    what: 'a column is_train',
    files: ['is-train-column/istrain.zip'],
    counts: drawn(12, 0, 4, ['0', '1', '2']),
    notes: ['“is_train” is 1 or true for train images'],
  },
  {
    what: 'folders with accents in two ways',
    files: ['accent-two-ways/drinks.zip'],
    counts: drawn(20, 0, 8, ['café', 'thé']),
    notes: ['which differ in how accents are encoded: each is one class'],
  },
  {
    what: 'labels with accents in two ways',
    files: ['accent-two-ways/table.zip'],
    counts: drawn(14, 0, 6, ['café', 'thé']),
    notes: ['which differ in how accents are encoded: each is one class'],
  },
  {
    what: 'folders that differ in capitals, which a person may make one, and in blanks, which are none',
    files: ['folders-differ-in-case/case.zip'],
    counts: { Cat: [20, 0, 0], Dog: [20, 0, 0], cat: [0, 0, 8], dog: [0, 0, 8] },
  },
  {
    what: '12 of 16 bits',
    files: ['png16-12bit/scans.zip'],
    counts: drawn(14, 2, 4, ['flat', 'upright']),
    notes: ['use 12 of them, so 4,095 was taken for white'],
  },
  {
    what: '8 of 16 bits',
    files: ['png16-12bit/faint.zip'],
    counts: drawn(14, 2, 4, ['flat', 'upright']),
    notes: ['use 8 of them, so 255 was taken for white'],
  },
  {
    what: 'ink in the alpha channel',
    files: ['ink-in-alpha/doodles.zip'],
    counts: drawn(14, 2, 4, ['flat', 'upright']),
    notes: ['what shows is dark, so they were laid on white'],
  },
  {
    what: 'names in GBK',
    files: ['zip-of-other-code-page/gbk.zip'],
    counts: drawn(14, 2, 4, ['小狗', '猫']),
    notes: ['Names in gbk.zip were read as GBK, a guess.'],
  },
  {
    what: 'names in cp866',
    files: ['zip-of-other-code-page/cp866.zip'],
    counts: drawn(14, 2, 4, ['кошка', 'собака']),
    notes: ['Names in cp866.zip were read as cp866, a guess.'],
  },
  {
    what: 'names and labels in GBK',
    files: ['zip-of-other-code-page/gbk.zip', 'zip-of-other-code-page/gbk-labels.csv'],
    counts: drawn(14, 2, 4, ['小狗', '猫']),
    notes: ['Names in gbk.zip and text in gbk-labels.csv were read as GBK, a guess.'],
  },
  {
    what: 'labels in GBK',
    files: ['zip-of-other-code-page/plain.zip', 'zip-of-other-code-page/gbk-plain.csv'],
    counts: drawn(14, 2, 4, ['小狗', '猫']),
    notes: ['Text in gbk-plain.csv was read as GBK, a guess.'],
  },
  {
    what: 'traffic signs with a third table',
    files: ['signs-with-meta/archive.zip'],
    counts: { '0': [16, 0, 6], '1': [16, 0, 3], '2': [16, 0, 9] },
    notes: ['3 images that Meta.csv names were left out'],
  },
  {
    what: 'one array a class',
    files: ['The Eiffel Tower', 'apple', 'ice cream'].map((name) => `one-array-a-class/full_numpy_bitmap_${name}.npy`),
    counts: drawn(28, 4, 8, ['The Eiffel Tower', 'apple', 'ice cream']),
    notes: ['each file’s name was taken for its class, without “full_numpy_bitmap_”'],
  },
  {
    what: 'one column a class behind the pixels',
    files: ['one-hot-behind-pixels/digits_train.csv'],
    counts: drawn(14, 2, 4, ['0', '1', '2']),
  },
  {
    what: 'greys from -1 to 1 in tables',
    files: ['greys-from-minus-one/zip.train.gz', 'greys-from-minus-one/zip.test.gz'],
    counts: drawn(20, 0, 7, ['0', '1', '2']),
    notes: ['The pixels of zip.train go from -1 to 1', 'The pixels of zip.test go from -1 to 1'],
  },
  {
    what: 'greys from -1 to 1 in an array',
    files: ['greys-from-minus-one/scaled.npz'],
    counts: { '0': [10, 2, 3], '1': [10, 2, 3], '2': [11, 1, 3] },
    notes: ['so -1 was taken for black and 1 for white'],
  },
  {
    what: 'decimal commas',
    files: ['decimal-commas/train.csv'],
    counts: { '0': [11, 1, 4], '1': [11, 2, 3], '2': [11, 2, 3] },
  },
  { what: 'PPM', files: ['netpbm-images/signs.zip'], counts: drawn(7, 1, 2, ['00000', '00001', '00002']) },
  { what: 'PGM', files: ['netpbm-images/att_faces.zip'], counts: drawn(7, 1, 2, ['s1', 's2', 's3']) },
  {
    what: 'labels in a workbook',
    files: ['labels-in-xlsx/images.zip', 'labels-in-xlsx/labels.xlsx'],
    counts: drawn(14, 2, 4, ['cat', 'dog']),
  },
  {
    what: 'labels in JSON lines',
    files: ['metadata-jsonl/hf.zip'],
    counts: { cat: [11, 2, 3], dog: [12, 1, 3] },
  },
  {
    what: 'EMNIST’s letters and their mapping',
    files: [
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      'test-images-idx3-ubyte.gz',
      'test-labels-idx1-ubyte.gz',
      'mapping.txt',
    ].map((name) => `emnist-letters/emnist-letters-${name}`),
    counts: drawn(20, 0, 7, ['A a', 'B b', 'C c']),
    notes: ['so these were exchanged back', 'names the classes: “1” is “A a”'],
  },
  {
    what: 'what operating systems and notebooks leave behind, and unlabelled test images',
    files: ['leavings/data.zip'],
    counts: drawn(14, 2, 4, ['a', 'b']),
    problems: 10,
  },
  {
    what: 'Kuzushiji’s arrays and the table of letters',
    files: ['train-imgs.npz', 'train-labels.npz', 'test-imgs.npz', 'test-labels.npz']
      .map((name) => `kmnist-arrays/kmnist-${name}`)
      .concat('kmnist-arrays/kmnist_classmap.csv'),
    counts: { お: [17, 0, 6], き: [24, 0, 8], す: [19, 0, 6] },
    notes: ['kmnist_classmap.csv names the classes: “0” is “お”'],
  },
]

const fileOf = (name: string): File => new File([readFileSync(join(FOLDER, name))], basename(name))

describe('files that broke other tools', () => {
  it.skipIf(!areHere).each(CASES)('are read as a person means them: $what', async (one) => {
    const imported = await runImport(one.files.map(fileOf))
    expect(classCounts(imported)).toEqual(one.counts)
    expect(imported.problemCount).toBe(one.problems ?? 0)
    const notes = imported.notes.filter((note) => !note.includes('so its images were split at random'))
    const expected = one.notes ?? []
    expect(notes).toHaveLength(expected.length)
    for (const [i, part] of expected.entries()) expect(notes[i]).toContain(part)
    // Greys reach from black ink to white paper, whatever scale they came on.
    const pixels = [...imported.dataset.pixels]
    const range = pixels.reduce(([least, most], value) => [Math.min(least!, value), Math.max(most!, value)], [255, 0])
    expect(range[1]! - range[0]!).toBeGreaterThan(90)
  })
})
