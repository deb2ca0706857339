/** What a visitor pays before the first paint. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, note, test } from './test.fixture'

const BUDGET = 250_000

/** A sentence that TensorFlow.js throws, and so a mark of it that no minifier takes away. */
const TFJS_MARK = 'Tensor is disposed'

test('the first paint needs less than 250 kB of compressed JavaScript', async ({ studio, page }) => {
  const html = await (await page.request.get(studio.url)).text()
  // The entry and all that it imports; what is imported later, on demand, comes after the first paint.
  const needed = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(
    ([, path = '']) => new URL(path, studio.url).href,
  )
  expect(needed.length).toBeGreaterThan(0)
  const scripts = await Promise.all(needed.map(async (url) => (await page.request.get(url)).body()))
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).byteLength, 0)
  note(`JavaScript before first paint: ${bytes.toLocaleString('en')} bytes compressed`)
  expect(bytes).toBeLessThan(BUDGET)
})

test('only the worker loads TensorFlow.js', async ({ studio, page }) => {
  const scripts = new Map<string, Promise<string>>()
  page.on('response', (response) => {
    const isScript = response.headers()['content-type']?.includes('javascript') ?? false
    if (isScript) scripts.set(response.url(), response.text())
  })
  await studio.open()
  await allParts(page)
  const marked: string[] = []
  for (const [url, script] of scripts) if ((await script).includes(TFJS_MARK)) marked.push(url)
  expect(marked.length).toBeGreaterThan(0)
  // The page's own list: what its workers load is not in it.
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(marked.filter((url) => loaded.includes(url))).toEqual([])
})

test.describe('without its server', () => {
  test.use({ expectedComplaint: /ERR_INTERNET_DISCONNECTED/ })

  test('what comes after the first paint comes by itself, and is there when the server is gone', async ({
    studio,
    page,
  }) => {
    await studio.openOn('processor')
    await studio.expectProcessor()
    await allParts(page)
    const failed: string[] = []
    page.on('requestfailed', (request) => failed.push(request.url()))
    await page.context().setOffline(true)

    await page.getByRole('button', { name: 'Add layer' }).press('Enter')
    await expect(page.getByRole('searchbox', { name: 'Find a layer' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Add layer' })).toBeFocused()
    await page.getByRole('button', { name: 'Summary' }).click()
    await expect(studio.model.summary).toContainText('Total params')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Summary' })).toBeFocused()
    await page.getByText('Loss and gradients', { exact: true }).click()
    await expect(page.getByRole('group', { name: 'Loss and gradients' })).toBeVisible()
    const matrix = page.getByRole('figure', { name: 'Confusion matrix' })
    await matrix.getByRole('button', { name: 'Show as table' }).click()
    await expect(matrix.getByRole('table', { name: 'Confusion matrix' })).toBeVisible()
    await studio.runs.open()
    await expect(page.getByText('No runs yet')).toBeVisible()
    // For its icon, a browser asks at every address.
    expect(failed.filter((url) => !url.endsWith('favicon.svg'))).toEqual([])
  })
})

test('a menu that is asked for while its code is on the way opens when that is there', async ({ studio, page }) => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  await page.route(/MenuLayer/, async (route) => {
    await gate
    await route.continue()
  })
  await studio.openOn('processor')
  const add = page.getByRole('button', { name: 'Add layer' })
  await add.click()
  await expect(add).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByRole('searchbox', { name: 'Find a layer' })).toBeHidden()
  open()
  await expect(page.getByRole('searchbox', { name: 'Find a layer' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(add).toBeFocused()
  await expect(add).toHaveAttribute('aria-expanded', 'false')
})

/** Waits until all code of the page is there. */
async function allParts(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('strata: all parts fetched').length > 0)
}
