/** Real MNIST, where it lies beside the repository: `STRATA_MNIST`, or `../shared/mnist`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { watchLayerEditor } from './instruments'

const FOLDER = process.env['STRATA_MNIST'] ?? join(import.meta.dirname, '..', '..', 'shared', 'mnist')
const ZIP = join(FOLDER, 'mnist_images.zip')
const CSV = join(FOLDER, 'mnist_dataset.csv')

test.skip(!existsSync(ZIP) || !existsSync(CSV), `there is no mnist_images.zip with mnist_dataset.csv in ${FOLDER}`)

test('reading can be cancelled, and what was there before stays', async ({ studio }) => {
  const { data } = studio
  await studio.open()
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 4, test: 2 })))
  await expect(data.summary).toContainText('12 images')
  await data.fileInput.setInputFiles([ZIP, CSV])
  await data.cancel.click()
  await expect(data.progress).toBeHidden()
  await expect(data.summary).toContainText('12 images')
})

test('all 70,000 images are read, looked through, and trained on to what a linear model can do', async ({
  studio,
  page,
}) => {
  const { data, explorer } = studio
  const editor = await watchLayerEditor(page)
  await studio.open()
  await data.fileInput.setInputFiles([ZIP, CSV])
  for (const text of ['70,000 images', '10 classes', '60,000 train', '10,000 test'])
    await expect(data.summary).toContainText(text)

  await explorer.open.click()
  await expect(explorer.shown).toHaveText('70,000 images')
  await expect(explorer.images.first()).toHaveAccessibleName(/training/)
  const before = await editor.renders()
  await explorer.grid.evaluate(async (grid) => {
    while (grid.scrollTop + grid.clientHeight < grid.scrollHeight - 1) {
      grid.scrollTop += 4000
      await new Promise(requestAnimationFrame)
    }
  })
  expect(await editor.renders()).toBe(before)
  await expect(explorer.images.last()).toHaveAccessibleName(/testing/)
  await explorer.press('Escape')

  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 500, learningRate: 0.005 })
  await studio.train.finish()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.85)
})

test('Quick 99 % reaches that on the 10,000 test images, on the processor', async ({ studio }) => {
  // It trains on 120,000 images: seconds where the machine has nothing else to do, and many times as long where it has.
  const patience = { timeout: 10 * 60_000 }
  test.setTimeout(2 * patience.timeout)
  const { data, model, train } = studio
  await studio.openOnProcessor()
  await data.fileInput.setInputFiles([ZIP, CSV])
  await expect(data.summary).toContainText('70,000 images')
  await model.useTemplate('Quick 99 %')
  await expect(train.field('Validation split')).toHaveValue('0')
  await train.start.click()
  await expect(train.status).toContainText('Finished', patience)
  await studio.expectProcessor()
  expect(await studio.evaluate.accuracy()).toBeGreaterThanOrEqual(0.99)
})
