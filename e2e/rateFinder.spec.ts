/** The learning-rate finder: a press, a sweep, a curve, and a rate for the recipe. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { StudioPage } from './pages/StudioPage'

async function load(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 32 })
}

const swept = async ({ train }: StudioPage): Promise<void> =>
  expect(train.rateFinder.getByRole('status', { name: 'Sweep' })).toContainText(/^\d+ steps in [\d.]+ s/)

for (const [device, open] of [
  ['WebGPU', (studio: StudioPage) => studio.open()],
  ['the processor', (studio: StudioPage) => studio.openOnProcessor()],
] as const) {
  test(`a rate is found on ${device}, taken and taken back, and the run and its model stay`, async ({
    studio,
    page,
  }) => {
    await open(studio)
    await load(studio)
    const { train } = studio
    await train.finish()
    const accuracy = await studio.evaluate.accuracyText()
    const status = await train.status.textContent()
    const backend = await studio.backend.textContent()

    await train.findRate.focus()
    await page.keyboard.press('Enter')
    await swept(studio)
    const figure = train.rateFinder.getByRole('figure', { name: 'Loss by learning rate' })
    await expect(figure.locator('path[data-line]')).toHaveCount(2)
    await expect(figure.getByRole('img', { name: /^Valley/ })).toHaveCount(1)
    await figure.getByRole('slider').focus()
    await page.keyboard.press('Home')
    await expect(figure).toContainText('Learning rate 1e-7')
    const plot = (await figure.getByRole('slider').boundingBox())!
    // The middle of the axis is the geometric mean of its ends.
    await page.mouse.move(plot.x + (56 + plot.width - 12) / 2, plot.y + plot.height / 2)
    const read = figure.getByText(/^Learning rate [\d.e-]+$/)
    await expect.poll(async () => Number((await read.textContent())?.split(' ').at(-1))).toBeGreaterThan(3e-4)
    expect(Number((await read.textContent())?.split(' ').at(-1))).toBeLessThan(3e-3)
    const suggestions = train.rateFinder.getByRole('list', { name: 'Suggestions' }).getByRole('listitem')
    await expect(suggestions).toHaveCount(2)
    await expect(suggestions.first()).toContainText('Valley. The loss fell over the longest stretch from')
    await expect(train.rateFinder).toContainText('It is set as the recipe’s Learning rate, which is 0.001 now.')
    await figure.getByRole('button', { name: 'Show as table' }).click()
    const rows = train.rateFinder.getByRole('table', { name: 'Loss by learning rate' }).getByRole('row')
    await expect(rows.nth(1)).toContainText('1e-7')
    expect(await rows.count()).toBeGreaterThan(30)

    const use = suggestions.first().getByRole('button', { name: /^Use / })
    const rate = Number(((await use.textContent()) ?? '').replace('Use ', ''))
    expect(rate).toBeGreaterThan(1e-7)
    await use.click()
    await expect(train.rateFinder).toBeHidden()
    await expect(train.findRate).toBeFocused()
    expect(Number(await train.field('Learning rate').inputValue())).toBe(rate)
    await studio.model.undo.click()
    await expect(train.field('Learning rate')).toHaveValue('0.001')

    expect(await train.status.textContent()).toBe(status)
    expect(await studio.evaluate.accuracyText()).toBe(accuracy)
    expect(await studio.backend.textContent()).toBe(backend)
    await train.enterRecipe({ epochs: 3 })
    await train.continue.click()
    await expect(train.status).toContainText('Finished')
  })
}

test('what can’t be swept is said in a sentence', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { train } = studio
  await train.findRate.click()
  await expect(train.rateFinder).toContainText('There are no images yet')
  await page.keyboard.press('Escape')
  await expect(train.findRate).toBeFocused()

  await load(studio)
  await train.enterRecipe({ batchSize: 1000 })
  await train.findRate.click()
  await expect(train.rateFinder).toContainText('Batch size is 1,000, but there are only 204 images to train on')
  await expect(train.rateFinder.getByRole('list', { name: 'Suggestions' })).toBeHidden()
  await page.keyboard.press('Escape')
  await train.enterRecipe({ batchSize: 32 })
  await studio.model.layer('Dense').action('Remove').click()
  await train.findRate.click()
  await expect(train.rateFinder.getByText('Stopped.')).toBeHidden()
  await expect(train.rateFinder.getByRole('button', { name: 'Sweep again' })).toBeVisible()
  await expect(train.rateFinder.getByRole('status').filter({ hasText: 'Dense' })).toBeVisible()
})

test('a paused run keeps the device; closing ends a sweep, and a run starts behind it', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await load(studio)
  const { train } = studio
  // Long enough to be paused, however fast the machine.
  await train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')
  await train.pause.click()
  await expect(train.resume).toBeVisible()
  await train.findRate.click()
  await expect(train.rateFinder).toContainText('A run is going on: stop it, or wait until it has ended.')
  await page.keyboard.press('Escape')
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  await expect(studio.evaluate.results).toContainText('%')

  await train.enterRecipe({ epochs: 2, batchSize: 32 })
  await train.findRate.click()
  await page.keyboard.press('Escape')
  await train.finish()
})

test('it fits a phone', async ({ studio, page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.openOnProcessor()
  await load(studio)
  await studio.train.findRate.click()
  await swept(studio)
  await expect(studio.train.rateFinder.getByRole('list', { name: 'Suggestions' })).toBeVisible()
  const overflow = await studio.train.rateFinder.evaluate((dialog) =>
    [...dialog.querySelectorAll('*')].some(
      (element) => element.getBoundingClientRect().right > 390 || dialog.getBoundingClientRect().left < 0,
    ),
  )
  expect(overflow).toBe(false)
})
