/** A person with their own zip and CSV: in, trained, out, and back. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { classifyInNode, classifyInPage } from './plainTensorFlow'
import type { FileToOpen } from './pages/DataPanel'

const LABELS = ['cat', 'dog', 'eel', 'fox']
const PICTURES = drawPictures({ labels: LABELS, train: 60, test: 25 })
const TESTS = PICTURES.filter(({ split }) => split === 2)

test('zip and CSV to an exported model that opens elsewhere and here', async ({ studio, page }) => {
  await studio.open()
  await studio.data.choose(await toFiles(PICTURES))
  for (const text of ['340 images', '4 classes', '240 train', '100 test']) {
    await expect(studio.data.summary).toContainText(text)
  }

  await studio.model.useTemplate('Galaxy CNN tutorial')
  await expect(studio.model.layer('Dense').item).toContainText('4,612 params')
  const convolutions = ['Conv2D', 'Conv2D'] as const
  for (const [nth, className] of convolutions.entries()) await studio.model.layer(className, nth).enter('Filters', 4)
  await studio.model.layer('Conv2D').enter('Strides', 2)
  await studio.train.enterRecipe({ epochs: 12, batchSize: 24, learningRate: 0.01 })
  await studio.train.finish()
  const accuracy = await studio.evaluate.accuracyText()
  const results = await studio.evaluate.results.innerText()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.7)

  const exported = await studio.use.export()
  expect(exported.map(({ name }) => name)).toEqual(['model.json', 'weights.bin'])
  const { labels } = readMetadata(exported)
  expect(labels).toEqual(LABELS)
  const inNode = await classifyInNode(exported, TESTS)
  const right = TESTS.filter(({ label }, i) => labels[inNode[i] ?? -1] === label)
  expect(right.length / TESTS.length).toBeCloseTo(await studio.evaluate.accuracy(), 4)
  expect(await classifyInPage(await page.context().newPage(), exported, TESTS)).toEqual(inNode)

  const stack = await studio.model.classNames()
  await studio.model.useTemplate('LeNet-5')
  await studio.use.open(exported)
  await studio.model.expectStack(stack)
  await expect(studio.model.layer('Conv2D').field('Filters')).toHaveValue('4')
  await expect(studio.evaluate.results).toBeVisible()
  expect(await studio.evaluate.accuracyText()).toBe(accuracy)
  expect(await studio.evaluate.results.innerText()).toBe(results)
})

function readMetadata(files: readonly FileToOpen[]): { readonly labels: readonly string[] } {
  const modelJson = files.find(({ name }) => name === 'model.json')
  const { userDefinedMetadata } = JSON.parse(modelJson?.buffer.toString() ?? '') as {
    userDefinedMetadata: { labels: string[] }
  }
  return userDefinedMetadata
}
