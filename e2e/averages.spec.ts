/** Accumulated gradients and averaged weights: set in the form, trained by, told of, kept, and told apart in a comparison of runs. */
import { enter, readTable } from './pages/fields'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

test('a person accumulates gradients and averages weights, and the model has the average', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  const { train, runs } = studio
  await train.enterRecipe({ epochs: 2, batchSize: 32 })
  await train.finish()
  const losses = await train.showAsTable('Loss')
  const plain = await readTable(losses)

  await train.openOptimizer('Adam')
  await enter(train.field('Accumulation steps'), 1)
  await expect(page.getByText('Accumulation steps must be a whole number from 2 to 1,000,000.')).toBeVisible()
  await expect(train.start).toHaveAttribute('aria-disabled', 'true')
  await enter(train.field('Accumulation steps'), 3)
  await expect(train.field('EMA momentum')).toBeHidden()
  await train.field('Average the weights').check()
  await enter(train.field('EMA momentum'), 0.9)
  await expect(train.recipe).toContainText('accumulation steps 3, moving average of weights, EMA momentum 0.9')

  await train.finish()
  await expect(train.log).toContainText('Epoch 2: weights became their moving average')
  expect(await readTable(losses)).not.toEqual(plain)

  await runs.open()
  await runs.select(1, 2)
  await runs.compare.click()
  expect(await readTable(runs.comparison.getByRole('table', { name: 'What differs' }))).toEqual([
    ['Setting', 'Run 1', 'Run 2'],
    ['Recipe: Gradient accumulation', 'off', 'on, accumulation steps 3'],
    ['Recipe: Moving average of weights', 'off', 'on, EMA momentum 0.9'],
  ])
  await runs.studio.click()

  await page.reload()
  await train.openOptimizer('Adam')
  await expect(train.field('Accumulation steps')).toHaveValue('3')
  await expect(train.field('Average the weights')).toBeChecked()
  await expect(train.field('EMA momentum')).toHaveValue('0.9')
  await expect(train.field('Overwrite every')).toHaveValue('')
})
