/** The document survives a reload. The page asks before a model that is in no file is lost. */
import { readFileSync } from 'node:fs'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

test('stack and recipe are there again after a reload', async ({ studio }) => {
  await studio.openOnProcessor()
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

test('a template is still the template after a reload without data, and follows the next data', async ({ studio }) => {
  const { data, model, train } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await expect(data.summary).toContainText('2 classes')
  await model.useTemplate('LeNet-5')
  await expect(train.field('Batch size')).toHaveValue('8')
  await studio.reload()
  await expect(data.summary).toBeHidden()
  await expect(model.template.locator('option:checked')).toHaveText('LeNet-5')
  await data.useSampleDigits.click()
  await expect(data.summary).toContainText('14,000 images')
  await expect(model.template.locator('option:checked')).toHaveText('LeNet-5')
  await expect(train.field('Batch size')).toHaveValue('128')
  await expect(model.layer('Dense', 2).field('Units')).toHaveValue('10')
})

test('a model that was saved by an earlier Strata, as version 1, opens', async ({ studio, page }) => {
  const saved = readFileSync(new URL('../src/model/fixtures/project-1.json', import.meta.url), 'utf8')
  await page.addInitScript((text) => localStorage.setItem('strata.document', text), saved)
  await studio.openOnProcessor()
  await studio.model.expectStack(['Reshape', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense', 'Dropout', 'Dense'])
  await expect(studio.model.layer('Conv2D').field('Filters')).toHaveValue('9')
  await expect(studio.train.field('Seed')).toHaveValue('123')
})

test('a page whose storage is blocked works, and says that nothing will be kept', async ({ studio, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    })
  })
  await studio.openOnProcessor()
  await expect(page.getByRole('region', { name: 'Model', exact: true })).toContainText('will not be kept')
  await studio.model.useTemplate('LeNet-5')
  await expect(studio.model.layer('Conv2D').field('Filters')).toHaveValue('6')
})

test('leaving a trained model that is in no file is asked about', async ({ studio, page }) => {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 20, test: 5 })))
  await expect(studio.data.summary).toContainText('50 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1000, batchSize: 10 })
  await studio.train.start.click()
  await expect(studio.train.stop).toBeEnabled()
  await studio.reload()
  expect(asked).toEqual(['beforeunload'])
  await studio.reload()
  expect(asked).toEqual(['beforeunload'])
})
