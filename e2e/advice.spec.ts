/** A run that learns nothing is told so where its outcome and its test results stand, and one press changes the recipe. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test('a run by too large steps is told so, with a smaller learning rate at one press', async ({ studio, page }) => {
  const { data, model, train, evaluate } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 40, test: 15 })))
  await expect(data.summary).toContainText('220 images')
  await model.useTemplate('LeNet-5')
  await train.enterRecipe({ optimizer: 'SGD', learningRate: 10, epochs: 2, batchSize: 16 })
  await train.finish()

  const said =
    /The model names “\w+” for all \d+ validation images, and the loss, [\d.]+, is above that of guessing \(1\.39\)/
  const panel = page.getByRole('region', { name: 'Train' })
  await expect(panel).toContainText(said)
  await expect(evaluate.results).toContainText(said)
  await evaluate.results.getByRole('button', { name: 'Use learning rate 0.01' }).click()
  await expect(train.field('Learning rate')).toHaveValue('0.01')
  await expect(panel).toContainText('The recipe is changed: start training again.')
  await expect(page.getByRole('button', { name: 'Use learning rate 0.01' })).toHaveCount(0)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(train.field('Learning rate')).toHaveValue('10')
  await panel.getByRole('button', { name: 'Use learning rate 0.01' }).click()

  await train.enterRecipe({ epochs: 12 })
  await train.finish()
  await expect(panel).not.toContainText('of guessing')
  await expect(evaluate.results).not.toContainText('of guessing')
})
