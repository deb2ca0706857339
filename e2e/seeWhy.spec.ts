/** From a cell of the confusion matrix to its images, and to a better model: a mistake is seen, corrected, trained on, and the runs are compared. */
import Papa from 'papaparse'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const CLASSES = ['cat', 'dog', 'eel', 'fox']

/** Clear pictures, but one of the test images has another's label. */
async function train(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(drawPictures({ labels: CLASSES, train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  const { explorer } = studio
  await explorer.open.click()
  await explorer.field('Split').selectOption('Test')
  await explorer.field('Class').selectOption('cat')
  await explorer.images.nth(3).click()
  await explorer.detail.getByLabel('Label').selectOption('fox')
  await expect(explorer.window).toContainText('1 corrected')
  await studio.page.keyboard.press('Escape')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 20, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
}

test('cell, image, relabel, train again, compare', async ({ studio, page }) => {
  const { evaluate, explorer, runs } = studio
  await studio.openOnProcessor()
  await train(studio)
  await expect(evaluate.results).toContainText('99.00 %')

  // The only mistake of the test split: what is called a fox is a cat.
  await evaluate.press(3, 0)
  await expect(explorer.window).toContainText(
    /True .fox., predicted .cat.: 1 image \(3.85\s% of class .fox.\), of the test split/,
  )
  await expect(explorer.shown).toHaveText('1 of 340 images')
  const says = explorer.detail.getByRole('region', { name: 'What the model says' })
  await expect(says).toContainText('The model says cat')
  await expect(says).toContainText('the label says otherwise')
  await expect(explorer.images.first()).toHaveAccessibleName(/^labelled fox, taken for cat, \d+\s%, test, /)
  await expect(explorer.images.first()).toHaveText('cat')
  await explorer.detail.getByLabel('Label').selectOption('cat')
  await expect(says).toContainText('as the label')
  await expect(explorer.images.first()).toHaveText('')
  await page.keyboard.press('Escape')
  await expect(explorer.window).toBeHidden()
  // The results were of the label before: the panel stays where it is, and says so.
  await expect(evaluate.results).toContainText('Test images or their labels have changed since this model was tested.')
  await expect(evaluate.panel.getByRole('radio', { name: 'Test' })).toBeChecked()
  await evaluate.results.getByRole('button', { name: 'Test model' }).click()
  await expect(evaluate.results).toContainText('100.00 %')

  await studio.train.finish()
  await expect(evaluate.results).toContainText('100.00 %')
  await runs.open()
  await runs.select(1, 2)
  await runs.compare.click()
  await expect(runs.comparison).toContainText('100.00 %')
})

test('mistakes, the least sure, and why there are none to be seen', async ({ studio, page }) => {
  const { evaluate, explorer } = studio
  await studio.openOnProcessor()
  await train(studio)
  await evaluate.button('Mistakes').click()
  await expect(explorer.shown).toHaveText('1 of 340 images')
  await page.keyboard.press('Escape')
  await evaluate.button('Least sure').click()
  await expect(explorer.shown).toHaveText('100 of 340 images')
  await explorer.images.first().click()
  await expect(explorer.detail.getByRole('region', { name: 'What the model says' })).toContainText('%')
  await page.keyboard.press('Escape')

  // By keyboard, among the validation images, at the epoch whose weights the model has.
  await evaluate.split('Validation').click()
  await evaluate.cells.focus()
  await page.keyboard.press('Enter')
  await expect(explorer.window).toContainText(/True .cat., predicted .cat.: 9 images/)
  await expect(explorer.images.first()).toHaveAccessibleName(/train, drawn for validation, /)
  await page.keyboard.press('Escape')
  await expect(evaluate.cells).toBeFocused()
  await evaluate.epoch.press('Home')
  await expect(evaluate.panel).toContainText('The images behind a cell can be seen after epoch 20')
  await expect(evaluate.button('Mistakes')).toHaveCount(0)
})

test('the worst label is the wrong one; what the model says is accepted, for one and for several', async ({
  studio,
  page,
}) => {
  const { evaluate, explorer } = studio
  await studio.openOnProcessor()
  await train(studio)
  await evaluate.button('Label faults').click()
  await expect(explorer.shown).toHaveText('100 of 340 images')
  await explorer.images.first().click()
  const says = explorer.detail.getByRole('region', { name: 'What the model says' })
  await expect(says).toContainText('The model says cat')
  await expect(explorer.detail.getByLabel('Label')).toHaveValue('fox')
  await says.getByRole('button', { name: 'Accept cat' }).click()
  await expect(explorer.detail.getByLabel('Label')).toHaveValue('cat')
  await explorer.undo.click()
  await expect(explorer.detail.getByLabel('Label')).toHaveValue('fox')

  await explorer.images.nth(2).click({ modifiers: ['Shift'] })
  await explorer.button('Accept the model’s 3 labels').click()
  await expect(explorer.detail.getByLabel('Label')).not.toHaveValue('fox')
  await explorer.images.first().click()
  await expect(explorer.detail.getByLabel('Label')).toHaveValue('cat')
  await page.keyboard.press('Escape')
  await expect(studio.model.undo).toHaveAccessibleName(/accept the model’s label of 1 image/i)
})

test('averaged weights lead from the test images to their pictures, and not from what others counted', async ({
  studio,
  page,
}) => {
  const { evaluate, explorer } = studio
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: CLASSES, train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 3, batchSize: 16, learningRate: 0.01 })
  await studio.train.openOptimizer('Adam')
  await studio.train.field('Average the weights').check()
  await studio.train.finish()
  await evaluate.button('Least sure').click()
  await expect(explorer.shown).toHaveText('100 of 340 images')
  await page.keyboard.press('Escape')
  await evaluate.split('Validation').click()
  await expect(evaluate.panel).toContainText('the model has their moving average')
  await evaluate.cells.focus()
  await page.keyboard.press('Enter')
  await expect(explorer.window).toBeHidden()
  await expect(evaluate.button('Least sure')).toHaveCount(0)
})

test('on WebGPU the images behind the matrix have the probabilities that the model was tested with', async ({
  studio,
}) => {
  const { evaluate, explorer } = studio
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: CLASSES, train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  // A test batch is several of these, and a part of one.
  await studio.train.enterRecipe({ epochs: 20, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
  await expect(evaluate.results).toContainText('100.00 %')
  await evaluate.press(3, 3)
  await expect(explorer.shown).toHaveText('25 of 340 images')
  await explorer.images.last().click()
  const says = explorer.detail.getByRole('region', { name: 'What the model says' })
  await expect(says).toContainText('The model says fox')
  const told = await says.getByRole('definition').allTextContents()
  const percents = told.map((text) => Number(/[\d.]+/.exec(text)?.[0]))
  expect(percents).toEqual(percents.toSorted((one, other) => other - one))
  expect(percents[0]).toBeGreaterThan(50)
})

test('what the model says leaves as Ludwig, Galaxy and scikit-learn write it', async ({ studio }) => {
  await studio.openOnProcessor()
  await train(studio)
  const [csvName, csv] = await studio.use.predictions()
  expect(csvName).toBe('predictions.csv')
  const { data } = Papa.parse<Readonly<Record<string, string>>>(csv, { header: true, skipEmptyLines: true })
  expect(data).toHaveLength(100)
  const wrong = data.filter((row) => row['label'] !== row['label_predictions'])
  expect(wrong).toMatchObject([{ image_path: 'test/0/63.png', label: 'fox', label_predictions: 'cat' }])
  for (const row of data) {
    const all = CLASSES.map((name) => Number(row[`label_probabilities_${name}`]))
    expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 2)
    expect(Number(row['label_probability'])).toBe(Math.max(...all))
  }
  const [tableName, table] = await studio.use.predictions('Galaxy’s table')
  expect([tableName, table.trim().split('\n')]).toEqual([
    'predicted.tabular',
    ['Predicted', ...data.map((row) => row['label_predictions'])],
  ])
  const [reportName, report] = await studio.use.predictions('scikit-learn’s report')
  expect(reportName).toBe('classification_report.txt')
  expect(report).toMatch(/cat +0.96 +1.00 +0.98 +24/)

  const [testName, test] = await studio.use.predictions('Ludwig’s test statistics')
  expect(testName).toBe('test_statistics.json')
  const { label } = JSON.parse(test) as { readonly label: Readonly<Record<string, Readonly<Record<string, unknown>>>> }
  expect(label).toMatchObject({
    accuracy_micro: 0.99,
    overall_stats: { token_accuracy: 0.99 },
    per_class_stats: { cat: { true_positives: 24, false_positives: 1, recall: 1 } },
  })
  await expect(studio.use.panel).toContainText('test_statistics.json tells of 100 test images.')
  const [trainingName, training] = await studio.use.predictions('Ludwig’s training statistics')
  expect(trainingName).toBe('training_statistics.json')
  const told = JSON.parse(training) as Readonly<Record<string, { label: Readonly<Record<string, readonly number[]>> }>>
  const epochs = told['training']!.label['loss']!.length
  expect(epochs).toBeGreaterThan(1)
  expect(told['validation']!.label['accuracy']).toHaveLength(epochs)
  expect(told['test']).toEqual({})
  await expect(studio.use.panel).toContainText('means over each epoch while the weights move')
})
