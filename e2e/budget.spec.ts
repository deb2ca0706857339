/** What a visitor pays before the first paint. */
import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures'

const BUDGET = 250_000

test('the page needs less than 250 kB of compressed JavaScript, and no TensorFlow.js', async ({ studio, page }) => {
  const scripts: { url: string; body: Promise<Buffer>; byWorker: boolean }[] = []
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? ''
    if (!type.includes('javascript')) return
    const byWorker = response.request().resourceType() !== 'script'
    scripts.push({ url: response.url(), body: response.body(), byWorker })
  })
  await page.goto(studio.url)
  await expect(studio.backend).toBeVisible()
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))

  const own = scripts.filter(({ url }) => loaded.includes(url))
  expect(own.length).toBeGreaterThan(0)
  let bytes = 0
  for (const { url, body } of own) {
    const text = (await body).toString()
    expect(text, url).not.toContain('tfjs')
    bytes += gzipSync(text).byteLength
  }
  test.info().annotations.push({ type: 'JavaScript before first paint', description: `${bytes} bytes compressed` })
  expect(bytes).toBeLessThan(BUDGET)
})
