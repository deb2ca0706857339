/** Real MNIST, where it lies beside the repository: `STRATA_MNIST`, or `../shared/mnist`. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import JSZip from 'jszip'
import { toCsv, toZip } from './pictures.fixture'
import { expect, note, test } from './test.fixture'
import { watchLayerEditor, watchTasks } from './instruments'

const FOLDER = process.env['STRATA_MNIST'] ?? join(import.meta.dirname, '..', '..', 'shared', 'mnist')
const ZIP = join(FOLDER, 'mnist_images.zip')
const CSV = join(FOLDER, 'mnist_dataset.csv')

test.skip(!existsSync(ZIP) || !existsSync(CSV), `there is no mnist_images.zip with mnist_dataset.csv in ${FOLDER}`)

test('all 70,000 images are ready within 10 s, and the page never waits', async ({ studio, page }) => {
  await studio.open()
  const tasks = await watchTasks(page)
  const start = Date.now()
  await studio.data.fileInput.setInputFiles([ZIP, CSV])
  await expect(studio.data.summary).toContainText('70,000 images', { timeout: 60_000 })
  const seconds = (Date.now() - start) / 1000
  const { work, wall } = await tasks.stop()
  note(`70,000 images: ready in ${seconds.toFixed(1)} s; longest task of the page ${work} ms, ${wall} ms by the wall`)
  for (const text of ['10 classes', '60,000 train', '10,000 test'])
    await expect(studio.data.summary).toContainText(text)
  expect(seconds).toBeLessThan(10)
  expect(work).toBeLessThan(100)
})

test('the explorer scrolls through all 70,000 images, and the page never waits', async ({ studio, page }) => {
  const editor = await watchLayerEditor(page)
  await studio.open()
  await studio.data.fileInput.setInputFiles([ZIP, CSV])
  await expect(studio.data.summary).toContainText('70,000 images', { timeout: 60_000 })
  const { explorer } = studio
  await explorer.open.click()
  await expect(explorer.shown).toHaveText('70,000 images')
  await expect(explorer.images.first()).toHaveAccessibleName(/training/)

  const before = await editor.renders()
  const tasks = await watchTasks(page)
  const frames = await explorer.grid.evaluate(async (grid) => {
    let frames = 0
    for (; grid.scrollTop + grid.clientHeight < grid.scrollHeight - 1; frames++) {
      grid.scrollTop += 1000
      await new Promise(requestAnimationFrame)
    }
    return frames
  })
  const { work, wall } = await tasks.stop()
  note(`70,000 images scrolled in ${frames} frames: longest task of the page ${work} ms, ${wall} ms by the wall`)
  expect(work).toBeLessThan(50)
  expect(await editor.renders()).toBe(before)
  await expect(explorer.images.last()).toHaveAccessibleName(/testing/)
})

test('a subset of MNIST trains to what a linear model can do', async ({ studio }) => {
  await studio.open()
  await studio.data.choose(await readSubset(4000, 1000))
  await expect(studio.data.summary).toContainText('5,000 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 4, batchSize: 100, learningRate: 0.005 })
  await studio.train.finish()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.85)
})

test('reading can be cancelled, and what was there before stays', async ({ studio, page }) => {
  await studio.open()
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.data.fileInput.setInputFiles([ZIP, CSV])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden()
  await expect(studio.data.summary).toContainText('14,000 images')
})

/** Rows of each split, spread evenly over the table, with their images, as the same two files. */
async function readSubset(train: number, tests: number): Promise<Awaited<ReturnType<typeof toZip>>[]> {
  const [header = '', ...rows] = (await readFile(CSV, 'utf8')).trim().split(/\r?\n/)
  const spread = (split: string, count: number): readonly string[] => {
    const all = rows.filter((row) => row.endsWith(`,${split}`))
    return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? '')
  }
  const chosen = [...spread('0', train), ...spread('2', tests)]
  const archive = await JSZip.loadAsync(await readFile(ZIP))
  const entries: Record<string, Uint8Array> = {}
  for (const row of chosen) {
    const path = row.split(',')[0] ?? ''
    const entry = archive.file(path)
    if (entry) entries[path] = await entry.async('uint8array')
  }
  return [await toZip(entries, 'mnist_images.zip'), toCsv([header, ...chosen].join('\n'), 'mnist_dataset.csv')]
}
