/** A run begins with the weights of an opened model, or with new ones, as the page says before and after. */
import { readTable } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const CLASSES = ['cat', 'dog', 'eel', 'fox']
const PICTURES = drawPictures({ labels: CLASSES, train: 60, test: 25 })
const RECIPE = { batchSize: 16, learningRate: 0.003, validationSplit: 0.15 }

/** The mean losses over the train images, epoch by epoch. */
async function trainLosses({ train }: StudioPage): Promise<readonly number[]> {
  const [head, ...rows] = await readTable(await train.showAsTable('Loss'))
  const column = head!.findIndex((name) => /train/i.test(name))
  await train.figure('Loss').getByRole('button').last().click()
  return rows.map((row) => Number(row[column]))
}

test('a model that was exported and opened is trained further', async ({ studio, page }) => {
  const { train, use, data, runs } = studio
  await studio.open()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await expect(train.beginWith).toBeHidden()
  await train.enterRecipe({ ...RECIPE, epochs: 4 })
  await train.finish()
  const first = await trainLosses(studio)
  // The run's own model is at hand, and another run begins anew unless a person says otherwise.
  await expect(train.beginWith.getByRole('radio', { name: 'New weights' })).toBeChecked()
  await expect(train.beginning).toContainText('All weights are drawn by the seed')
  const files = await use.export()

  await studio.page.reload()
  await studio.expectWebGPU()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await use.open(files)
  await expect(train.beginWith.getByRole('radio', { name: 'The model’s weights' })).toBeChecked()
  await expect(train.beginning).toContainText('layer with weights begins with those of “model.json + weights.bin”.')
  await expect(train.recipe).toContainText(
    'Normalisation: Images are normalised as for “model.json + weights.bin”, whatever',
  )
  await train.enterRecipe({ epochs: 1, seed: 7, learningRate: 0.0001 })
  await train.finish()
  await expect(page.getByText(/^This run: The one layer with weights begins/)).toBeVisible()
  const [further] = await trainLosses(studio)
  expect(further).toBeLessThan(first.at(-1)!)
  expect(further).toBeGreaterThan(first.at(-1)! / 2)

  // By keyboard.
  await train.beginWith.getByRole('radio', { name: 'New weights' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(train.beginWith.getByRole('radio', { name: 'The model’s weights' })).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await train.finish()
  await expect(page.getByText(/^This run: /)).toBeHidden()
  const [anew] = await trainLosses(studio)
  expect(anew).toBeGreaterThan(2 * further!)

  await runs.open()
  await runs.select(2, 3)
  await runs.compare.click()
  const differences = runs.comparison.getByRole('table', { name: 'What differs' })
  await expect(differences.getByRole('row', { name: /^Model: First weights/ })).toContainText(
    /model\.json \+ weights\.bin, weights [\da-f]{8}.*drawn anew/,
  )
  await expect(runs.comparison.getByRole('list', { name: 'Run log of Run 2' })).toContainText(
    'The one layer with weights begins with those of “model.json + weights.bin”.',
  )
})

test('other classes draw the outputs anew, and the page says so', async ({ studio, page }) => {
  const { train, use, data, model } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await train.enterRecipe({ ...RECIPE, epochs: 1 })
  await train.finish()
  const files = await use.export()

  const fewer = PICTURES.filter(({ label }) => label !== 'eel')
  await data.choose(await toFiles(fewer))
  await expect(data.summary).toContainText('255 images')
  await use.open(files)
  await expect(train.beginWith).toBeHidden()
  await model.layers.getByRole('button', { name: 'Set 3 units' }).click()
  await expect(train.beginWith.getByRole('radio', { name: 'The model’s weights' })).toBeChecked()
  await expect(train.beginning).toContainText(/is drawn anew, as its shape differs/)
  await train.finish()
  await expect(
    page.getByText(/^This run: \d of \d layers begins? with the weights of “model\.json \+ weights\.bin”; /),
  ).toBeVisible()
})
