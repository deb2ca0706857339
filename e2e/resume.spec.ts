/**
 * Nothing is lost: runs whose worker is killed, or whose page is reloaded, at moments drawn at random, go on from their checkpoints, and end with
 * the model of a run that nobody disturbed, byte for byte.
 */
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { BROWSER_ARGUMENTS } from './browserArguments'
import { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { readTable } from './pages/fields'
import { expect, note, test } from './test.fixture'
import { createRandom } from '../src/model/random'
import { findBrowser } from '../scripts/findBrowser'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

/** The bytes of the exported weights. */
async function weightsOf({ use }: StudioPage): Promise<string> {
  const files = await use.export()
  return files.find(({ name }) => name.endsWith('.bin'))!.buffer.toString('base64')
}

/** Data that open by themselves, and a recipe with what draws by chance and what remembers. */
async function prepare(studio: StudioPage, epochs: number, batchSize = 4): Promise<void> {
  const { data, train } = studio
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1)
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs, batchSize, seed: 7 })
}

/** An error that nobody catches, in the midst of whatever the worker does. */
async function killWorker(page: Page): Promise<void> {
  for (const worker of page.workers()) {
    const isEngine = await worker.evaluate(() => self.name === 'engine').catch(() => false)
    if (!isEngine) continue
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('killed')
      })
    })
  }
}

const offer = (page: Page) => page.getByRole('button', { name: /^(Resume run|Bring back)$/ })

/** Whether a checkpoint of the run is there. */
function hasCheckpoint(page: Page, run: number): Promise<boolean> {
  return page.evaluate(async (name) => {
    try {
      const root = await navigator.storage.getDirectory()
      const folder = await (await root.getDirectoryHandle('checkpoints')).getDirectoryHandle(name)
      for await (const file of folder.values()) {
        if (!(file instanceof FileSystemFileHandle)) continue
        // The seal comes last.
        const seal = new Uint8Array(await (await file.getFile()).slice(0, 1).arrayBuffer())
        if ((seal[0] ?? 0) !== 0) return true
      }
    } catch {
      // There is no such folder yet, or a file is being cut short.
    }
    return false
  }, String(run))
}

/** Waits for the offer, and takes it. @returns what it said. */
async function resume(page: Page): Promise<string> {
  const message = page.getByRole('status').filter({ has: offer(page) })
  await expect(message).toContainText(
    /(was interrupted. It goes on|Its model was lost with the engine, and comes back) from epoch [\d,]+, step \d+ of \d+/,
  )
  const text = (await message.textContent()) ?? ''
  await offer(page).click()
  return text
}

/** Trains to the end without a disturbance. */
async function trainUndisturbed(studio: StudioPage): Promise<string> {
  await studio.train.finish()
  return weightsOf(studio)
}

test('a run whose worker is killed fifty times ends with the weights of one that nobody disturbed', async ({
  studio,
  page,
}) => {
  const { train } = studio
  await studio.openOnProcessor()
  await prepare(studio, 40)
  const whole = await trainUndisturbed(studio)

  const random = createRandom(50)
  let run = 1
  let ended = 0
  const startAnother = async () => {
    run++
    await train.start.click()
    // There is nothing to resume before.
    await expect.poll(() => hasCheckpoint(page, run), { intervals: [10] }).toBe(true)
  }
  await startAnother()
  for (let kills = 0; kills < 50; kills++) {
    await expect(train.status).toContainText(/step \d|validating|testing|Finished/)
    await page.waitForTimeout(random.integer(250))
    if ((await train.status.textContent())?.includes('Finished')) {
      expect(await weightsOf(studio)).toBe(whole)
      await startAnother()
    }
    await killWorker(page)
    // A run that ended at that moment is gone from the page with its model, and comes back with it.
    await expect(train.status).toContainText(/Failed|Not started/)
    if (!(await resume(page)).includes('was interrupted')) ended++
  }
  await expect(train.status).toContainText('Finished')
  expect(await weightsOf(studio)).toBe(whole)
  note(`50 kills over ${run - 1} runs, ${ended} of them as the run ended`)
})

