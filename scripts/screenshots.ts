/**
 * Photographs the built studio in the states a person meets, wide and narrow, light and dark, into test-results/screenshots/.
 * `npm run screenshots`, or `npm run screenshots -- training` for one state.
 */
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { BROWSER_ARGUMENTS } from '../e2e/browserArguments'
import { openManyRuns } from '../e2e/keptRuns.fixture'
import { drawPictures, toCsv, toFiles } from '../e2e/pictures.fixture'
import { settle } from '../e2e/instruments'
import { enter } from '../e2e/pages/fields'
import { StudioPage } from '../e2e/pages/StudioPage'
import { serveFolder } from '../e2e/staticServer'
import { findBrowser } from './findBrowser'

const root = join(import.meta.dirname, '..')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** Each brings a fresh page into its state. */
const STATES: Readonly<Record<string, (studio: StudioPage) => Promise<void>>> = {
  empty: () => Promise.resolve(),
  data: async (studio) => {
    await studio.data.useSampleDigits.click()
    await studio.data.summary.getByText('14,000 images').waitFor()
    await studio.page.waitForTimeout(1000)
  },
  problems: async (studio) => {
    const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })
    const [zip] = await toFiles(pictures)
    const [, csv] = await toFiles(
      pictures.slice(4).map((picture, i) => (i % 40 ? picture : { ...picture, path: `gone ${i}.png` })),
    )
    if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
    await studio.data.choose([zip, csv])
    await studio.data.problems.first().waitFor()
    await studio.model.layer('Flatten').action('Remove').click()
    await studio.model.layer('Conv2D').enter('Filters', 0)
    await studio.train.enterRecipe({ learningRate: -1 })
    await studio.data.choose([toCsv('a,b\n1,2', 'measurements.csv')])
    await studio.page.getByRole('alert').first().waitFor()
  },
  explorer: async (studio) => {
    await openExplorer(studio)
    await studio.explorer.images.nth(40).click()
  },
  classes: async (studio) => {
    await openExplorer(studio)
    await studio.explorer.tab('Classes').click()
    await studio.explorer.window.getByRole('figure', { name: 'Pixel values' }).waitFor()
  },
  checks: async (studio) => {
    await openExplorer(studio)
    await studio.explorer.tab('Checks').click()
  },
  clipping: async (studio) => {
    await studio.train.openLossForm()
    await enter(studio.train.field('Label smoothing'), 0.1)
    await enter(studio.train.field('Clip value'), 0.5)
    await enter(studio.train.field('Global clip norm'), 1)
    await studio.train.lossForm.scrollIntoViewIfNeeded()
  },
  noRuns: (studio) => studio.runs.open(),
  runs: (studio) => openManyRuns(studio, 20),
  manyRuns: (studio) => openManyRuns(studio, 500),
  closer: async (studio) => {
    await openCloser(studio)
  },
  closerCurves: async (studio) => {
    await openCloser(studio)
    await studio.closer.tab('Curves').click()
    await studio.closer.figure('Reliability, test split').waitFor()
  },
  comparison: async (studio) => {
    await openManyRuns(studio, 20)
    await studio.runs.select(1, 2)
    await studio.runs.compare.click()
    await studio.runs.comparison.getByRole('figure', { name: 'Loss of the runs' }).getByRole('slider').waitFor()
  },
  augmentation: async (studio) => {
    await studio.data.useSampleDigits.click()
    await studio.data.summary.getByText('14,000 images').waitFor()
    await studio.page.getByText('Augmentation', { exact: true }).click()
    await studio.page.getByRole('button', { name: 'Use gentle values' }).click()
    await studio.page
      .getByRole('img', { name: /original$/ })
      .first()
      .waitFor()
  },
  learn: async (studio) => {
    await studio.model.layer('Conv2D').action('Learn').click()
    await studio.learn.grid.waitFor()
    await studio.learn.press(...Array<string>(9).fill('ArrowDown'), ...Array<string>(7).fill('ArrowRight'))
  },
  measured: async (studio) => {
    await studio.train.enterRecipe({ batchSize: 32 })
    await studio.model.measureTime.click()
    await studio.model.stepTime.filter({ hasText: 'a step of 32 images' }).waitFor({ timeout: 300_000 })
  },
  summary: (studio) => studio.model.view('Summary'),
  diagram: async (studio) => {
    await studio.model.view('Diagram')
    await studio.model.diagram.getByRole('img').waitFor()
  },
  graph: async (studio) => {
    await studio.model.useTemplate('Keras ResNet')
    await selectAndGroup(studio)
  },
  blocks: async (studio) => {
    const { model, page } = studio
    await model.useTemplate('Keras ResNet')
    await selectAndGroup(studio)
    await model.block('Block').choose('Repeat …')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Fold all' }).click()
    for (const name of ['Conv2D', 'Flatten', 'Dense']) {
      if ((await model.layer(name).checkbox.count()) > 0) await model.layer(name).checkbox.check()
    }
  },
  menu: async (studio) => {
    await studio.page.getByRole('button', { name: 'Add layer', exact: true }).click()
  },
  device: (studio) => studio.device.click(),
  bench: async (studio) => {
    await studio.page.getByRole('link', { name: 'How fast is this machine?' }).click()
    await studio.bench.measure.click()
    await studio.bench.measureAgain.waitFor({ timeout: 300_000 })
  },
  benchAtFirst: async (studio) => {
    await studio.page.getByRole('link', { name: 'How fast is this machine?' }).click()
    await studio.bench.heading.waitFor()
  },
  benchMeasuring: async (studio) => {
    await studio.page.getByRole('link', { name: 'How fast is this machine?' }).click()
    await studio.bench.measure.click()
    await studio.bench.block('Each kernel alone').getByText('Measuring …').waitFor({ timeout: 300_000 })
  },
  training: async (studio) => {
    await startTraining(studio, 60)
    await studio.page.waitForTimeout(12_000)
  },
  finished: async (studio) => {
    await startTraining(studio, 4)
    await studio.train.status.filter({ hasText: 'Finished' }).waitFor({ timeout: 300_000 })
    await studio.page.waitForTimeout(1000)
  },
}

