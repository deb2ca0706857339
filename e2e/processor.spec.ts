/** Training on the processor, from the choice of it to an exported model: chosen by the page, by its menu, and by its address. */
import type { Worker } from '@playwright/test'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { readTable } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

/** Tests run on software WebGPU, unless they are told to use the machine's GPU. */
const HAS_GPU = process.env['STRATA_GPU'] === '1'

/** What the page chooses by itself. */
const expectBest = (studio: StudioPage): Promise<void> => (HAS_GPU ? studio.expectWebGPU() : studio.expectProcessor())

async function loadPictures(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
}

/** A run that goes on until it is stopped. */
async function startLongRun(studio: StudioPage): Promise<void> {
  await loadPictures(studio)
  await studio.train.enterRecipe({ epochs: 1000, batchSize: 32 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')
}

async function epochOf(studio: StudioPage): Promise<number> {
  return Number(/[Ee]poch (\d+)/.exec((await studio.train.status.textContent()) ?? '')?.[1] ?? 0)
}

test('sample digits train on the processor to an exported model, where WebGPU has no GPU', async ({ studio, page }) => {
  test.skip(HAS_GPU, 'WebGPU has a GPU')
  await studio.openAsIs()
  await studio.expectProcessor()
  await expect(studio.backend).toContainText('WebGPU here has no GPU: the processor trains instead.')
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useTemplate('LeNet-5')
  await studio.train.enterRecipe({ epochs: 2, batchSize: 64, learningRate: 0.003 })
  const held = page.getByText(/^[\d.]+ MB of memory$/)
  const finished = studio.train.finish()
  await expect(held).toBeVisible()
  await finished
  await expect(held).toBeHidden()

  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.9)
  expect(await readTable(await studio.train.showAsTable('Loss'))).toHaveLength(3)
  const [, ...rows] = await readTable(await studio.train.showAsTable('Confusion matrix'))
  const counts = rows.flatMap((row) => row.slice(1, 11).map((cell) => Number(cell.replaceAll(',', ''))))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000)

  const written = await studio.use.export()
  expect(written.map(({ name }) => name).toSorted()).toEqual(['model.json', 'weights.bin'])
  const accuracy = await studio.evaluate.accuracyText()
  await studio.use.open(written)
  // While the opened model is tested, there is no accuracy.
  await expect.poll(() => studio.evaluate.accuracyText().catch(() => '')).toBe(accuracy)
})

test('the menu goes from WebGPU to the processor and back, and data, layers and results stay', async ({
  studio,
  page,
}) => {
  await studio.openAsIs()
  await expectBest(studio)
  expect(await studio.chosenDevice()).toBe('Best')
  await studio.chooseDevice('GPU through WebGPU')
  await studio.expectWebGPU()
  await expect(studio.backend).toContainText('as you chose')

  await loadPictures(studio)
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 3, batchSize: 32, learningRate: 0.01 })
  await studio.train.finish()
  const accuracy = await studio.evaluate.accuracyText()
  const rows = await studio.model.rows()

  const expectAllThere = async (): Promise<void> => {
    await expect(studio.data.summary).toContainText('340 images')
    await studio.model.expectRows(rows)
    expect(await studio.evaluate.accuracyText()).toBe(accuracy)
    await expect(studio.use.exportModel).toBeEnabled()
  }
  await studio.chooseDevice('Processor')
  await studio.expectProcessor()
  await expectAllThere()

  // The run goes on where it was, on another trainer, which takes over all of it and says what may differ.
  await studio.train.enterRecipe({ epochs: 5 })
  await studio.train.continue.click()
  await expect(studio.train.status).toContainText('Finished')
  await expect(page.getByText('Another trainer goes on: it may round otherwise')).toBeVisible()
  await expect(await studio.train.showAsTable('Loss')).toContainText('5')
  await studio.expectProcessor()

  await page.reload()
  await studio.expectProcessor()
  expect(await studio.chosenDevice()).toBe('Processor')
  await studio.chooseDevice('GPU through WebGPU')
  await studio.expectWebGPU()
  await studio.chooseDevice('Best')
  await expectBest(studio)
  await expect(studio.backend).not.toContainText('as you chose')
})

test('pause, resume, stop and continue; while a run has the device, it can’t be changed', async ({ studio, page }) => {
  await studio.openOn('processor')
  await studio.expectProcessor()
  await startLongRun(studio)
  const { train } = studio

  await studio.device.click()
  const menu = page.getByRole('menu')
  await expect(menu.getByText('A run is going on: stop it, or wait until it has ended.')).toBeVisible()
  for (const entry of await page.getByRole('menuitemradio').all()) await expect(entry).toBeDisabled()
  await page.keyboard.press('Escape')

  await train.pause.click()
  await expect(train.status).toContainText('Paused')
  const held = await epochOf(studio)
  await train.resume.click()
  await expect.poll(() => epochOf(studio)).toBeGreaterThan(held)
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  const stopped = await epochOf(studio)
  await expect(studio.evaluate.results).toContainText('%')
  await train.enterRecipe({ epochs: stopped + 2 })
  await train.continue.click()
  await expect(train.status).toContainText('Finished')
  await expect((await train.showAsTable('Loss')).getByRole('row')).toHaveCount(stopped + 2 + 1)
  await studio.expectProcessor()
})

test('a run whose worker is lost goes on with new ones, once, and then keeps what was trained', async ({
  studio,
  page,
}) => {
  await studio.openOn('processor')
  await studio.expectProcessor()
  await startLongRun(studio)
  await expect.poll(() => epochOf(studio)).toBeGreaterThan(2)

  await failIn(await handOf(studio))
  await expect(
    page.getByText(
      /^A worker that trains on the processor was lost; training went on from the end of epoch \d+ with new ones\.$/,
    ),
  ).toBeVisible()
  await studio.expectProcessor()
  const before = await epochOf(studio)
  await expect.poll(() => epochOf(studio)).toBeGreaterThan(before + 1)

  await failIn(await handOf(studio))
  await expect(studio.train.status).toContainText('A worker that trains on the processor was lost')
  await expect(studio.evaluate.results).toContainText('%')
  await studio.train.continue.click()
  await expect.poll(() => epochOf(studio)).toBeGreaterThan(before + 1)
  await studio.expectProcessor()
})

test('an address that asks for something else says so, and is not followed', async ({ studio, page }) => {
  await page.goto(`${studio.url}?backend=abacus`)
  await expect(page.getByText('The address asks for the backend “abacus”, which there is not')).toBeVisible()
  await expectBest(studio)
  expect(await studio.chosenDevice()).toBe('Best')
})

/** One of the workers that train. */
async function handOf({ page }: StudioPage): Promise<Worker> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) === 'processor') return worker
  }
  throw new Error('No worker trains here.')
}

/** Has a worker end in an error that nobody catches. */
async function failIn(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('struck by lightning')
    })
  })
}