test('a run whose page is reloaded ten times goes on with its curves and its log, to the same weights and the same record', async ({
  studio,
  page,
}) => {
  const { train, runs } = studio
  page.on('dialog', (dialog) => void dialog.accept())
  await studio.openOnProcessor()
  // So long that it does not end meanwhile.
  await prepare(studio, 160)
  await train.openCallbacks()
  const plateau = await train.turnOn('Reduce learning rate on plateau')
  await plateau.getByLabel('Patience').fill('1')
  await plateau.getByLabel('Factor').fill('0.8')
  await plateau.getByText('More', { exact: true }).click()
  await plateau.getByLabel('Minimum change').fill('1')
  await plateau.getByLabel('Minimum change').press('Tab')
  const whole = await trainUndisturbed(studio)
  const log = await train.log.getByRole('listitem').allTextContents()
  expect(log.length).toBeGreaterThan(3)

  const random = createRandom(10)
  await train.start.click()
  for (let reloads = 0; reloads < 10; reloads++) {
    await expect(train.status).toContainText(/step \d|validating/)
    await page.waitForTimeout(random.integer(400))
    await page.reload()
    await resume(page)
  }
  await expect(train.status).toContainText('Finished')
  expect(await weightsOf(studio)).toBe(whole)
  expect(await train.log.getByRole('listitem').allTextContents()).toEqual(log)
  const table = await readTable(await train.showAsTable('Loss'))
  expect(table).toHaveLength(1 + 160)

  // One run, not eleven; and its record has all of it.
  await runs.open()
  await expect(runs.rows).toHaveCount(2)
  await runs.select(1, 2)
  await runs.compare.click()
  const loss = runs.comparison.getByRole('figure', { name: 'Loss of the runs' })
  await loss.getByRole('button', { name: 'Show as table' }).click()
  const epochs = await readTable(runs.comparison.getByRole('table', { name: 'Loss of the runs' }))
  expect(epochs).toHaveLength(1 + 160)
  for (const [, one, other] of epochs.slice(1)) expect(other).toBe(one)
})

test('on WebGPU, a run outlives its worker, its page, and the crash of its tab', async ({ studio, page, context }) => {
  const { train } = studio
  page.on('dialog', (dialog) => void dialog.accept())
  await studio.open()
  await prepare(studio, 25)
  const whole = await trainUndisturbed(studio)
  await train.start.click()
  await expect(train.status).toContainText(/Epoch \d+ of 25 step/)
  await killWorker(page)
  await expect(train.status).toContainText('Failed')
  await resume(page)
  await expect(train.status).toContainText(/Epoch \d+ of 25 step/)
  await page.reload()
  await resume(page)
  await expect(train.status).toContainText(/Epoch \d+ of 25 step/)

  const other = new StudioPage(await context.newPage(), studio.url)
  const crashed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => undefined)
  await crashed
  await other.open()
  await resume(other.page)
  await expect(other.train.status).toContainText('Finished')
  expect(await weightsOf(other)).toBe(whole)
})

test('a run outlives the end of its browser, and goes on with its data, splits and exclusions once they are brought again', async ({
  studioUrl,
}, testInfo) => {
  const executablePath = findBrowser()
  const openBrowser = () =>
    chromium.launchPersistentContext(testInfo.outputPath('profile'), {
      args: [...BROWSER_ARGUMENTS],
      ...(executablePath ? { executablePath } : {}),
      viewport: { width: 1440, height: 900 },
    })
  const before = await openBrowser()
  const first = new StudioPage(before.pages()[0] ?? (await before.newPage()), studioUrl)
  await first.openOnProcessor()
  await first.data.choose(await toFiles(PICTURES))
  await expect(first.data.summary).toContainText('340 images')
  await first.data.unfold('Splits')
  await first.page.getByRole('radio', { name: 'At random' }).check()
  await expect(first.data.summary).toContainText('34 validation')
  await first.model.useSoftmaxRegression()
  await first.train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await first.train.start.click()
  await expect(first.train.status).toContainText(/Epoch [2-9]/)
  await before.close()

  const after = await openBrowser()
  const second = new StudioPage(after.pages()[0] ?? (await after.newPage()), studioUrl)
  const { page, data, train } = second
  await second.openOnProcessor()
  const message = page.getByRole('status').filter({ has: offer(page) })
  const need =
    'To resume it, bring its data again: images.zip + dataset.csv, 340 images of 28 × 28 pixels in 4 classes.'
  await expect(message).toContainText(need)
  await expect(offer(page)).toHaveAttribute('aria-disabled', 'true')
  // Others don't do, though they have the same form.
  await data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 61, test: 24 })))
  await expect(data.summary).toContainText('340 images')
  await expect(message).toContainText(need)
  await train.enterRecipe({ epochs: 7 })
  await data.choose(await toFiles(PICTURES))
  await expect(offer(page)).not.toHaveAttribute('aria-disabled', 'true')
  await offer(page).click()
  await expect(train.status).toContainText(/Epoch \d+ of 1,000/)
  await expect(data.summary).toContainText('34 validation')
  await expect(train.field('Epochs')).toHaveValue('1000')
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  // All of it is one step of undo.
  await second.model.undo.click()
  await expect(train.field('Epochs')).toHaveValue('7')
  await after.close()
})

