/** A browser without WebGPU: the studio says what it computes on instead, and why, and trains all the same. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { findBrowser } from '../scripts/findBrowser'

/** Says what is missing (a `NoBackend` of src/engine/device) and what computes instead. Both depend on the browser. */
const REASON =
  /(This browser has no WebGPU here|The browser found no graphics adapter that WebGPU may use)(: WebGL trains instead, more slowly|, and this browser has no WebGL 2 here: the CPU trains instead, far more slowly)\./

const executablePath = findBrowser()
test.use({
  launchOptions: {
    args: ['--no-sandbox', '--disable-gpu'],
    ...(executablePath ? { executablePath } : {}),
  },
})

test('without WebGPU the page says so and trains', async ({ studio, page }) => {
  await page.goto(studio.url)
  await expect(studio.backend).toContainText(REASON)
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 5, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.9)
})
