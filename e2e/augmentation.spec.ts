/** What training may do to the images, set and seen before it starts. */
import type { Locator } from '@playwright/test'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { enter } from './pages/fields'

async function readPixels(canvas: Locator): Promise<readonly number[]> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('The image is drawn on no canvas.')
    return [...(element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [])]
  })
}

test('augmentation is previewed on images of the data, the same for the same draw, and a value out of bounds says so', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 20, test: 5 })))
  await expect(studio.data.summary).toContainText('50 images')
  await studio.train.enterRecipe({ batchSize: 10 })
  await page.getByText('Augmentation', { exact: true }).click()
  await page.getByRole('button', { name: 'Use gentle values' }).click()
  await expect(page.getByText('shift 0.1, rotation 10°, zoom 0.1')).toBeVisible()

  const preview = page.getByRole('figure', { name: 'Augmentation preview' })
  const original = preview.getByRole('img', { name: /, original$/ }).first()
  const variant = preview.getByRole('img', { name: /, variant 1$/ }).first()
  await expect(original).toBeVisible()
  const before = await readPixels(variant)
  expect(before).not.toEqual(await readPixels(original))

  await preview.getByRole('button', { name: 'New draw' }).click()
  await expect.poll(() => readPixels(variant)).not.toEqual(before)
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(preview).toBeHidden()
  await page.getByRole('button', { name: 'Use gentle values' }).click()
  await expect(variant).toBeVisible()
  expect(await readPixels(variant)).toEqual(before)

  await enter(studio.train.field('Rotation'), 400)
  await expect(page.getByRole('alert')).toContainText('Rotation must be')
  await expect(studio.train.field('Rotation')).toHaveAttribute('aria-invalid', 'true')
})
