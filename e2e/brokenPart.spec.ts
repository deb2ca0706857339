/** A part of the page that breaks says so, and leaves the rest as it was. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test.use({ expectedComplaint: /CurveChart|ERR_FAILED/ })

test('a chart that can’t be loaded takes no other room with it', async ({ studio, page }) => {
  await page.route(/CurveChart/, (route) => route.abort())
  await studio.openOnProcessor()
  await expect(page.getByRole('region', { name: 'Train' }).getByRole('alert')).toContainText('reload the page')
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 4, test: 2 })))
  await expect(studio.data.summary).toContainText('12 images')
  await studio.model.layer('Conv2D').enter('Filters', 16)
  await expect(studio.model.layer('Conv2D').item).toContainText('28 × 28 × 16')
})
