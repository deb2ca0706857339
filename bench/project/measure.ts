/**
 * `npm run bench:project` measures, for the built studio, how long it takes to save a project with MNIST's 70,000 images and 20 runs of 2 MB
 * of weights each, and to open it in another browser context, and how much memory the page's process takes meanwhile. `-- --json` prints
 * one JSON object.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { openManyRuns } from '../../e2e/keptRuns.fixture'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { makeInputs } from '../ingest/inputs'
import { watchMemory } from '../ingest/watchMemory'

const json = process.argv.includes('--json')
const RUNS = 20
const WEIGHTS = 500_000
const FOLDER = join('test-results', 'ingest')
const STUDIO = join('test-results', 'project-studio')
const FILE = join(FOLDER, 'measured.strata')
const PATIENCE = 600_000

const inputs = await makeInputs(FOLDER)
await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const server = await serveFolder(STUDIO, '/')
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })

try {
  const save = await measureSave(browser)
  const open = await measureOpen(browser)
  const figures = { save, open, file: { megabytes: statSync(FILE).size / 1e6 } }
  if (json) console.log(JSON.stringify(figures, null, 2))
  else {
    console.log(`Of ${inputs.source}, with ${RUNS} runs.`)
    console.table(figures)
  }
} finally {
  await browser.close()
  await server.close()
}

async function openStudio(on: Browser): Promise<StudioPage> {
  const page = await (await on.newContext()).newPage()
  page.setDefaultTimeout(PATIENCE)
  page.on('pageerror', (error) => console.error(error))
  const studio = new StudioPage(page, server.url)
  await studio.openOn('processor')
  await page.getByText('compiled trainer').first().waitFor()
  return studio
}

async function measureSave(on: Browser) {
  const studio = await openStudio(on)
  await openManyRuns(studio, RUNS)
  await addWeights(studio.page)
  await studio.runs.studio.click()
  await studio.data.fileInput.setInputFiles([...inputs.idx])
  await studio.data.summary.getByText('70,000 images').waitFor()
  await studio.use.saveProject.click()
  await studio.project.box('Images').check()
  await studio.project.box('Weights of').waitFor()
  const memory = await watchMemory(on, [])
  const began = performance.now()
  const [download] = await Promise.all([
    studio.page.waitForEvent('download', { timeout: PATIENCE }),
    studio.project.saving.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  const seconds = (performance.now() - began) / 1000
  const peak = memory.stop()
  await download.saveAs(FILE)
  await studio.page.context().close()
  return { seconds, peakMegabytes: (peak?.peakWithFilesBytes ?? NaN) / 1e6 }
}

async function measureOpen(on: Browser) {
  const studio = await openStudio(on)
  const before = await watchMemory(on, [])
  const dropped = performance.now()
  await studio.use.openInput.setInputFiles(FILE)
  await studio.project.opening.getByText('70,000 images').waitFor()
  const look = (performance.now() - dropped) / 1000
  const began = performance.now()
  await studio.project.opening.getByRole('button', { name: 'Open', exact: true }).click()
  await studio.data.summary.getByText('70,000 images').waitFor()
  const seconds = (performance.now() - began) / 1000
  const peak = before.stop()
  await studio.project.told.filter({ hasText: `${RUNS} runs of the file are now runs 1 to ${RUNS}` }).waitFor()
  await studio.page.context().close()
  return { look, seconds, peakMegabytes: (peak?.peakWithFilesBytes ?? NaN) / 1e6 }
}

/** Gives every run weights, as the engine would have kept them. */
async function addWeights(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('strata runs')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(new Error(request.error?.message)))
    })
    const work = database.transaction(['summaries', 'weights'], 'readwrite')
    work
      .objectStore('summaries')
      .openCursor()
      .addEventListener('success', ({ target }) => {
        const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result
        if (!cursor) return
        const values = Float32Array.from({ length: count }, () => Math.random())
        const normalisation = { mean: [0], deviation: [255] }
        work.objectStore('weights').put({ normalisation, weights: [['dense/kernel', values]] }, cursor.key)
        cursor.update({ ...(cursor.value as object), state: 'finished', weightBytes: 4 * count })
        cursor.continue()
      })
    await new Promise((resolve) => work.addEventListener('complete', resolve))
    database.close()
  }, WEIGHTS)
  await page.reload()
}
