/** Gradient clipping and label smoothing: set in the form, trained by, kept, and told apart in a comparison of runs. */
import { enter, readTable } from './pages/fields'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

test('a person clips gradients and smooths labels, and trains by them on WebGPU', async ({ studio, page }) => {
  await studio.open()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  const { train, runs } = studio
  await train.enterRecipe({ epochs: 2, batchSize: 32 })
  await train.finish()
  const losses = await train.showAsTable('Loss')
  const plain = await readTable(losses)

  // Nothing shows until it is asked for.
  await expect(train.lossForm).toBeHidden()
  await train.openLossForm()
  await enter(train.field('Label smoothing'), 1)
  await expect(page.getByText('Label smoothing must be a number of 0 or more and below 1.')).toBeVisible()
  await expect(train.start).toHaveAttribute('aria-disabled', 'true')
  await enter(train.field('Label smoothing'), 0.1)
  await enter(train.field('Clip value'), 0.5)
  await enter(train.field('Clip norm'), 0.01)
  const onlyOne = page.getByText('Only one of Clip value, Clip norm and Global clip norm can be set: empty the others.')
  await expect(onlyOne).toBeVisible()
  await expect(train.start).toHaveAttribute('aria-disabled', 'true')
  await enter(train.field('Clip value'), '')
  await expect(onlyOne).toBeHidden()
  await expect(train.recipe).toContainText('label smoothing 0.1, clip norm 0.01')

  await train.finish()
  const clipped = await readTable(losses)
  expect(clipped).toHaveLength(plain.length)
  expect(clipped).not.toEqual(plain)

  await runs.open()
  await runs.select(1, 2)
  await runs.compare.click()
  expect(await readTable(runs.comparison.getByRole('table', { name: 'What differs' }))).toEqual([
    ['Setting', 'Run 1', 'Run 2'],
    ['Recipe: Label smoothing', '0', '0.1'],
    ['Recipe: Gradient clipping', 'off', 'on, clip norm 0.01'],
  ])
  await runs.studio.click()

  await page.reload()
  await train.openLossForm()
  await expect(train.field('Label smoothing')).toHaveValue('0.1')
  await expect(train.field('Clip norm')).toHaveValue('0.01')
  await expect(train.field('Clip value')).toHaveValue('')
})

test('the processor trains by the length of all gradients, and takes back what was undone', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useTemplate('LeNet-5')
  const { train } = studio
  await train.enterRecipe({ epochs: 2, batchSize: 32 })
  await train.openLossForm()
  await enter(train.field('Label smoothing'), 0.2)
  await enter(train.field('Global clip norm'), 0.5)
  await train.finish()
  await expect(train.status).toContainText('Finished')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(train.field('Global clip norm')).toHaveValue('')
  await expect(train.field('Label smoothing')).toHaveValue('0.2')
})
