/** A model is tested on data whose classes have another order, are fewer, or are others: matched by name, and said so. */
import { reorderClasses } from '../src/engine/reorderClasses.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const CLASSES = ['cat', 'dog', 'eel', 'fox']
const PICTURES = drawPictures({ labels: CLASSES, train: 60, test: 25 })
/** Of each class of the model, where it is among those of the data. */
const ORDER = [3, 2, 0, 1]

function reorder(files: readonly FileToOpen[]): readonly FileToOpen[] {
  const written = files.map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) }))
  return reorderClasses(written, ORDER).map(({ name, bytes }) => ({
    ...{ name, mimeType: 'application/octet-stream' },
    buffer: Buffer.from(bytes),
  }))
}

test('classes in another order, fewer, and others', async ({ studio, page }) => {
  const { evaluate, explorer } = studio
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 16, learningRate: 0.003 })
  await studio.train.finish()
  const accuracy = await evaluate.accuracyText()
  await expect(evaluate.results).not.toContainText('matched by name')

  await studio.use.open(reorder(await studio.use.export()))
  await expect(evaluate.results).toContainText('Classes matched by name: the model has them in another order.')
  expect(await evaluate.accuracyText()).toBe(accuracy)
  await evaluate.press(0, 0)
  await expect(explorer.window).toContainText(/True .fox., predicted .fox.: 25 images/)
  await explorer.images.first().click()
  await expect(explorer.detail.getByLabel('Label')).toHaveValue('fox')
  const says = explorer.detail.getByRole('region', { name: 'What the model says' })
  await expect(says).toContainText('The model says fox')
  await expect(says).toContainText('as the label does')
  await page.keyboard.press('Escape')
  await evaluate.panel.getByRole('button', { name: 'Look closer' }).click()
  const closer = page.getByRole('dialog', { name: 'Look closer' })
  await expect(closer).toContainText('the model has them in another order')
  await page.keyboard.press('Escape')
  await expect(closer).toBeHidden()

  await studio.data.choose(await toFiles(PICTURES.filter(({ label }) => label !== 'eel')))
  await expect(studio.data.summary).toContainText('255 images')
  await expect(evaluate.results).toContainText('the data have 3 of the model’s 4, and none of “eel”')
  await expect(evaluate.results).toContainText(/Images\s*75/)

  await studio.data.choose(
    await toFiles(PICTURES.map((each) => (each.label === 'eel' ? { ...each, label: 'gnu' } : each))),
  )
  await expect(evaluate.results).toContainText('The model doesn’t know “gnu”, which 85 images of the data are')
  await evaluate.results.getByRole('button', { name: 'Leave out 85 images' }).click()
  await expect(studio.model.undo).toHaveAccessibleName(/leave out the images of “gnu”/i)
  await evaluate.testModel.click()
  await expect(evaluate.results).toContainText('the model doesn’t know “gnu”, whose images are left out')
  await expect(evaluate.results).toContainText(/Images\s*75/)
})