test('another tab leaves a run alone while it goes on, and takes it when its tab is closed', async ({
  studio,
  page,
  context,
}) => {
  const { train, runs } = studio
  await studio.openOnProcessor()
  await prepare(studio, 1000, 1)
  await train.start.click()
  await expect(train.status).toContainText(/Epoch [2-9]/)
  const tab = new StudioPage(await context.newPage(), studio.url)
  await tab.openOnProcessor()
  await tab.runs.open()
  await expect(tab.runs.row(1)).toContainText('Running')
  await expect(tab.page.getByRole('button', { name: /run 1 into the studio/ })).toHaveCount(1)
  await expect(tab.page.getByRole('button', { name: 'Resume run 1' })).toHaveCount(0)
  await tab.runs.studio.click()
  await expect(offer(tab.page)).toHaveCount(0)

  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  await runs.open()
  await expect(runs.row(1)).toContainText('Stopped')
  // A run that was stopped may go on anywhere, and then no longer here.
  await tab.runs.open()
  await tab.runs.action('Resume run 1').click()
  await expect(tab.train.status).toContainText(/Epoch \d+ of 1,000/)
  await runs.studio.click()
  await train.continue.click()
  await expect(train.status).toContainText('Failed: Run 1 is being trained in another tab')
  await tab.page.close()
  await expect(offer(page)).toBeVisible()
  await resume(page)
  await expect(train.status).toContainText(/Epoch \d+ of 1,000/)
  await train.stop.click()
})

test('a run that has finished comes back and trains longer; checkpoints are told of, and deleted', async ({
  studio,
  page,
}) => {
  const { data, train, runs } = studio
  page.on('dialog', (dialog) => void dialog.accept())
  await studio.openOnProcessor()
  await prepare(studio, 4)
  const whole = await trainUndisturbed(studio)
  // The engine fails, and takes the model along.
  await killWorker(page)
  await expect(train.status).toContainText('Not started')
  await expect(offer(page)).toHaveText('Bring back')
  expect(await resume(page)).toContain('Run 1 had finished. Its model was lost with the engine')
  await expect(train.status).toContainText('Finished')
  expect(await weightsOf(studio)).toBe(whole)

  await train.enterRecipe({ epochs: 2 })
  await train.finish()
  await page.reload()
  await runs.open()
  await runs.action('Bring back run 2').click()
  await expect(train.status).toContainText('Finished')
  await train.enterRecipe({ epochs: 4 })
  await train.continue.click()
  await expect(train.status).toContainText(/Epoch \d+ of 4|Finished/)
  await expect(train.status).toContainText('Finished')
  await expect(studio.use.exportModel).toBeEnabled()
  expect(await weightsOf(studio)).toBe(whole)

  await page.reload()
  await data.unfold('Saved in this browser')
  await expect(page.getByText('2 runs are kept: see Runs.')).toBeVisible()
  await expect(page.getByText(/^Checkpoints of 2 runs take [\d.]+ [kM]B/)).toBeVisible()
  await runs.open()
  await expect(runs.action(/^Bring back run \d$/)).toHaveCount(2)
  await page.getByRole('button', { name: 'Delete run 1', exact: true }).click()
  await expect(runs.action(/^Bring back run \d$/)).toHaveCount(1)
  await runs.studio.click()
  await page.getByRole('button', { name: 'Delete the checkpoints …' }).click()
  await page.getByRole('button', { name: 'Delete the checkpoints for good' }).click()
  await expect(page.getByText(/^Checkpoints of/)).toHaveCount(0)
  await runs.open()
  await expect(runs.rows).toHaveCount(1)
  await expect(runs.action(/^Bring back run \d$/)).toHaveCount(0)
  // It is said why.
  await expect(page.getByRole('button', { name: 'Bring back run 2' })).toHaveAccessibleDescription(
    /only the newest keep theirs/,
  )
})

test('a full storage is a sentence, and the run goes on without checkpoints', async ({ studio, page }) => {
  const { train } = studio
  // Checkpoints come a minute apart where writing is slow, and there the run lasts for many.
  await studio.open()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await train.start.click()
  await expect(train.status).toContainText(/Epoch \d+ of/)
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(studio.url).origin, quotaSize: 1 })
  await expect(page.getByText(/There is no room in the browser’s storage: the checkpoints of run 1 take/)).toBeVisible()
  const epoch = async () =>
    Number(/Epoch ([\d,]+)/.exec((await train.status.textContent()) ?? '')?.[1]?.replace(',', ''))
  const before = await epoch()
  await expect.poll(epoch).toBeGreaterThan(before)
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
})
