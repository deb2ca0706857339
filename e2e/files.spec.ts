/** A person with their own zip and CSV: in, trained, out, and back. */
import * as tf from '@tensorflow/tfjs'
import { drawPictures, toFiles } from './data/pictures'
import type { Picture } from './data/pictures'
import { expect, test } from './fixtures'
import type { FileToOpen } from './pages/DataPanel'

const LABELS = ['cat', 'dog', 'eel', 'fox']
const PICTURES = drawPictures({ labels: LABELS, train: 60, test: 25 })

test('zip and CSV to an exported model that opens elsewhere and here', async ({ studio }) => {
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
  expect(exported.map(({ name }) => name).toSorted()).toEqual(['model.json', 'weights.bin'])
  const elsewhere = await accuracyInPlainTensorFlow(exported, PICTURES)
  expect(elsewhere).toBeCloseTo(await studio.evaluate.accuracy(), 4)

  const stack = await studio.model.classNames()
  await studio.model.useTemplate('LeNet-5')
  await studio.use.open(exported)
  await studio.model.expectStack(stack)
  await expect(studio.model.layer('Conv2D').field('Filters')).toHaveValue('4')
  await expect(studio.evaluate.results).toBeVisible()
  expect(await studio.evaluate.accuracyText()).toBe(accuracy)
  expect(await studio.evaluate.results.innerText()).toBe(results)
})

test('files fall anywhere on the page, and one unreadable image is a problem beside a dataset that works', async ({
  studio,
}) => {
  await studio.open()
  const broken = PICTURES.map((picture, i) => (i === 3 ? { ...picture, path: 'train/0/3 is missing.png' } : picture))
  const [, csv] = await toFiles(broken)
  const [zip] = await toFiles(PICTURES)
  if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
  await studio.data.drop([zip, csv])
  await expect(studio.data.summary).toContainText('339 images')
  await expect(studio.data.problems.filter({ hasText: 'train/0/3 is missing.png' })).toHaveCount(1)
})

/** Opens the pair with `tf.loadLayersModel` and nothing of ours, and classifies the test pictures as `userDefinedMetadata` says. */
async function accuracyInPlainTensorFlow(files: readonly FileToOpen[], pictures: readonly Picture[]): Promise<number> {
  const file = (name: string): Buffer => files.find((candidate) => candidate.name === name)?.buffer ?? Buffer.alloc(0)
  const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(file('model.json').toString()) as {
    modelTopology: object
    weightsManifest: tf.io.WeightsManifestConfig
    userDefinedMetadata: { labels: string[] }
  }
  expect(userDefinedMetadata.labels).toEqual(LABELS)
  expect(weightsManifest[0]?.paths).toEqual(['weights.bin'])
  await tf.setBackend('cpu')
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(file('weights.bin')).buffer,
    }),
  )
  const tests = pictures.filter(({ split }) => split === 2)
  const shape = model.inputs[0]?.shape.slice(1) as number[]
  const pixels = Float32Array.from(tests.flatMap((picture) => [...picture.pixels]))
  const predicted = tf.tidy(() => {
    const probabilities = model.predict(tf.tensor(pixels, [tests.length, ...shape]).div(255)) as tf.Tensor
    return probabilities.argMax(-1).arraySync() as number[]
  })
  const right = tests.filter(({ label }, i) => userDefinedMetadata.labels[predicted[i] ?? -1] === label)
  return right.length / tests.length
}
