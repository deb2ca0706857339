/** What a visitor pays before the first paint. */
import { gzipSync } from 'node:zlib'
import { expect, test } from './fixtures'

const BUDGET = 250_000

/** A sentence that TensorFlow.js throws, and so a mark of it that no minifier takes away. */
const TFJS_MARK = 'Tensor is disposed'

test('the page needs less than 250 kB of compressed JavaScript, and no TensorFlow.js', async ({ studio, page }) => {
  const scripts = new Map<string, Promise<string>>()
  page.on('response', (response) => {
    const isScript = response.headers()['content-type']?.includes('javascript') ?? false
    if (isScript) scripts.set(response.url(), response.text())
  })
  await studio.open()
  // The page's own list: what its workers load is not in it.
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))

  let bytes = 0
  const marked: string[] = []
  for (const [url, script] of scripts) {
    const text = await script
    if (text.includes(TFJS_MARK)) marked.push(url)
    if (loaded.includes(url)) bytes += gzipSync(text).byteLength
  }
  test.info().annotations.push({ type: 'JavaScript of the page', description: `${bytes} bytes compressed` })
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(BUDGET)
  expect(marked.length, 'the worker loads TensorFlow.js').toBeGreaterThan(0)
  expect(marked.filter((url) => loaded.includes(url))).toEqual([])
})
