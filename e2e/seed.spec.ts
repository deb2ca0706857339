/** The same seed on the same machine gives the same final weights. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { StudioPage } from './pages/StudioPage'

test('the same seed gives the same weights, another seed others', async ({ studio }) => {
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel'], train: 40, test: 10 })))
  await expect(studio.data.summary).toContainText('150 images')
  await studio.model.useSoftmaxRegression()
  // Dropout draws by chance in every step, so its seed is under test, too.
  await studio.model.add('Dropout')
  await studio.model.layer('Dropout').action('Move up').click()
  await studio.model.expectStack(['Reshape', 'Flatten', 'Dropout', 'Dense'])

  const first = await train(studio, 5)
  expect(first.byteLength).toBe((784 * 3 + 3) * 4)
  expect((await train(studio, 5)).equals(first)).toBe(true)
  expect((await train(studio, 6)).equals(first)).toBe(false)
})

async function train(studio: StudioPage, seed: number): Promise<Buffer> {
  await studio.train.enterRecipe({ epochs: 3, batchSize: 24, seed })
  await studio.train.finish()
  const files = await studio.use.export()
  return files.find(({ name }) => name === 'weights.bin')?.buffer ?? Buffer.alloc(0)
}
