/** What an epoch leaves: its confusion matrix, its hits at k and its speed, in the studio and of runs that are kept. */
import { openLongRuns, openManyRuns } from './keptRuns.fixture'
import { readTable } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

/** The counts of a confusion matrix, row after row. */
async function matrixOf({ page }: StudioPage): Promise<readonly number[]> {
  const [, ...rows] = await readTable(page.getByRole('table', { name: 'Confusion matrix', exact: true }))
  return rows.flatMap(([, ...counts]) => counts.map(Number))
}

async function trainAndLookBack(studio: StudioPage): Promise<void> {
  const { page, train } = studio
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 4, batchSize: 16, validationSplit: 0.25 })
  await train.finish()

  const slider = page.getByRole('slider', { name: 'Epoch', exact: true })
  await expect(slider).toBeHidden()
  await page.getByRole('radiogroup', { name: 'Split' }).getByText('Validation').click()
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch 4 of 4, accuracy [\d.]+\s%$/)
  await page.getByRole('figure', { name: 'Confusion matrix' }).getByRole('button', { name: 'Show as table' }).click()
  const newest = await matrixOf(studio)

  await slider.focus()
  await page.keyboard.press('Home')
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch 1 of 4, accuracy [\d.]+\s%$/)
  await expect(page.getByText(/validation images, after epoch 1$/)).toBeVisible()
  const first = await matrixOf(studio)
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
  expect(sum(first)).toBe(sum(newest))
  const right = sum(first.filter((_, cell) => cell % 5 === 0))
  const accuracy = /([\d.]+)\s%/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[1]
  expect(((100 * right) / sum(first)).toFixed(2)).toBe(accuracy)

  // Back to the picture, with what is otherwise than in the first epoch.
  await page.getByRole('figure', { name: 'Confusion matrix' }).getByRole('button', { name: 'Show as table' }).click()
  await page.getByRole('radiogroup', { name: 'Mark changes since' }).getByText('The first').click()
  await slider.focus()
  await page.keyboard.press('End')
  await expect(page.getByText('Otherwise than after epoch 1')).toBeVisible()
  await page.getByRole('grid', { name: /^Cells/ }).focus()
  await expect(page.getByRole('gridcell')).toHaveAccessibleName(/than after epoch 1|as many as after epoch 1/)
  const places = await slider.evaluateHandle((range: HTMLInputElement) => {
    const seen: string[] = []
    new MutationObserver(() => seen.push(range.value)).observe(range, { attributeFilter: ['aria-valuetext'] })
    return seen
  })
  await page.getByRole('button', { name: 'Play, epoch by epoch' }).click()
  await expect.poll(() => places.jsonValue()).toEqual(['0', '1', '2', '3'])
  await expect(page.getByRole('button', { name: 'Play, epoch by epoch' })).toBeVisible()

  // Of four classes, k is 2 or 3.
  await page.getByText('Hits at k', { exact: true }).click()
  const choice = page.getByRole('combobox', { name: 'k of hits at k' })
  await expect(choice).toHaveValue('3')
  await choice.selectOption('2')
  const hits = page.getByRole('figure', { name: 'Hits at 2' })
  await hits.getByRole('slider').focus()
  await expect(hits).toContainText(/Epoch 4\.00\s*Validation [\d.]+\s%/)
  await page.keyboard.press('Home')
  await expect(hits).toContainText(/Epoch 1\.00\s*Validation [\d.]+\s%/)
  // One reading for all.
  await expect(page.getByRole('figure', { name: 'Loss', exact: true })).toContainText(/Epoch 1\.00/)
  await hits.getByRole('button', { name: 'Show as table' }).click()
  const rows = await readTable(page.getByRole('table', { name: 'Hits at 2' }))
  expect(rows).toHaveLength(1 + 4)
  await expect(studio.evaluate.results).toContainText(/Hits at 2.* [\d.]+\s%/)
  const share = (text: string | null): number => Number(/([\d.]+)\s%/.exec(text ?? '')?.[1])
  expect(share(rows[4]![1]!)).toBeGreaterThanOrEqual(share(await slider.getAttribute('aria-valuetext')))
}

test('on WebGPU, the matrix of each epoch is looked back at, and hits at any k', async ({ studio }) => {
  await studio.open()
  await trainAndLookBack(studio)
})

test('on the processor, too, and the run keeps them', async ({ studio, page }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await trainAndLookBack(studio)
  const before = await page.getByRole('slider', { name: 'Epoch', exact: true }).getAttribute('aria-valuetext')
  await studio.train.enterRecipe({ epochs: 2 })
  await studio.train.finish()
  await runs.open()
  await page.reload()
  await runs.select(1, 2)
  await runs.compare.click()
  const slider = runs.comparison.getByRole('slider', { name: 'Epoch of both runs' })
  const accuracy = before?.replace(/^.*accuracy /, '') ?? 'none'
  await expect(slider).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^Epoch 4 of 4, Run 1: accuracy ${accuracy}, Run 2`),
  )
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(runs.comparison.getByRole('figure', { name: 'Run 1 after epoch 1' })).toBeVisible()
  await expect(runs.comparison.getByRole('figure', { name: 'Run 2 after epoch 1' })).toBeVisible()
  await expect(runs.comparison.getByRole('table', { name: 'Results of the runs' })).toContainText('Test hits at 2')
  await expect(runs.comparison.getByRole('figure', { name: 'Images per second of the runs' })).toBeVisible()
})

test('runs of a hundred thousand steps are drawn by some hundred points, with what they stand for', async ({
  studio,
  page,
}) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openLongRuns(studio, 3)
  await runs.select(1, 2, 3)
  await runs.compare.click()
  await runs.comparison.getByRole('radiogroup', { name: 'Curves of' }).getByText('Training').click()
  const loss = runs.comparison.getByRole('figure', { name: 'Loss of the runs' })
  await expect(loss.locator('[data-line]')).toHaveCount(3)
  const points = await loss
    .locator('[data-line]')
    .evaluateAll((paths) => paths.map((path) => (path.getAttribute('d') ?? '').split(/[ML]/).length - 1))
  for (const each of points) {
    // Of those that stand at one height, the ends are drawn.
    expect(each).toBeGreaterThan(64)
    expect(each).toBeLessThanOrEqual(512)
  }
  await loss.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await expect(loss).toContainText(/baseline [\d.]+, from [\d.]+ to [\d.]+/)
  await runs.comparison.getByRole('checkbox', { name: 'Logarithmic loss' }).check()
  await expect(loss.locator('[data-line]')).toHaveCount(3)
})

test('on a phone the results stand under the names, and a deleted run can come back', async ({ studio, page }) => {
  const { runs } = studio
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.openOnProcessor()
  await openManyRuns(studio, 3)
  const results = runs.row(1).getByText(/test [\d.]+\s%, loss [\d.]+, 5 epochs/)
  await expect(results).toBeInViewport()
  await runs.filter.fill('run 2')
  expect(await runs.numbers()).toEqual([2])
  await runs.filter.fill('')
  await runs.sortBy('Val. loss')
  const losses = await page.evaluate(() => document.querySelector('[aria-sort]')?.getAttribute('aria-sort'))
  expect(losses).toBe('ascending')
  await runs.table.getByRole('checkbox', { name: 'Select all runs' }).check()
  await page.getByRole('button', { name: 'Delete selected runs' }).click()
  await expect(page.getByText(/^3 runs were deleted\. They can come back until/)).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(runs.rows).toHaveCount(3)
})
