/** The studio on a phone's screen. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test.use({ viewport: { width: 390, height: 844 } })

test('everything works at 390 pixels, and nothing runs out of the page', async ({ studio, page }) => {
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await expect(studio.data.summary).toContainText('120 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 16 })
  await studio.train.finish()
  await expect(studio.evaluate.results).toContainText('Accuracy')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
