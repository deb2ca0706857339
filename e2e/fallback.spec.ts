/** A browser without WebGPU: the studio says what it computes on instead, and why, and trains all the same. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { findBrowser } from '../scripts/findBrowser'

const executablePath = findBrowser()
test.use({
  launchOptions: {
    args: ['--no-sandbox', '--disable-gpu'],
    ...(executablePath ? { executablePath } : {}),
  },
})

test('without WebGPU the page says so and trains', async ({ studio, page }) => {
  await page.goto(studio.url)
  await expect(studio.backend).toContainText(/WebGL|CPU/, { timeout: 60_000 })
  await expect(studio.backend).toContainText(/WebGPU/)
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 5, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.9)
})
