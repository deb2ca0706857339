/** Layers and a recipe leave as an address, and come back by it. */
import { StudioPage } from './pages/StudioPage'
import { expect, test } from './test.fixture'

test('a link opens the layers and the recipe elsewhere, as one step of undo, and leaves the address', async ({
  studio,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await studio.openOnProcessor()
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 17, batchSize: 40 })
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByText('Copied', { exact: true })).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(new URL(link).pathname + new URL(link).search).toBe(new URL(studio.url).pathname + '?backend=processor')

  const other = new StudioPage(await context.newPage(), studio.url)
  await other.page.goto(studio.url)
  await other.model.useTemplate('LeNet-5')
  const before = await other.model.classNames()
  await other.page.goto(link)
  await other.expectProcessor()
  await other.model.expectStack(['Reshape', 'Flatten', 'Dense'])
  await expect(other.train.field('Epochs')).toHaveValue('17')
  await expect(other.train.field('Batch size')).toHaveValue('40')
  expect(new URL(other.page.url()).hash).toBe('')
  await expect(other.use.notes.filter({ hasText: 'those of the link. Undo brings back' })).toBeVisible()
  await other.model.undo.click()
  await other.model.expectStack(before)
})

test('a link that was cut off is a sentence, and nothing changes', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const before = await studio.model.classNames()
  await page.evaluate(() => void (location.hash = '#open=VY7BCsIwEER_Jew5'))
  await expect(page.getByRole('alert')).toContainText('The link was cut off or changed on its way')
  await studio.model.expectStack(before)
})
