/** Runs that are not alike, side by side: what can be compared is, and the rest says why not. */
import { openUnlikeRuns } from './keptRuns.fixture'
import { readTable } from './pages/fields'
import { expect, test } from './test.fixture'

test('matrices of splits of unequal size are compared by shares', async ({ studio }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openUnlikeRuns(studio)
  await runs.select(1, 2)
  await runs.compare.click()
  const { comparison } = runs
  await expect(comparison).toContainText('Run 2 is judged by other test images than Run 1: 120 images against 72.')
  await expect(comparison).toContainText('The splits differ in size: Run 1 has 72 test images, Run 2 120.')
  await expect(comparison).toContainText('The splits differ in size: Run 1 has 72 validation images, Run 2 120.')

  for (const [label, name, own] of [
    ['Cells show', 'Run 2 less Run 1, in percentage points', 'Confusion matrix of Run 1'],
    ['Cells show, epoch by epoch', 'Difference after epoch 2, in percentage points', 'Run 1 after epoch 2'],
  ] as const) {
    const unit = comparison.getByRole('radiogroup', { name: label, exact: true })
    await expect(unit.getByRole('radio', { name: 'Row %' })).toBeChecked()
    const difference = comparison.getByRole('figure', { name, exact: true })
    await expect(difference.getByText('True', { exact: true })).toBeVisible()
    await expect(difference.getByText('Predicted', { exact: true })).toBeVisible()
    await expect(difference.getByRole('img')).toContainText('−32.5+32.5')
    await difference.getByRole('button', { name: 'Show as table' }).click()
    const table = await readTable(difference.getByRole('table'))
    // 27 of 40 against 24 of 24.
    expect(table[1]).toEqual(['cat', '−32.50', '+32.50', '0.00'])

    const figure = comparison.getByRole('figure', { name: own })
    await figure.getByRole('button', { name: 'Show as table' }).click()
    expect((await readTable(figure.getByRole('table')))[1]).toEqual(['cat', '100.00 %', '0.00 %', '0.00 %'])
    await unit.getByText('Counts').click()
    expect((await readTable(figure.getByRole('table')))[1]).toEqual(['cat', '24', '0', '0'])
    // 27 less 24 would say that the second is better.
    await expect(difference).toContainText('−32.50')
  }
})

test('figures of other images have no star, and the headline and what stands beside it say so', async ({ studio }) => {
  const { runs, page } = studio
  await studio.openOnProcessor()
  await openUnlikeRuns(studio)
  // What the model came to, not what its run ended with.
  await expect(runs.row(4)).toContainText(/epoch 3: [\d.]+\s%.*epoch 3: [\d.]+/)
  await runs.select(1, 2, 3, 4)
  await runs.compare.click()
  const { comparison } = runs
  await expect(comparison).toContainText(
    'Run 1 and Run 4 have no class in common. Run 4 is judged by other test images than Run 1: 10 classes against 3.',
  )
  await expect(comparison).toContainText('Run 1 and Run 4 have no class in common: there is none to compare.')
  await expect(comparison.getByRole('table', { name: 'Changes by class' })).toBeHidden()
  await expect(comparison).toContainText(
    'No ★ for test accuracy, test loss and test macro F1: the test images differ (3 classes against 10).',
  )
  const results = comparison.getByRole('table', { name: 'Results of the runs' })
  await expect(results.getByRole('row', { name: /^Test accuracy/ })).not.toContainText('★')
  await expect(results.getByRole('row', { name: /^Validation loss/ })).toContainText('epoch 3: ')

  // Whom the headline is about is chosen beside it.
  await comparison.getByRole('combobox', { name: 'From run' }).selectOption('Run 3')
  await expect(comparison).toContainText(/From Run 3 to Run 4, .* Both are judged by their test images\./)
  await expect(comparison.getByRole('table', { name: 'Changes by class' })).toBeVisible()

  await runs.row(1).getByRole('checkbox').uncheck()
  await runs.row(2).getByRole('checkbox').uncheck()
  await expect(results.getByRole('row', { name: /^Test accuracy/ })).toContainText('★')
  await expect(comparison).not.toContainText('No ★')
  await expect(page.getByRole('combobox', { name: 'From run' })).toBeHidden()
})

test('the legend hides curves and shows those that are hidden', async ({ studio, page }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openUnlikeRuns(studio)
  await page.getByRole('button', { name: 'Show curves of run 3', exact: true }).click()
  await runs.select(3, 4)
  await runs.compare.click()
  const legend = runs.comparison.getByRole('list', { name: 'Legend' })
  const run = (name: string) => legend.getByRole('button', { name, exact: true })
  const lines = runs.comparison.getByRole('figure', { name: 'Loss of the runs' }).locator('[data-line]')
  await expect(run('Run 3')).toHaveAttribute('aria-pressed', 'false')
  await expect(run('Run 3')).toHaveCSS('text-decoration-line', 'line-through')
  await expect(lines).toHaveCount(1)
  await run('Run 4').click()
  await expect(runs.comparison).toContainText('The curves of all runs are hidden: press a run above to show its own.')
  await expect(lines).toHaveCount(0)
  await run('Run 3').focus()
  await page.keyboard.press('Enter')
  await expect(run('Run 3')).toHaveAttribute('aria-pressed', 'true')
  await expect(lines).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Show curves of run 3', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
})

test('a button that comes to where the pointer stands explains itself once the pointer moves', async ({
  studio,
  page,
}) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openUnlikeRuns(studio)
  await runs.select(3, 4)
  await runs.compare.click()
  await expect(runs.comparison).toHaveAttribute('aria-busy', 'false')
  const close = runs.comparison.getByRole('button', { name: 'Close comparison' })
  const { x, y, width, height } = (await close.boundingBox())!
  await close.click()
  await expect(runs.comparison).toBeHidden()
  await page.mouse.move(x + width / 2, y + height / 2)
  await runs.compare.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => close.evaluate((button) => button.matches(':hover'))).toBe(true)
  const explained = page.getByText('Close comparison', { exact: true })
  // Longer than a pointer must rest.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
  await expect(explained).toHaveCount(0)
  await page.mouse.move(x + width / 2 + 1, y + height / 2)
  await expect(explained).toBeVisible()
})
