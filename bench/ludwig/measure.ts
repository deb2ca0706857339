/**
 * `npm run bench:ludwig` goes through Galaxy's tutorial on Ludwig in the built page, on real MNIST where it lies beside the repository:
 *
 * - the template `Ludwig stacked CNN` is trained for 5 epochs, and again for 15, as the tutorial's two configs do;
 * - both runs are tested on the 10,000 test images and kept;
 * - they are compared in the view of runs, which answers the tutorial's questions: which labels improved, and which entropy fell.
 *
 * The comparison is photographed, wide and narrow, light and dark, into `test-results/ludwig/`.
 *
 * It computes on the processor; `-- --backend=webgpu` and the like choose another. `-- --epochs=1,2` trains for fewer. `-- --json` prints
 * one JSON object.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { settle } from '../../e2e/instruments'
import { readTable } from '../../e2e/pages/fields'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'
import { readLook, type Look } from './readLook'

const RESULTS = join('test-results', 'ludwig')
const STUDIO = join('test-results', 'ludwig-studio')
const MNIST = process.env['STRATA_MNIST'] ?? join('..', 'shared', 'mnist')
const IMAGES = [join(MNIST, 'mnist_images.zip'), join(MNIST, 'mnist_dataset.csv')]
/** An hour an epoch: no machine is so slow. */
const PATIENCE = { timeout: 15 * 3_600_000 }
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** What the tutorial's own run came to after 5 epochs. Ludwig's accuracy is the mean of the recalls of the classes. */
const TUTORIAL = { macroRecall: 0.98852, loss: 0.038 }

const backend = readOption('backend') ?? 'processor'
const epochs = [...new Set((readOption('epochs') ?? '5,15').split(',').map(Number))]
if (!IMAGES.every((file) => existsSync(file)))
  throw new Error(`MNIST is not in ${MNIST}: STRATA_MNIST names the folder.`)

await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const server = await serveFolder(STUDIO, '/')
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })

try {
  const page = await browser.newPage({ viewport: SIZES[0]! })
  page.setDefaultTimeout(60_000)
  page.on('pageerror', (error) => console.error(error))
  // tsx marks functions with this helper, those too that are sent to the page.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  const studio = new StudioPage(page, server.url)
  await train(studio)
  const report = await compare(studio)
  await photograph(page)
  if (process.argv.includes('--json')) console.log(JSON.stringify({ ...report, tutorial: TUTORIAL }, null, 2))
  else print(report)
} finally {
  await browser.close()
  await server.close()
}

interface Report {
  readonly device: string
  /** As the comparison tells it, a row a result. */
  readonly results: readonly (readonly string[])[]
  /** By run. */
  readonly looks: Readonly<Record<string, Look>>
  readonly changes: readonly (readonly string[])[]
  /** The comparison's own words. */
  readonly words: string
}

async function train({ page, url, data, model, train: room, evaluate }: StudioPage): Promise<void> {
  await page.goto(`${url}?backend=${backend}`)
  await data.fileInput.setInputFiles(IMAGES)
  await expect(data.summary).toContainText('70,000 images', PATIENCE)
  await model.useTemplate('Ludwig stacked CNN')
  for (const count of epochs) {
    await room.enterRecipe({ epochs: count })
    const begun = performance.now()
    await room.start.click()
    await expect(room.status).toContainText('Finished', PATIENCE)
    await expect(evaluate.results).toContainText(/Accuracy\D*\d/, PATIENCE)
    console.error(`${count} epochs and the test took ${Math.round((performance.now() - begun) / 1000)} s.`)
  }
}

async function compare({ backend: device, runs }: StudioPage): Promise<Report> {
  const described = ((await device.textContent()) ?? '').replace(/\s+/g, ' ').trim()
  await runs.open()
  for (const [at, count] of epochs.entries()) await runs.write('Name', at + 1, `${count} epochs`)
  await runs.select(...epochs.map((_, at) => at + 1))
  await runs.compare.click()
  const { comparison } = runs
  await comparison.getByText(/From .+ to .+/).waitFor()
  const looks: Record<string, Look> = {}
  for (const count of epochs) {
    const name = `Confusion matrix of ${count} epochs`
    const figure = comparison.getByRole('figure', { name, exact: true })
    const asTable = figure.getByRole('button', { name: 'Show as table' })
    await asTable.click()
    looks[`${count} epochs`] = readLook(await readTable(comparison.getByRole('table', { name, exact: true })))
    await asTable.click()
  }
  return {
    device: described,
    results: await readTable(comparison.getByRole('table', { name: 'Results of the runs' })),
    looks,
    changes: await readTable(comparison.getByRole('table', { name: 'Changes by class' })),
    words: (await comparison.getByText(/From .+ to .+/).textContent()) ?? '',
  }
}

async function photograph(page: Page): Promise<void> {
  // An element with the focus shows what it is, which would cover its neighbours.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  for (const size of SIZES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // What is out of sight is not drawn, and the room scrolls by itself on a wide page: all of it is brought in sight.
      const height = await page
        .getByRole('region', { name: 'Comparison' })
        .evaluate((room) => Math.max(room.scrollHeight, document.documentElement.scrollHeight))
      // Header, table and status bar stand around it.
      await page.setViewportSize({ ...size, height: height + 400 })
      await settle(page)
      const path = join(RESULTS, `comparison-${size.width}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
    }
  }
}

function print({ device, results, looks, changes, words }: Report): void {
  console.log(device)
  console.log(words)
  printRows(results)
  printRows(changes)
  const rows = Object.entries(looks).map(([run, { macroRecall, classes }]) => ({
    run,
    'mean recall': macroRecall.toFixed(5),
    ...Object.fromEntries(classes.map(({ name, f1 }) => [`F1 of ${name}`, f1.toFixed(4)])),
  }))
  console.table(rows)
  console.log(`The tutorial, 5 epochs: mean recall ${TUTORIAL.macroRecall}, loss ${TUTORIAL.loss}`)
}

function printRows([head = [], ...rows]: readonly (readonly string[])[]): void {
  console.table(rows.map((row) => Object.fromEntries(row.map((cell, at) => [head[at] ?? String(at), cell]))))
}

function readOption(name: string): string | undefined {
  const start = `--${name}=`
  return process.argv.find((each) => each.startsWith(start))?.slice(start.length)
}
