import { AxeBuilder } from '@axe-core/playwright'
import { settle } from './instruments'
import { expect, test } from './test.fixture'

const BLOCKS = ['This machine', 'Whole training steps', 'Each kernel alone', 'Beside other libraries']
/** A software adapter compiles too slowly for it. */
const SKIPPED = 'The choice of kernels'

test('the bench measures this machine, gives its figures away, and leaves the studio as it was', async ({
  studio,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { bench, model } = studio
  await page.goto(`${studio.url}?backend=webgpu#bench`)
  await expect(bench.heading).toBeFocused()
  for (const block of BLOCKS) await expect(bench.block(block)).toContainText('Not measured yet')
  await expect(model.items().first()).toBeHidden()

  await expect(bench.measure).toBeEnabled()
  await bench.measure.click()
  await expect(bench.progress).toBeVisible()
  await expect(bench.measureAgain).toBeVisible({ timeout: 300_000 })
  for (const block of BLOCKS) await expect(bench.block(block)).not.toContainText(/Failed|Stopped|Not measured|Waits/)
  await expect(bench.block('This machine').getByRole('table', { name: 'What computes here' })).toBeVisible()
  await expect(bench.block(SKIPPED)).toContainText('Left out here')
  const report = JSON.parse(await bench.copy('Copy as JSON')) as {
    readonly format: string
    readonly version: number
    readonly blocks: Readonly<Record<string, { readonly status: string }>>
  }
  expect(report).toMatchObject({ format: 'strata bench', version: 1 })
  const statuses = Object.values(report.blocks).map(({ status }) => status)
  // On a busy machine a block may end at its limit.
  const measured: unknown = expect.stringMatching(/^(done|cut)$/)
  expect(statuses).toEqual([measured, measured, measured, 'skipped', measured])
  expect(await bench.copy('Copy as Markdown table')).toContain('| Graphics adapter |')
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settle(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)),
    ).toEqual([])
  }

  await bench.back.click()
  await studio.expectWebGPU()
  await expect(bench.heading).toBeHidden()
})

test('a look at the bench disturbs neither the model nor a run, and keys of the studio do nothing there', async ({
  studio,
  page,
}) => {
  const { bench, model, train, data } = studio
  await studio.open()
  await data.useSampleDigits.click()
  await expect(data.summary).toContainText('14,000 images')
  await model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 500, batchSize: 250 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')

  await page.getByRole('link', { name: 'How fast is this machine?' }).click()
  await expect(bench.heading).toBeFocused()
  await expect(bench.measure).toHaveAttribute('aria-disabled', 'true')
  await expect(bench.measure).toHaveAccessibleDescription('A run is going on: stop it, or wait until it has ended.')
  await page.keyboard.press('ControlOrMeta+z')

  await page.goBack()
  await expect(train.status).toContainText('images/s')
  await expect(train.field('Epochs')).toHaveValue('500')
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')

  // Stop works within a block, and so does leaving.
  await page.goForward()
  await bench.measure.click()
  await expect(bench.block('Whole training steps')).toContainText('Measuring …')
  await bench.stop.click()
  await expect(bench.block('Whole training steps')).toContainText('Stopped')
  await expect(bench.block('Each kernel alone')).toContainText('Not measured yet')
  await bench.measureAgain.click()
  await expect(bench.block('Whole training steps')).toContainText('Measuring …')
  await bench.back.click()
  await expect(train.status).toContainText('Stopped')
  await page.goBack()
  await expect(bench.block('This machine').getByRole('table', { name: /^The roofs/ })).toBeVisible()
  await expect(bench.measureAgain).toBeVisible()
})
