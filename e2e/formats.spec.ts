/**
 * Every form in which people bring images, from files that other programs wrote (e2e/fixtures). One after another in one page, each is
 * recognised, counted, and trained on for an epoch.
 */
import { join } from 'node:path'
import { expect, test } from './test.fixture'

interface Drop {
  readonly what: string
  readonly files: readonly string[]
  /** What the summary says. */
  readonly says: readonly string[]
}

const BOTH_HALVES = ['90 images', '3 classes', '8 × 8', '60 train', '30 test']

const ARCHIVES: readonly Drop[] = [
  { what: 'a zip with a wrapper folder, and its CSV', files: ['ludwig.zip', 'ludwig.csv'], says: BOTH_HALVES },
  { what: 'a zip and a TSV with other names', files: ['ludwig.zip', 'ludwig-loose.tsv'], says: BOTH_HALVES },
  { what: 'a zip that holds its CSV', files: ['with-table.zip'], says: BOTH_HALVES },
  { what: 'a zip of class folders under splits, as PNG, BMP, GIF and WebP', files: ['folders.zip'], says: BOTH_HALVES },
  {
    what: 'images of mixed sizes and formats, fitted to one size, in colour',
    files: ['mixed-sizes.zip'],
    says: ['60 images', '3 classes', 'colour'],
  },
]

const NUMBERS: readonly Drop[] = [
  {
    what: 'Galaxy’s tables, with and without header, one gzipped, one one-hot',
    files: ['X_train.tsv', 'y_train.tsv', 'X_test.csv.gz', 'y_test.csv'],
    says: BOTH_HALVES,
  },
  { what: 'pixels behind their label', files: ['label-first.csv'], says: ['60 images', '3 classes', '8 × 8'] },
  {
    what: 'pixels before their label, without a header',
    files: ['label-last.csv'],
    says: ['60 images', '3 classes', '8 × 8'],
  },
  {
    what: 'IDX, one half gzipped',
    files: [
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte',
      't10k-labels-idx1-ubyte',
    ],
    says: BOTH_HALVES,
  },
  { what: 'a compressed npz', files: ['digits.npz'], says: BOTH_HALVES },
  {
    what: 'npy arrays, scaled and one-hot',
    files: ['x_train.npy', 'y_train.npy'],
    says: ['60 images', '3 classes', '8 × 8'],
  },
]

for (const [forms, drops] of [
  ['archives of images', ARCHIVES],
  ['tables and arrays of numbers', NUMBERS],
] as const) {
  test(`${forms}: recognised, counted, trained`, async ({ studio }) => {
    const { data, train } = studio
    await studio.openOnProcessor()
    await studio.model.useSoftmaxRegression()
    await train.enterRecipe({ epochs: 1, batchSize: 10, learningRate: 0.01 })
    for (const { what, files, says } of drops) {
      await test.step(what, async () => {
        await data.fileInput.setInputFiles(files.map((file) => join(import.meta.dirname, 'fixtures', file)))
        await expect(data.summary).toBeVisible()
        await data.unfold('How it was read')
        // The list names the file that was packed, without .gz.
        for (const file of files.map((name) => name.replace(/\.gz$/, '')))
          await expect(data.recognised.filter({ hasText: file }).first()).toBeVisible()
        for (const text of says) await expect(data.summary).toContainText(text)
        await expect(data.problems).toHaveCount(0)
        await studio.model.expectStack(['Reshape', 'Flatten', 'Dense'])
        await train.finish()
      })
    }
  })
}
