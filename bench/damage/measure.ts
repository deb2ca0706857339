/**
 * `npm run bench:damage`: what damaged files may cost. It damages each file of every drop of the tests in turn, several times over. The
 * dearest drop must take less than a second of the processor. So must a PNG that would unpack to 256 MB, and a table whose one line has no
 * end.
 *
 *   npm run bench:damage -- [--times 20]
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { zlibSync } from 'fflate'
import { decodeBatch } from '../../src/data/images/images'
import { joinChunks, makeChunk, uint32 } from '../../src/data/images/makePng.fixture'
import { decodePng } from '../../src/data/images/png'
import { importFiles } from '../../src/data/import/importFiles'
import { DEFAULT_SETTINGS } from '../../src/data/importSettings'
import { mutate } from '../../src/data/mutate.fixture'
import { createRandom } from '../../src/model/random'
import { checkLimits } from '../limits'

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' } } })
const IMAGES = join('src', 'data', 'fixtures')
const SETS = join('e2e', 'fixtures')

interface Dropped {
  /** Where it lies in the drop. */
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const read = (folder: string, name: string, path = name): Dropped => ({
  path,
  bytes: Uint8Array.from(readFileSync(join(folder, name))),
})

const drops: readonly (readonly Dropped[])[] = [
  ...[
    ['ludwig.zip', 'ludwig.csv'],
    ['with-table.zip'],
    ['folders.zip'],
    ['X_train.tsv', 'y_train.tsv', 'X_test.csv.gz', 'y_test.csv'],
    ['label-first.csv'],
    ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
    ['digits.npz'],
    ['x_train.npy', 'y_train.npy'],
  ].map((names) => names.map((name) => read(SETS, name))),
  // Two classes, of one image each.
  ...['grey.png', 'palette4.png', 'rgba.png', 'grey16.png'].map((name) => [
    read(IMAGES, name, `a/${name}`),
    read(IMAGES, 'grey.png', 'b/good.png'),
  ]),
]

/** Seconds of the processor. What comes of a drop is the tests’ concern. */
async function timeDrop(dropped: readonly Dropped[]): Promise<number> {
  const files = dropped.map(({ path, bytes }) => ({ path, file: new File([bytes], path.split('/').at(-1)!) }))
  const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }
  return timeWork(() => importFiles(files, DEFAULT_SETTINGS, options).catch(() => undefined))
}

async function timeWork(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

// The first drops load and compile what the others use.
for (const drop of drops) await timeDrop(drop)
let dearest = { seconds: 0, what: 'none' }
let count = 0
for (const drop of drops) {
  for (const [at, { path }] of drop.entries()) {
    for (let run = 0; run < Number(values.times); run++) {
      const damage = ({ bytes }: Dropped): Dropped => ({ path, bytes: mutate(bytes, createRandom(1, run)) })
      const seconds = await timeDrop(drop.map((file, i) => (i === at ? damage(file) : file)))
      if (seconds > dearest.seconds) dearest = { seconds, what: `damage ${run} of ${path}` }
      count += 1
    }
  }
}

const bomb = joinChunks([
  makeChunk('IHDR', [...uint32(1), ...uint32(1), 8, 0, 0, 0, 0]),
  makeChunk('IDAT', zlibSync(new Uint8Array(2 ** 28))),
  makeChunk('IEND', []),
])
const endless = { path: 'endless.csv', bytes: new TextEncoder().encode('12,'.repeat(2 ** 26)) }

checkLimits([
  { what: `the dearest of ${count} drops, ${dearest.what}`, value: dearest.seconds, most: 1, unit: 's' },
  { what: 'a PNG that would unpack to 256 MB', value: await timeWork(() => decodePng(bomb)), most: 1, unit: 's' },
  { what: 'a table whose one line has no end', value: await timeDrop([endless]), most: 1, unit: 's' },
])
