/** The browser's graphics process dies: while a model is being trained, and while images are looked at. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { watchPictures } from './instruments'

// This test has a browser of its own. One that loses its graphics process is not given to other tests.
test.use({ launchOptions: async ({ launchOptions }, provide) => provide({ ...launchOptions }) })

test('a run goes on when the graphics device is lost, once, and then keeps what was trained and can be continued', async ({
  studio,
  page,
  browser,
}) => {
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1000, batchSize: 32 })
  await studio.train.start.click()
  const { status } = studio.train
  await expect(status).toContainText('images/s')

  const graphics = await browser.newBrowserCDPSession()
  await graphics.send('Browser.crashGpuProcess')
  const recovered = page.getByText(
    /^The graphics device was lost; training went on from the end of epoch \d+ on a new one\.$/,
  )
  await expect(recovered).toBeVisible()
  await studio.expectWebGPU()
  const epochOf = async (): Promise<number> => Number(/Epoch (\d+)/.exec((await status.textContent()) ?? '')?.[1])
  const before = await epochOf()
  await expect.poll(epochOf).toBeGreaterThan(before)

  await graphics.send('Browser.crashGpuProcess')
  await expect(status).toContainText('lost the graphics device')
  await expect(studio.train.start).toBeEnabled()
  await expect(studio.evaluate.results).toContainText('%')

  // On WebGPU or on less: a browser whose graphics process died twice may keep WebGPU from the page.
  await studio.train.continue.click()
  await expect.poll(epochOf).toBeGreaterThan(before)
})

test('images are drawn again when the graphics process dies', async ({ studio, page, browser }) => {
  await studio.open()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog'], train: 30, test: 10 })))
  await expect(studio.data.summary).toContainText('80 images')
  await studio.explorer.open.click()
  await expect(studio.explorer.detail).toContainText('train/0/0.png')

  // The gallery behind the window, the grid, and the large image.
  const pictures = await watchPictures(page)
  const before = await pictures.read()
  expect(before.length).toBeGreaterThan(50)
  const graphics = await browser.newBrowserCDPSession()
  await graphics.send('Browser.crashGpuProcess')
  await expect.poll(() => pictures.restored()).toBe(before.length)
  expect(await pictures.read()).toEqual(before)
})
