/** Real MNIST as numbers: its own IDX files, and tables written of them. */
import { ProblemList } from '../../files/problemList'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readIdxHead, readIdxImages, readIdxLabels } from '../numbers/idx'
import { listEntries } from './sources'
import { profileTable } from '../tables/profileTable'
import { readLabelTable } from '../tables/readLabelTable'
import { readPixelTable } from '../tables/readPixelTable'

const FOLDER = resolve(process.env['STRATA_MNIST'] ?? '../shared/mnist')
const isHere = existsSync(join(FOLDER, 'make-tables.mjs'))
if (!isHere)
  process.emitWarning(
    `${FOLDER} has no make-tables.mjs (STRATA_MNIST names the folder), so MNIST was not read as numbers`,
    'SKIPPED',
  )

const options = { signal: new AbortController().signal, onProgress: () => undefined }
const TEST_IMAGES = 't10k-images-idx3-ubyte.gz'
const TEST_LABELS = 't10k-labels-idx1-ubyte.gz'
const packed = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(FOLDER, name)))
const body = (name: string, header: number): Buffer => gunzipSync(packed(name)).subarray(header)

describe.skipIf(!isHere)('MNIST as numbers', () => {
  it('is read from the gzipped IDX files', async () => {
    const files = [TEST_IMAGES, TEST_LABELS].map((name) => ({ path: name, file: new File([packed(name)], name) }))
    const [images, labels] = await listEntries(files, new ProblemList(), options.signal)
    const head = await readIdxHead(images!)
    if (head.kind !== 'images') throw new Error('They are images')
    const { pixels, ...rest } = await readIdxImages(images!, head, options)
    expect(rest).toEqual({ width: 28, height: 28, channels: 1, count: 10_000 })
    expect(body(TEST_IMAGES, 16).equals(pixels)).toBe(true)
    const labelsHead = await readIdxHead(labels!)
    if (labelsHead.kind !== 'labels') throw new Error('They are labels')
    expect(await readIdxLabels(labels!, labelsHead, options)).toEqual(Array.from(body(TEST_LABELS, 8), String))
  })

  it('is read from tables', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-tables-'))
    try {
      execFileSync(process.execPath, [join(FOLDER, 'make-tables.mjs'), folder, '500', '300'])
      const names = ['X_test.tsv', 'y_test.tsv', 'y_test_header.tsv']
      const files = names.map((name) => ({ path: name, file: new File([readFileSync(join(folder, name))], name) }))
      const problems = new ProblemList()
      const [pixels, ...labels] = await listEntries(files, problems, options.signal)
      const profile = await profileTable(pixels!)
      if (profile?.shape.kind !== 'pixels') throw new Error('It is a table of pixels')
      const table = await readPixelTable(pixels!, { ...profile, shape: profile.shape }, problems, options)
      expect([table.width, table.height, table.count]).toEqual([28, 28, 300])
      expect(
        body(TEST_IMAGES, 16)
          .subarray(0, 300 * 784)
          .equals(table.pixels),
      ).toBe(true)
      for (const entry of labels) {
        const found = await profileTable(entry)
        if (found?.shape.kind !== 'labels') throw new Error('It is a table of labels')
        const read = await readLabelTable(entry, { ...found, shape: found.shape }, problems, options)
        expect(read.labels).toEqual(Array.from(body(TEST_LABELS, 8).subarray(0, 300), String))
      }
      expect(problems.count).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
