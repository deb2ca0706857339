/** The optimizer in the recipe: Keras's learning rate and arguments for it, what is wrong with them, and a run by it. */
import { choose, enter } from './pages/fields'
import { expect, test } from './test.fixture'

test('an optimizer comes with Keras’s learning rate, is tuned in a fold, and trains', async ({ studio, page }) => {
  await studio.open()
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useSoftmaxRegression()
  const { train } = studio
  const follows = page.getByText('The learning rate is now 0.01, Keras’s for SGD.')

  // The rate that nobody chose follows, and one step takes both back.
  await train.enterRecipe({ learningRate: 0.001 })
  await choose(train.field('Optimizer'), 'SGD')
  await expect(train.field('Learning rate')).toHaveValue('0.01')
  await expect(train.recipe.getByLabel('Momentum', { exact: true })).toHaveValue('0')
  await expect(follows).toBeVisible()
  await train.field('Optimizer').blur()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(train.field('Optimizer')).toContainText('Adam')
  await expect(train.field('Learning rate')).toHaveValue('0.001')
  await expect(follows).toBeHidden()
  await expect(train.recipe.getByLabel('Momentum', { exact: true })).toBeHidden()

  // One that somebody chose stays.
  await train.enterRecipe({ optimizer: 'Nadam', learningRate: 0.02, epochs: 1, batchSize: 500 })
  const nadam = await train.openOptimizer('Nadam')
  await enter(nadam.getByLabel('Beta 1', { exact: true }), 1)
  await expect(page.getByText('Beta 1 must be a number of 0 or more and below 1.')).toBeVisible()
  await expect(train.start).toHaveAttribute('aria-disabled', 'true')
  await enter(nadam.getByLabel('Beta 1', { exact: true }), 0.8)
  await enter(nadam.getByLabel('Epsilon', { exact: true }), -1)
  await expect(page.getByText('Epsilon must be a number from 1e-12 to 1.')).toBeVisible()
  await enter(nadam.getByLabel('Epsilon', { exact: true }), '1e-8')
  await enter(nadam.getByLabel('Weight decay', { exact: true }), 0.01)
  await expect(train.recipe.getByText('beta 1 0.8, epsilon 1e-8, weight decay 0.01')).toBeVisible()
  await train.finish()

  // It is kept with the run, and another optimizer can't go on with what this one kept of the weights.
  await choose(train.field('Optimizer'), 'Adagrad')
  await expect(train.field('Learning rate')).toHaveValue('0.02')
  await expect(page.getByText('To continue the run, set Optimizer to Nadam again')).toBeVisible()
})
