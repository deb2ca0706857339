/** The document survives a reload. */
import { expect, test } from './fixtures'

test('stack and recipe are there again after a reload', async ({ studio }) => {
  await studio.open()
  await studio.model.useTemplate('LeNet-5')
  await studio.model.layer('Conv2D').enter('Filters', 9)
  await studio.model.layer('Flatten').action('Remove').click()
  await studio.train.enterRecipe({ optimizer: 'SGD', learningRate: 0.05, epochs: 7, seed: 123 })
  const stack = await studio.model.classNames()

  await studio.reload()
  await studio.model.expectStack(stack)
  await expect(studio.model.layer('Conv2D').field('Filters')).toHaveValue('9')
  await expect(studio.train.field('Learning rate')).toHaveValue('0.05')
  await expect(studio.train.field('Epochs')).toHaveValue('7')
  await expect(studio.train.field('Seed')).toHaveValue('123')
})
