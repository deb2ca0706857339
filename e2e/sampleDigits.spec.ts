/** A newcomer with no data: from the first press to a trained model. */
import { expect, test } from './test.fixture'
import { readTable } from './pages/fields'

test('sample digits to finished training', async ({ studio }) => {
  await studio.open()
  await studio.data.useSampleDigits.click()
  for (const text of ['14,000 images', '10 classes', '12,000 train', '2,000 test']) {
    await expect(studio.data.summary).toContainText(text)
  }
  await expect(studio.model.parameters('30,634')).toBeVisible()

  await studio.model.useSoftmaxRegression()
  await expect(studio.model.parameters('7,850')).toBeVisible()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 500, learningRate: 0.01 })
  await studio.train.finish()

  await expect(studio.train.progress).toHaveAttribute('aria-valuenow', '100')
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.8)

  const loss = await readTable(await studio.train.showAsTable('Loss'))
  expect(loss.length).toBeGreaterThan(2)
  const accuracy = await readTable(await studio.train.showAsTable('Accuracy'))
  expect(accuracy.length).toBeGreaterThan(2)

  const [, ...rows] = await readTable(await studio.train.showAsTable('Confusion matrix'))
  const counts = rows.flatMap((row) => row.slice(1, 11).map((cell) => Number(cell.replaceAll(',', ''))))
  expect(counts).toHaveLength(100)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000)
})
