/** A part of the page that breaks says so, and leaves the rest as it was. */
import { expect, test } from './test.fixture'

test.use({ expectedComplaint: /CurveChart|ERR_FAILED/ })

test('a chart that can’t be loaded takes no other room with it', async ({ studio, page }) => {
  await page.route(/CurveChart/, (route) => route.abort())
  await studio.open()
  await expect(page.getByRole('region', { name: 'Train' }).getByRole('alert')).toContainText('reload the page')
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.layer('Conv2D').enter('Filters', 16)
  await expect(studio.model.layer('Conv2D').item).toContainText('28 × 28 × 16')
})