/** Some layers as a block, the name of which has been taken. */
async function selectAndGroup({ model, page }: StudioPage): Promise<void> {
  await model.items().nth(2).focus()
  for (let more = 0; more < 4; more++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+g')
  await page.keyboard.press('Enter')
}

async function openCloser(studio: StudioPage): Promise<void> {
  await studio.data.useSampleDigits.click()
  await studio.data.summary.getByText('14,000 images').waitFor()
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1 })
  await studio.train.finish()
  await studio.closer.open.click()
  await studio.closer.figure('Scores by class, test split').waitFor()
}

async function openExplorer(studio: StudioPage): Promise<void> {
  await studio.data.useSampleDigits.click()
  await studio.data.summary.getByText('14,000 images').waitFor()
  await studio.explorer.open.click()
  await studio.explorer.images.first().waitFor()
  await studio.page.waitForTimeout(1000)
}

async function startTraining(studio: StudioPage, epochs: number): Promise<void> {
  await studio.data.useSampleDigits.click()
  await studio.data.summary.getByText('14,000 images').waitFor()
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs, batchSize: 250, learningRate: 0.005 })
  await studio.train.start.click()
}

async function photograph(page: Page, state: string): Promise<void> {
  // An element with the focus shows what it is, which would cover its neighbours.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  for (const size of SIZES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // What is out of sight is not drawn, so on a narrow page all of it is brought in sight.
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ ...size, height: Math.max(size.height, height) })
      await settle(page)
      const path = join(root, 'test-results', 'screenshots', `${state}-${size.width}-${colorScheme}.png`)
      await page.screenshot({ path, fullPage: true })
      console.log(path)
    }
  }
}

const executablePath = findBrowser()
const server = await serveFolder(join(root, 'dist'), '/')
const browser = await chromium.launch({ args: [...BROWSER_ARGUMENTS], ...(executablePath ? { executablePath } : {}) })
const wanted = process.argv.slice(2)
for (const [state, prepare] of Object.entries(STATES)) {
  if (wanted.length > 0 && !wanted.includes(state)) continue
  const page = await browser.newPage({ viewport: SIZES[0] ?? null })
  // tsx marks functions with this helper, those too that are sent to the page.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  const studio = await new StudioPage(page, server.url).open()
  await prepare(studio)
  await photograph(page, state)
  await page.close()
}
await browser.close()
await server.close()
