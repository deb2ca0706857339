/**
 * `npm run bench:page` measures how long the built studio's page keeps a person waiting:
 *
 * - its longest task without a break while a model is trained;
 * - the same while 70,000 images are scrolled through;
 * - how soon 14,000 kept images are open again after a reload;
 * - its longest task for each kind of edit of a model of 60 layers;
 * - how soon 500 kept runs are in view, and how long a sort of them takes until it is painted;
 * - its longest task while curves of 100,000 steps are read, smoothed and drawn otherwise, of kept runs and of one that goes on.
 *
 * It fails when a figure is over its limit. `bench:ingest` measures the same of a drop. `-- --json` prints one JSON object.
 */
import { join } from 'node:path'
import { chromium, expect, type Browser } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { watchTasks, type LongestTask } from '../../e2e/instruments'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { makeInputs } from '../ingest/inputs'
import { checkLimits } from '../limits'
import { measureEditing } from './measureEditing'
import { measureCurves } from './measureCurves'
import { measureRuns } from './measureRuns'

const STUDIO = join('test-results', 'page-studio')
const PATIENCE = 300_000
const EPOCHS = 10

const { idx } = await makeInputs(join('test-results', 'ingest'))
await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const server = await serveFolder(STUDIO, '/')
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })

try {
  const figures = {
    training: await measureTraining(browser),
    scrolling: await measureScrolling(browser),
    keeping: { secondsToOpen: await measureKeeping(browser) },
  }
  const edits = await measureEditing(browser, server.url)
  const runs = await measureRuns(browser, server.url)
  const curves = await measureCurves(browser, server.url)
  if (process.argv.includes('--json')) console.log(JSON.stringify({ ...figures, edits, runs, curves }, null, 2))
  else {
    console.table(figures)
    console.table(edits)
    console.table(runs)
    console.table(curves)
  }
  const longest = 'longest task of the page’s thread'
  checkLimits([
    { what: `training, ${longest}`, value: figures.training.work, most: 50, unit: 'ms' },
    { what: `scrolling through 70,000 images, ${longest}`, value: figures.scrolling.work, most: 50, unit: 'ms' },
    { what: '14,000 kept images, open again', value: figures.keeping.secondsToOpen, most: 2, unit: 's' },
    { what: '500 kept runs, in view', value: runs.secondsToOpen, most: 1, unit: 's' },
    { what: '500 kept runs, a sort, longest task', value: runs.sort, most: 50, unit: 'ms' },
    ...Object.entries<number>({ ...curves }).map(
      ([what, value]) => ({ what: `100,000 steps: ${what}, ${longest}`, value, most: 50, unit: 'ms' }) as const,
    ),
    ...Object.entries(edits).map(
      ([edit, { work }]) => ({ what: `60 layers: ${edit}, ${longest}`, value: work, most: 50, unit: 'ms' }) as const,
    ),
  ])
} finally {
  await browser.close()
  await server.close()
}

async function openStudio(on: Browser): Promise<StudioPage> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(PATIENCE)
  page.on('pageerror', (error) => console.error(error))
  return new StudioPage(page, server.url).open()
}

/** Some epochs on the sample digits: charts, figures and progress are drawn as they come. */
async function measureTraining(on: Browser): Promise<LongestTask> {
  const studio = await openStudio(on)
  const { status } = studio.train
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images', { timeout: PATIENCE })
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: EPOCHS, batchSize: 100 })
  await studio.train.start.click()
  await expect(status).toContainText('images/s', { timeout: PATIENCE })
  const tasks = await watchTasks(studio.page)
  await expect(status).toContainText('Finished', { timeout: PATIENCE })
  const longest = await tasks.stop()
  await studio.page.close()
  return longest
}

async function measureScrolling(on: Browser): Promise<LongestTask> {
  const { page, data, explorer } = await openStudio(on)
  await data.fileInput.setInputFiles([...idx])
  await expect(data.summary).toContainText('70,000 images', { timeout: PATIENCE })
  await explorer.open.click()
  await expect(explorer.images.first()).toBeVisible({ timeout: PATIENCE })
  const tasks = await watchTasks(page)
  await explorer.grid.evaluate(async (grid) => {
    while (grid.scrollTop + grid.clientHeight < grid.scrollHeight - 1) {
      grid.scrollTop += 1000
      await new Promise(requestAnimationFrame)
    }
  })
  const longest = await tasks.stop()
  await page.close()
  return longest
}

/** Seconds from the beginning of the reading to ready, as the page tells them. */
async function measureKeeping(on: Browser): Promise<number> {
  const { page, data } = await openStudio(on)
  await data.useSampleDigits.click()
  await expect(data.summary).toContainText('14,000 images', { timeout: PATIENCE })
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1, { timeout: PATIENCE })
  await page.reload()
  await expect(data.summary).toContainText('14,000 images', { timeout: PATIENCE })
  const text = (await data.summary.textContent()) ?? ''
  await page.close()
  return Number(/ready in ([\d.]+) s/.exec(text)?.[1])
}
