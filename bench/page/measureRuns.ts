/** How long the view of runs keeps a person waiting, with five hundred of them. */
import type { Browser } from '@playwright/test'
import { watchTasks } from '../../e2e/instruments'
import { openManyRuns } from '../../e2e/keptRuns.fixture'
import { StudioPage } from '../../e2e/pages/StudioPage'

const RUNS = 500
const PATIENCE = 300_000

const COLUMNS = ['Test acc.', 'Name', 'Started', 'Parameters', 'No.']

export interface RunsFigures {
  /** From the press on the link until rows are in view. */
  readonly secondsToOpen: number
  /** The longest task of any sort, in milliseconds. */
  readonly sort: number
}

export async function measureRuns(on: Browser, url: string): Promise<RunsFigures> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  page.on('pageerror', (error) => console.error(error))
  // tsx marks functions with this helper, those too that are sent to the page.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  page.setDefaultTimeout(PATIENCE)
  const studio = new StudioPage(page, url)
  await studio.openOn('processor')
  const { runs } = studio
  await openManyRuns(studio, RUNS)
  await runs.studio.click()
  // A view that was there before is there at once.
  await page.reload()
  await studio.backend.filter({ hasText: /^Processor/ }).waitFor()
  const secondsToOpen = await page.evaluate(async () => {
    const began = performance.now()
    location.hash = 'runs'
    while (!document.querySelector('table[aria-label="Runs"] tbody [data-row]'))
      await new Promise(requestAnimationFrame)
    return (performance.now() - began) / 1000
  })
  const tasks = await watchTasks(page)
  for (const column of COLUMNS) {
    await runs.sortBy(column)
    await runs.sortBy(column)
  }
  const { work } = await tasks.stop()
  await page.close()
  return { secondsToOpen, sort: work }
}
