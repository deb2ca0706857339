/**
 * `npm run bench:journeys` measures what a person waits for in the built page, in seconds:
 *
 * - a newcomer's way: from the page's address to a model of the sample digits, trained as the page suggests;
 * - the Galaxy CNN tutorial on real MNIST, where it lies beside the repository: 2 epochs of all 60,000 images and the test of 10,000, from
 *   Start to the report.
 *
 * It computes on the processor; `-- --backend=webgpu` and the like choose another. `-- --json` prints one JSON object.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import { build } from 'vite'
import { BROWSER_ARGUMENTS } from '../../e2e/browserArguments'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { serveFolder } from '../../e2e/staticServer'
import { findBrowser } from '../../scripts/findBrowser'

const STUDIO = join('test-results', 'journeys-studio')
const MNIST = process.env['STRATA_MNIST'] ?? join('..', 'shared', 'mnist')
const IMAGES = [join(MNIST, 'mnist_images.zip'), join(MNIST, 'mnist_dataset.csv')]
const PATIENCE = { timeout: 1_800_000 }

interface Journey {
  readonly seconds: number
  /** Of the test images. */
  readonly accuracy: number
}

const backend = /^--backend=(.+)$/.exec(process.argv.find((each) => each.startsWith('--backend=')) ?? '')?.[1]
await build({ build: { outDir: STUDIO, emptyOutDir: true }, logLevel: 'error' })
const server = await serveFolder(STUDIO, '/')
const executablePath = findBrowser()
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })

try {
  const journeys: Record<string, Journey> = { 'sample digits, from the address': await trainSampleDigits() }
  if (IMAGES.every((file) => existsSync(file))) journeys['MNIST, 2 epochs and the test'] = await trainMnist()
  else console.log(`MNIST is left out: it is not in ${MNIST}.`)
  if (process.argv.includes('--json')) console.log(JSON.stringify(journeys, null, 2))
  else console.table(journeys)
} finally {
  await browser.close()
  await server.close()
}

async function openPage(): Promise<StudioPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(PATIENCE.timeout)
  page.on('pageerror', (error) => console.error(error))
  return new StudioPage(page, server.url)
}

async function goTo({ page, url }: StudioPage): Promise<void> {
  await page.goto(`${url}?backend=${backend ?? 'processor'}`)
}

async function finish(studio: StudioPage, begun: number): Promise<Journey> {
  await expect(studio.train.status).toContainText('Finished', PATIENCE)
  const seconds = (performance.now() - begun) / 1000
  const accuracy = await studio.evaluate.accuracy()
  console.log(await studio.backend.textContent())
  await studio.page.close()
  return { seconds: Math.round(10 * seconds) / 10, accuracy }
}

async function trainSampleDigits(): Promise<Journey> {
  const studio = await openPage()
  const begun = performance.now()
  await goTo(studio)
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images', PATIENCE)
  await studio.train.start.click()
  return finish(studio, begun)
}

async function trainMnist(): Promise<Journey> {
  const studio = await openPage()
  await goTo(studio)
  await studio.data.fileInput.setInputFiles(IMAGES)
  await expect(studio.data.summary).toContainText('70,000 images', PATIENCE)
  await studio.model.useTemplate('Galaxy CNN tutorial')
  await studio.train.enterRecipe({ epochs: 2, validationSplit: 0 })
  const begun = performance.now()
  await studio.train.start.click()
  return finish(studio, begun)
}
