/**
 * Every form in which people bring images, from files that other programs wrote (e2e/fixtures): recognised, counted, and trained on for
 * an epoch.
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

const DROPS: readonly Drop[] = [
  { what: 'a zip with a wrapper folder, and its CSV', files: ['ludwig.zip', 'ludwig.csv'], says: BOTH_HALVES },
  { what: 'a zip and a TSV with other names', files: ['ludwig.zip', 'ludwig-loose.tsv'], says: BOTH_HALVES },
  { what: 'a zip that holds its CSV', files: ['with-table.zip'], says: BOTH_HALVES },
  { what: 'a zip of class folders under splits, as PNG, BMP, GIF and WebP', files: ['folders.zip'], says: BOTH_HALVES },
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

for (const { what, files, says } of DROPS) {
  test(`${what}: recognised, counted, trained`, async ({ studio }) => {
    await studio.open()
    await studio.data.fileInput.setInputFiles(files.map((file) => join(import.meta.dirname, 'fixtures', file)))
    for (const text of says) await expect(studio.data.summary).toContainText(text)
    await expect(studio.data.problems).toHaveCount(0)
    await studio.model.useSoftmaxRegression()
    await studio.train.enterRecipe({ epochs: 1, batchSize: 10, learningRate: 0.01 })
    await studio.train.finish()
  })
}

test('images of mixed sizes and formats are fitted to one size, in colour', async ({ studio }) => {
  await studio.open()
  await studio.data.fileInput.setInputFiles(join(import.meta.dirname, 'fixtures', 'mixed-sizes.zip'))
  for (const text of ['60 images', '3 classes', 'colour']) await expect(studio.data.summary).toContainText(text)
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 10, learningRate: 0.01 })
  await studio.train.finish()
})
