/** Steering a run: pause, resume, stop, a hidden tab, and what the page draws meanwhile. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { StudioPage } from './pages/StudioPage'
import { hideTab, paint, watchLayerEditor } from './instruments'

/** The most that a recipe takes. */
const EPOCHS = 1000

async function startLongRun(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: EPOCHS, batchSize: 32 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('of 1,000')
  await expect(studio.train.status).toContainText('images/s')
}

test('training does not re-render the layer editor; pause, resume and stop', async ({ studio, page }) => {
  const editor = await watchLayerEditor(page)
  await studio.open()
  await startLongRun(studio)
  const { train } = studio
  const renders = await editor.renders()
  const start = await epoch(studio)
  await expect.poll(() => epoch(studio)).toBeGreaterThan(start + 4)
  expect(await editor.renders()).toBe(renders)

  await train.pause.click()
  await expect(train.resume).toBeVisible()
  await expect(train.status).toContainText('Paused')
  const held = await train.status.textContent()
  await paint(page, 90)
  expect(await train.status.textContent()).toBe(held)
  await train.resume.click()
  await expect(train.pause).toBeVisible()
  await expect(train.status).not.toHaveText(held ?? '')
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  await expect(train.start).toBeEnabled()
  await expect(studio.evaluate.results).toBeVisible()

  // The watch does see a render when there is one.
  const before = await editor.renders()
  await studio.model.useTemplate('LeNet-5')
  expect(await editor.renders()).toBeGreaterThan(before)
})

test('a run goes on where it was stopped, with the layers and the recipe that it began with', async ({
  studio,
  page,
}) => {
  await studio.open()
  await startLongRun(studio)
  const { train } = studio
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  const stoppedIn = Number(/epoch (\d+)/.exec((await train.status.textContent()) ?? '')?.[1])
  await expect(studio.evaluate.results).toBeVisible()

  await train.enterRecipe({ learningRate: 0.5 })
  await expect(page.getByText('To continue the run, undo the edits of its recipe.')).toBeVisible()
  await expect(train.continue).toBeDisabled()
  await studio.model.undo.click()
  await train.enterRecipe({ epochs: stoppedIn + 2 })
  await train.continue.click()
  await expect(train.status).toContainText('Finished')
  const table = await train.showAsTable('Loss')
  await expect(table.getByRole('row')).toHaveCount(stoppedIn + 2 + 1)
  await expect(train.continue).toBeDisabled()
})

test('stop while the run is being prepared', async ({ studio }) => {
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 20, test: 5 })))
  await expect(studio.data.summary).toContainText('50 images')
  await studio.train.enterRecipe({ batchSize: 10 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText(/Preparing|Compiling \d+ kernels/)
  await studio.train.stop.click()
  await expect(studio.train.status).toContainText('Stopped')
  await expect(studio.train.start).toBeEnabled()
  await expect(studio.use.exportModel).toBeDisabled()
})

test('a run goes on in a hidden tab, and each gives back the device’s memory', async ({ studio, page }) => {
  await studio.open()
  const held = page.getByText(/ of GPU memory$/)
  const stop = async (): Promise<void> => {
    await expect(held).toBeVisible()
    await studio.train.stop.click()
    await expect(studio.train.status).toContainText('Stopped')
    await expect(held).toBeHidden()
  }
  await startLongRun(studio)
  await stop()
  await studio.train.enterRecipe({ batchSize: 16 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')

  await hideTab(page)
  const before = await epoch(studio)
  await expect.poll(() => epoch(studio)).toBeGreaterThan(before + 1)
  await stop()
})

async function epoch(studio: StudioPage): Promise<number> {
  return Number(/Epoch (\d+)/.exec((await studio.train.status.textContent()) ?? '')?.[1] ?? 0)
}
