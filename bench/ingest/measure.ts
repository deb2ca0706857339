/**
 * `npm run bench:ingest` measures, for the built studio:
 *
 * - how long it takes from a drop to ready, in turn with the plain way to read a zip of images, in one browser;
 * - how much memory it takes;
 * - how long the page's thread is busy without a break;
 * - how soon Cancel answers.
 *
 * It fails when a drop or a wait is over its limit. `-- --json` prints one JSON object; `-- --growth` goes on to a million images.
 */
import { join } from 'node:path'
import { chromium, expect, type Browser } from '@playwright/test'
import { build, createServer } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { watchTasks } from '../../e2e/instruments'
import { median } from '../../src/common/median'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { checkLimits } from '../limits'
import { makeInputs, makeManyIdx, makeManyZip } from './inputs'
import { watchMemory } from './watchMemory'

const json = process.argv.includes('--json')
const growth = process.argv.includes('--growth')
const ROUNDS = 3
const FOLDER = join('test-results', 'ingest')
const STUDIO = join('test-results', 'ingest-studio')

/** The longest wait for a drop; growth goes to a million images. */
const PATIENCE = 300_000

const inputs = await makeInputs(FOLDER)
await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const studioServer = await serveFolder(STUDIO, '/')
const plainServer = await createServer({
  configFile: false,
  root: '.',
  server: { port: 0, hmr: false, watch: null },
  logLevel: 'error',
})
await plainServer.listen()
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })

try {
  const zip: number[] = []
  const plain: number[] = []
  const tables: number[] = []
  const idx: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    zip.push(await timeDrop(browser, inputs.zip, 70_000))
    plain.push(await timePlain(browser))
    tables.push(await timeDrop(browser, inputs.tables, 60_000))
    idx.push(await timeDrop(browser, inputs.idx, 70_000))
  }
  const seconds = median(zip)
  const weight = await weigh(browser, inputs.zip, 70_000)
  const figures: Record<string, object> = {
    zip70k: { seconds, vsPlain: median(plain) / seconds, ...weight },
    tsv60k: { seconds: median(tables), ...(await weigh(browser, inputs.tables, 60_000)) },
    idx70k: { seconds: median(idx), ...(await weigh(browser, inputs.idx, 70_000)) },
    zip70kDeflated: { seconds: await timeDrop(browser, inputs.deflatedZip, 70_000) },
    ...(inputs.gzippedIdx.length > 0 && { idxGz70k: { seconds: await timeDrop(browser, inputs.gzippedIdx, 70_000) } }),
    cancel: { milliseconds: await timeCancel(browser, inputs.zip) },
  }
  if (growth) {
    for (const count of [1_000, 10_000, 100_000, 1_000_000]) {
      figures[`idx of ${count}`] = { seconds: await timeDrop(browser, await makeManyIdx(FOLDER, count), count) }
      figures[`zip of ${count}`] = { seconds: await timeDrop(browser, await makeManyZip(FOLDER, count), count) }
    }
  }
  if (json) console.log(JSON.stringify(figures, null, 2))
  else {
    console.log(`Of ${inputs.source}, medians of ${ROUNDS}; the plain way takes ${median(plain).toFixed(1)} s.`)
    console.table(figures)
  }
  checkLimits([
    { what: '70,000 images, from the drop to ready', value: seconds, most: 10, unit: 's' },
    { what: 'meanwhile, longest task of the page’s thread', value: weight.longestTaskMs, most: 100, unit: 'ms' },
  ])
} finally {
  await browser.close()
  await studioServer.close()
  await plainServer.close()
}

interface OpenStudio {
  readonly studio: StudioPage
  /** Drops the files, waits until they are ready, and says how many seconds that took. */
  drop(files: readonly string[], images: number): Promise<number>
  close(): Promise<void>
}

async function openStudio(on: Browser): Promise<OpenStudio> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  page.on('pageerror', (error) => console.error(error))
  const studio = new StudioPage(page, studioServer.url)
  await studio.open()
  return {
    studio,
    async drop(files, images) {
      // The page's own clock starts when the page has the files, because handing them over is the test's business.
      await page.evaluate(() => {
        const times = { dropped: 0 }
        Object.assign(window, { times })
        addEventListener('change', () => (times.dropped = performance.now()), { capture: true, once: true })
      })
      await studio.data.fileInput.setInputFiles([...files])
      const count = `${images.toLocaleString('en-US')} images`
      const waiting = await page.waitForFunction(
        (text) => {
          const summary = document.querySelector('section[aria-label="Dataset"]')
          const { dropped } = (window as unknown as { times: { dropped: number } }).times
          return dropped > 0 && summary?.textContent.includes(text) ? performance.now() - dropped : undefined
        },
        count,
        { timeout: PATIENCE, polling: 'raf' },
      )
      return ((await waiting.jsonValue()) ?? NaN) / 1000
    },
    close: () => page.close(),
  }
}

async function timeDrop(on: Browser, files: readonly string[], images: number): Promise<number> {
  const { drop, close } = await openStudio(on)
  const seconds = await drop(files, images)
  await close()
  return seconds
}

/** Measures what a drop takes besides time. Each instrument has a drop of its own, because instruments cost time. */
async function weigh(on: Browser, files: readonly string[], images: number) {
  const light = await openStudio(on)
  const memory = await watchMemory(on, files)
  await light.drop(files, images)
  const peak = memory.stop()
  await light.close()
  const watched = await openStudio(on)
  const tasks = await watchTasks(watched.studio.page)
  await watched.drop(files, images)
  const { work, wall } = await tasks.stop()
  await watched.close()
  return { ...peak, longestTaskMs: work, longestTaskWallMs: wall }
}

/** From the press of Cancel to a page that has let go of the files. */
async function timeCancel(on: Browser, files: readonly string[]): Promise<number> {
  const { studio, close } = await openStudio(on)
  const { page } = studio
  const cancel = page.getByRole('button', { name: 'Cancel' })
  await studio.data.fileInput.setInputFiles([...files])
  await expect(page.getByRole('progressbar', { name: 'Import progress' })).toBeVisible()
  const milliseconds = await cancel.evaluate(
    (button: HTMLButtonElement) =>
      new Promise<number>((resolve) => {
        const began = performance.now()
        const watcher = new MutationObserver(() => {
          if (document.contains(button)) return
          watcher.disconnect()
          resolve(performance.now() - began)
        })
        watcher.observe(document.body, { childList: true, subtree: true })
        button.click()
      }),
  )
  await close()
  return milliseconds
}

async function timePlain(on: Browser): Promise<number> {
  const page = await on.newPage()
  await page.goto(new URL('bench/ingest/plain.html', plainServer.resolvedUrls!.local[0]).href)
  await page.waitForFunction(() => 'readPlainly' in globalThis)
  await page.getByLabel('Zip').setInputFiles(inputs.zip[0]!)
  const { seconds } = await page.evaluate(() =>
    (globalThis as unknown as { readPlainly(): Promise<{ seconds: number }> }).readPlainly(),
  )
  await page.close()
  return seconds
}
