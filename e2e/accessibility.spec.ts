/** An axe scan of every room, light and dark, with and without data, wide and narrow. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { settle } from './instruments'
import type { StudioPage } from './pages/StudioPage'

const DATASETS = join(import.meta.dirname, 'fixtures')
const SCHEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

async function scan(page: Page, state: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settle(page)
      const { violations, passes } = await new AxeBuilder({ page }).analyze()
      expect(passes.length).toBeGreaterThan(10)
      const found = violations.flatMap(({ nodes }) =>
        nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      )
      expect(found, `${state}, ${colorScheme}, ${size.width} px wide`).toEqual([])
    }
  }
}

test('no violations before there is data', async ({ studio, page }) => {
  await studio.open()
  await studio.data.unfold('What Strata reads')
  await scan(page, 'empty')
})

test('no violations with data and problems, while training and after it', async ({ studio, page }) => {
  await studio.open()
  const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })
  const [zip] = await toFiles(pictures)
  const [, csv] = await toFiles(pictures.map((picture, i) => (i === 0 ? { ...picture, path: 'gone.png' } : picture)))
  if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
  await studio.data.choose([zip, csv])
  await expect(studio.data.problems).toHaveCount(2)
  await studio.model.layer('Flatten').action('Remove').click()
  await scan(page, 'data and a stack with a problem')

  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 500, batchSize: 32 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')
  await studio.train.pause.click()
  await scan(page, 'a paused run')
  await studio.train.stop.click()
  await expect(studio.train.status).toContainText('Stopped')
  for (const name of ['Loss', 'Accuracy', 'Confusion matrix'] as const) await studio.train.showAsTable(name)
  await scan(page, 'results as tables')
})

test('no violations in all that the data room can unfold', async ({ studio, page }) => {
  const { data } = studio
  await studio.open()
  await data.fileInput.setInputFiles(['mixed-sizes.zip'].map((file) => join(DATASETS, file)))
  await expect(data.summary).toContainText('60 images')
  await data.button('More data').click()
  await data.unfold('How it was read')
  await data.button('Change …').click()
  await data.unfold('Splits')
  await page.getByRole('radio', { name: 'At random' }).check()
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await data.saved.getByRole('button', { name: /^Delete/ }).click()
  await scan(page, 'everything unfolded')
})

test('no violations in the questions about a drop', async ({ studio, page }) => {
  const { data } = studio
  await studio.open()
  await data.fileInput.setInputFiles(['ludwig.zip', 'ludwig-unclear.csv'].map((file) => join(DATASETS, file)))
  await expect(data.columnsQuestion).toBeVisible()
  await scan(page, 'a question about columns')
  await page.keyboard.press('Escape')
  await data.useSampleDigits.click()
  await expect(data.summary).toContainText('14,000 images')
  await data.drop(await toFiles(drawPictures({ labels: ['up', 'down'], train: 4, test: 2 })))
  await expect(data.dropQuestion).toBeVisible()
  await scan(page, 'a question about a drop')
})

test('no violations with augmentation in view', async ({ studio, page }) => {
  await openWithCopy(studio)
  await page.getByText('Augmentation', { exact: true }).click()
  await page.getByRole('button', { name: 'Use gentle values' }).click()
  await expect(page.getByRole('img', { name: /original$/ }).first()).toBeVisible()
  await scan(page, 'augmentation')
})

test('no violations among the images of the explorer', async ({ studio, page }) => {
  await openWithCopy(studio)
  const { explorer } = studio
  await explorer.open.click()
  await explorer.images.nth(3).click()
  await scan(page, 'an image in the explorer')
  await page.setViewportSize({ width: 1440, height: 900 })
  await explorer.images.nth(9).click({ modifiers: ['Shift'] })
  await scan(page, 'several images selected')
})

test('no violations in what the explorer says of classes and checks', async ({ studio, page }) => {
  await openWithCopy(studio)
  const { explorer } = studio
  await explorer.checks.getByRole('button').click()
  await expect(explorer.window.getByRole('list', { name: 'Findings' })).toBeVisible()
  await scan(page, 'checks')
  await explorer.tab('Classes').click()
  await expect(explorer.window.getByRole('figure', { name: 'Pixel values' })).toBeVisible()
  await scan(page, 'classes')
})

/** Four classes, and an image of train that is in test, too. */
async function openWithCopy(studio: StudioPage): Promise<void> {
  const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 30, test: 10 })
  const [first] = pictures
  const withCopy = pictures.map((picture) =>
    first && picture.path === 'test/0/35.png' ? { ...picture, pixels: first.pixels } : picture,
  )
  await studio.open()
  await studio.data.choose(await toFiles(withCopy))
  await expect(studio.data.summary).toContainText('160 images')
}
