/** One batch at a time: a press, its images, and what its update did. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { StudioPage } from './pages/StudioPage'

/** Of the 204 images that train, in batches of 64. */
const STEPS = 4

async function load(studio: StudioPage): Promise<void> {
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 64 })
}

for (const [device, open] of [
  ['WebGPU', (studio: StudioPage) => studio.open()],
  ['the processor', (studio: StudioPage) => studio.openOnProcessor()],
] as const) {
  test(`a run on ${device} is stepped through, and ends as if it never was`, async ({ studio, page }) => {
    await open(studio)
    await load(studio)
    const { train } = studio
    await train.finish()
    const whole = await (await train.showAsTable('Loss')).innerText()
    await train.figure('Loss').getByRole('button', { name: 'Show as table' }).click()

    await train.step.focus()
    await page.keyboard.press('Enter')
    const said = train.batch.getByRole('status', { name: 'Batch' })
    await expect(said).toHaveText(new RegExp(`^Step 1 of ${STEPS} in epoch 1: loss [\\d.]+, [\\d.]+\\s% right$`))
    const images = train.batch.getByRole('list', { name: 'Images' }).getByRole('listitem')
    await expect(images).toHaveCount(60)
    await train.batch.getByRole('button', { name: 'Show 4 more of 4' }).click()
    await expect(images).toHaveCount(64)
    const lossesOf = async (): Promise<readonly number[]> =>
      (await images.allTextContents()).map((text) => Number(/loss ([\d.]+)$/.exec(text)?.[1]))
    const byLoss = await lossesOf()
    expect(byLoss).toEqual(byLoss.toSorted((one, other) => other - one))
    const mean = byLoss.reduce((sum, loss) => sum + loss, 0) / 64
    const right = await images.filter({ hasText: 'rightly' }).count()
    await expect(said).toContainText(`${((100 * right) / 64).toFixed(1)} % right`)
    expect(mean).toBeCloseTo(Number(/loss ([\d.]+)/.exec((await said.textContent()) ?? '')?.[1]), 3)
    await train.batch.getByText('As in the batch').click()
    expect((await lossesOf()).toSorted((one, other) => other - one)).toEqual(byLoss)

    const updates = train.batch.getByRole('table', { name: 'Update by layer' })
    await expect(updates.getByRole('row')).toHaveCount(2)
    await expect(updates.getByRole('row').nth(1)).toContainText(/%$/)
    await expect(train.batch).toContainText('About 0.1 % a step is usual.')

    // Through the end of the epoch and its look at the validation images.
    const next = train.batch.getByRole('button', { name: 'Step', exact: true })
    await next.focus()
    for (let step = 2; step <= STEPS; step++) {
      await expect(next).not.toHaveAttribute('aria-disabled', 'true')
      await page.keyboard.press('Enter')
      await expect(said).toContainText(`Step ${step} of ${STEPS} in epoch 1`)
    }
    await expect(next).not.toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('Enter')
    await expect(said).toContainText(`Step 1 of ${STEPS} in epoch 2`)
    await expect(next).toBeFocused()

    await page.keyboard.press('Escape')
    await expect(train.step).toBeFocused()
    await expect(train.status).toContainText('Paused')
    await expect(train.status).toContainText(`Epoch 2 of 2, step 1 of ${STEPS}`)
    await page.getByRole('button', { name: 'Look at the batch' }).click()
    await expect(said).toContainText(`Step 1 of ${STEPS} in epoch 2`)
    await page.keyboard.press('Escape')
    await train.resume.click()
    await expect(train.status).toContainText('Finished')
    expect(await (await train.showAsTable('Loss')).innerText()).toBe(whole)
  })
}

test('a run that goes on is paused first; the last step ends it', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await load(studio)
  const { train } = studio
  // Long enough to be paused, however fast the machine.
  await train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')
  await expect(train.step).toBeDisabled()
  await train.pause.click()
  await expect(train.resume).toBeVisible()
  await train.step.click()
  await expect(train.batch.getByRole('list', { name: 'Images' })).toBeVisible()
  await page.keyboard.press('Escape')
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')

  await train.enterRecipe({ epochs: 1, batchSize: 204 })
  await train.step.click()
  await expect(train.batch.getByRole('status', { name: 'Batch' })).toContainText('Step 1 of 1 in epoch 1')
  await train.batch.getByRole('button', { name: 'Step', exact: true }).click()
  await expect(train.batch).toContainText('The run has ended: Finished')
  await page.keyboard.press('Escape')
  await expect(train.status).toContainText('Finished')
})

test('augmented images are shown as the model saw them, and all fits a phone', async ({ studio, page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.openOnProcessor()
  await load(studio)
  await page.getByText('Augmentation', { exact: true }).click()
  await page.getByRole('button', { name: 'Use gentle values' }).click()
  await studio.train.step.click()
  await expect(studio.train.batch).toContainText('augmented as the model saw them')
  await expect(studio.train.batch.getByRole('list', { name: 'Images' }).getByRole('listitem')).toHaveCount(60)
  const overflow = await studio.train.batch.evaluate((dialog) =>
    [...dialog.querySelectorAll('*')].some((element) => element.getBoundingClientRect().right > 390),
  )
  expect(overflow).toBe(false)
})
