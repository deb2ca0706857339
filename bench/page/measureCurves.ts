/** How long curves of a hundred thousand steps keep a person waiting: twelve kept runs side by side, and one that goes on. */
import { expect, type Browser, type Page } from '@playwright/test'
import { watchTasks } from '../../e2e/instruments'
import { openLongRuns } from '../../e2e/keptRuns.fixture'
import { StudioPage } from '../../e2e/pages/StudioPage'
import { drawPictures, toFiles } from '../../e2e/pictures.fixture'

const RUNS = 12
const PATIENCE = 600_000

/** With a validation split of 0.15 and a batch of one image, some 100,000 steps. */
const EPOCHS = 490
/** The run is watched from here on. */
const LATE = 400

/** The longest task of each, in milliseconds. */
export interface CurvesFigures {
  readonly hovering: number
  readonly smoothing: number
  readonly logarithm: number
  readonly hiding: number
  /** Along another axis. */
  readonly along: number
  /** In the studio, with the pointer over the curves of a run of more than 80,000 steps that goes on. */
  readonly live: number
}

export async function measureCurves(on: Browser, url: string): Promise<CurvesFigures> {
  return { ...(await measureCompared(on, url)), live: await train(await open(on), url) }
}

/** Without the run that goes on, which takes minutes. */
async function measureCompared(on: Browser, url: string): Promise<Omit<CurvesFigures, 'live'>> {
  return compare(await open(on), url)
}

async function open(on: Browser): Promise<Page> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  page.on('pageerror', (error) => console.error(error))
  // tsx marks functions with this helper, those too that are sent to the page.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  page.setDefaultTimeout(PATIENCE)
  return page
}

async function compare(page: Page, url: string): Promise<Omit<CurvesFigures, 'live'>> {
  const studio = new StudioPage(page, url)
  await studio.openOn('processor')
  const { runs } = studio
  await openLongRuns(studio, RUNS)
  await runs.table.getByRole('checkbox', { name: 'Select all runs' }).check()
  await runs.compare.click()
  const { comparison } = runs
  await comparison.getByText('Training', { exact: true }).click()
  const loss = comparison.getByRole('slider', { name: /^Loss/ })
  await loss.scrollIntoViewIfNeeded()
  const longest = async (work: () => Promise<void>): Promise<number> => {
    const tasks = await watchTasks(page)
    await work()
    return (await tasks.stop()).work
  }
  const figures = {
    hovering: await longest(() => sweep(page, loss)),
    smoothing: await longest(async () => {
      const slider = comparison.getByRole('slider', { name: 'Smoothing' })
      await slider.focus()
      for (let press = 0; press < 20; press++) await page.keyboard.press('ArrowRight')
    }),
    logarithm: await longest(async () => {
      for (let press = 0; press < 4; press++)
        await comparison.getByRole('checkbox', { name: 'Logarithmic loss' }).click()
    }),
    hiding: await longest(async () => {
      const toggle = page.getByRole('button', { name: 'Show curves of run 12', exact: true })
      for (let press = 0; press < 4; press++) await toggle.click()
    }),
    along: await longest(async () => {
      for (const axis of ['Step', 'Time', 'Epoch']) await comparison.getByText(axis, { exact: true }).first().click()
    }),
  }
  await page.close()
  return figures
}

async function train(page: Page, url: string): Promise<number> {
  const studio = new StudioPage(page, url)
  await studio.openOn('processor')
  const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 10 })
  await studio.data.choose(await toFiles(pictures))
  await expect(studio.data.summary).toContainText('280 images', { timeout: PATIENCE })
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: EPOCHS, batchSize: 1 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText(new RegExp(`Epoch (${LATE / 100}\\d\\d|[5-9]\\d\\d)`), {
    timeout: PATIENCE,
  })
  const tasks = await watchTasks(page)
  for (let turn = 0; turn < 5; turn++) await sweep(page, page.getByRole('slider', { name: /^Loss/ }))
  const { work } = await tasks.stop()
  await page.close()
  return work
}

/** Moves the pointer over a chart from left to right. */
async function sweep(page: Page, chart: ReturnType<Page['getByRole']>): Promise<void> {
  const box = await chart.boundingBox()
  if (!box) throw new Error('There is no chart to hover over.')
  for (let step = 0; step <= 40; step++) {
    await page.mouse.move(box.x + (box.width * step) / 40, box.y + box.height / 2)
  }
}
