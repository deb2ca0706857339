/** What a visitor pays before the first paint. */
import { gzipSync } from 'node:zlib'
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
  const marked: string[] = []
  for (const [url, script] of scripts) if ((await script).includes(TFJS_MARK)) marked.push(url)
  expect(marked.length).toBeGreaterThan(0)
  // The page's own list: what its workers load is not in it.
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(marked.filter((url) => loaded.includes(url))).toEqual([])
})
