/** A browser without WebGPU: the processor trains, and the studio says why. What it falls back to beyond that trains, too. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { StudioPage } from './pages/StudioPage'
import { findBrowser } from '../scripts/findBrowser'

/** What is missing, as a `NoBackend` of src/engine/device says it. It depends on the browser. */
const NO_WEBGPU = /(This browser has no WebGPU here|The browser found no graphics adapter that WebGPU may use)/.source

const executablePath = findBrowser()
test.use({
  launchOptions: {
    args: ['--no-sandbox', '--disable-gpu'],
    ...(executablePath ? { executablePath } : {}),
  },
})

async function trainPictures(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 5, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
  expect(await studio.evaluate.accuracy()).toBeGreaterThan(0.9)
}

test('without WebGPU the processor trains, and the page says why', async ({ studio }) => {
  await studio.openAsIs()
  await studio.expectProcessor()
  await expect(studio.backend).toHaveText(new RegExp(`${NO_WEBGPU}: the processor trains instead\\.$`))
  await trainPictures(studio)
})

test('WebGPU that is asked for and not there gives way to the processor', async ({ studio }) => {
  await studio.openOn('webgpu')
  await studio.expectProcessor()
  await expect(studio.backend).toHaveText(new RegExp(`${NO_WEBGPU}: the processor trains instead\\.$`))
  expect(await studio.chosenDevice()).toBe('GPU through WebGPU')
})

test('plain JavaScript trains when it is asked for', async ({ studio }) => {
  await studio.openOn('cpu')
  await expect(studio.backend).toHaveText(/^JavaScript TensorFlow\.js trainer as you chose$/)
  await trainPictures(studio)
})

test('WebGL trains when it is asked for, or says why it can’t', async ({ studio }) => {
  await studio.openOn('webgl')
  await expect(studio.backend).toHaveText(
    /^WebGL .+ TensorFlow\.js trainer as you chose$|^Processor .+This browser has no WebGL 2 here.+: the processor trains instead\.$/,
  )
  await trainPictures(studio)
})
