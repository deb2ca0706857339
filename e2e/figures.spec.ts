/** Every figure as files: a picture that stands alone, and the numbers of its table. */
import type { Locator } from '@playwright/test'
import Papa from 'papaparse'
import { openUnlikeRuns } from './keptRuns.fixture'
import { readTable } from './pages/fields'
import { downloadFigure, readDrawing, type DrawnFigure } from './pages/figures'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

/** The file as rows of text, as a spreadsheet would have them. */
async function readCsv(within: Locator, figure: string): Promise<readonly (readonly string[])[]> {
  const text = (await downloadFigure(within, figure, 'CSV')).toString()
  return Papa.parse<string[]>(text.trimEnd()).data
}

/** A picture that needs nothing of the page: neither its variables nor its classes, nor its dark colours. */
async function readPicture(within: Locator, figure: string): Promise<DrawnFigure> {
  // A chart comes after its frame, and a menu that opens before it has no pictures.
  const button = within.page().getByRole('button', { name: `Download ${figure}` })
  await expect(within.locator('figure', { has: button }).locator('svg[data-drawing]').first()).toBeVisible()
  const drawn = await readDrawing(within, (await downloadFigure(within, figure, 'SVG')).toString())
  expect(drawn.values.filter((value) => /var\(|light-dark/.test(value))).toEqual([])
  expect(drawn.names).not.toContain('class')
  expect(drawn.names).not.toContain('style')
  expect(drawn.values).toContain('#ffffff')
  return drawn
}

test('figures of the studio', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel'], train: 40, test: 10 })))
  await expect(studio.data.summary).toContainText('150 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 3, batchSize: 16, learningRate: 0.001 })
  await studio.train.finish()
  await expect(studio.evaluate.results).toContainText('%')
  await page.emulateMedia({ colorScheme: 'dark' })
  const { panel } = studio.evaluate
  const train = page.getByRole('region', { name: 'Train', exact: true })

  await test.step('a confusion matrix, as counts and as shares', async () => {
    const { texts } = await readPicture(panel, 'Confusion matrix, test split')
    expect(texts).toEqual(expect.arrayContaining(['Confusion matrix, test split', 'Predicted', 'True']))
    expect(texts.filter((text) => text === 'cat')).toHaveLength(2)
    expect(texts.join('\n')).toMatch(/30 test images\nModel of run 1, after epoch 3/)
    expect(texts).toEqual(expect.arrayContaining(['Share of the row, 0 to 100\u202f%', 'right', 'wrong']))
    const counts = await readTable(await studio.train.showAsTable('Confusion matrix'))
    expect(await readCsv(panel, 'Confusion matrix')).toEqual(counts)
    for (const row of counts.slice(1)) {
      const own = row.slice(1).map(Number)
      expect(own.reduce((sum, count) => sum + count, 0)).toBe(10)
      for (const count of own) if (count > 0) expect(texts).toContain(String(count))
    }
    await panel.getByText('Row %').click()
    const shares = await readCsv(panel, 'Confusion matrix')
    expect(shares.slice(1).map((row) => row.slice(1).map((share) => 10 * Number(share)))).toEqual(
      counts.slice(1).map((row) => row.slice(1).map(Number)),
    )
  })

  await test.step('a table of classes has the rows of the page, with all digits', async () => {
    const shown = await readTable(panel.getByRole('table', { name: 'By class' }))
    const file = await readCsv(panel, 'By class, test split')
    expect(file[0]).toEqual(shown[0])
    expect(file.map(([name]) => name)).toEqual(shown.map(([name]) => name))
    const rounded = file
      .slice(1)
      .map(([name, ...figures]) => [
        name,
        ...figures.map((figure, at) => (at === 3 ? figure : Number(figure).toFixed(3))),
      ])
    expect(rounded).toEqual(shown.slice(1))
  })

  await test.step('a curve has its axes, its legend and its run', async () => {
    const { texts } = await readPicture(train, 'Loss')
    expect(texts.slice(0, 2)).toEqual(['Loss', 'images.zip + dataset.csv, Run 1'])
    expect(texts).toEqual(expect.arrayContaining(['Training', 'Validation', 'Epoch', 'Loss (nats)', '0', '3']))
    const shown = await readTable(await studio.train.showAsTable('Loss'))
    const file = await readCsv(train, 'Loss')
    expect(file).toHaveLength(4)
    expect(file[0]).toEqual(shown[0])
    const written = file.slice(1).map(([epoch, ...losses]) => [epoch, ...losses.map((loss) => Number(loss).toFixed(4))])
    expect(written).toEqual(shown.slice(1))
    const png = await downloadFigure(train, 'Accuracy', 'PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
  })

  await test.step('the classes and the pixels of the data', async () => {
    const { explorer } = studio
    const room = page.getByRole('region', { name: 'Data', exact: true })
    const { texts } = await readPicture(room, 'Class balance')
    expect(texts).toEqual(expect.arrayContaining(['Class', 'Images', 'Train', 'Test', 'cat', 'dog', 'eel', '50']))
    expect(await readCsv(room, 'Class balance')).toEqual([
      ['Class', 'Train', 'Test', 'Total'],
      ['cat', '40', '10', '50'],
      ['dog', '40', '10', '50'],
      ['eel', '40', '10', '50'],
      ['All', '120', '30', '150'],
    ])
    await explorer.open.click()
    await explorer.window.getByRole('tab', { name: 'Classes' }).click()
    const pixels = await readPicture(explorer.window, 'Pixel values')
    expect(pixels.texts).toEqual(expect.arrayContaining(['Pixels', 'Value, from black to white', '255']))
    const [head, ...rows] = await readCsv(explorer.window, 'Pixel values')
    expect(head).toEqual(['Value', 'Pixels'])
    expect(rows).toHaveLength(256)
    expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(150 * 28 * 28)
  })
})

test('figures of a comparison', async ({ studio }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openUnlikeRuns(studio)
  await runs.select(1, 2)
  await runs.compare.click()
  const { comparison } = runs

  const loss = await readPicture(comparison, 'Loss of the runs')
  expect(loss.texts).toEqual(
    expect.arrayContaining(['On the validation images', 'Run 1', 'Run 2', 'Epoch', 'Loss (nats)']),
  )
  const figure = comparison.getByRole('figure', { name: 'Loss of the runs', exact: true })
  await figure.getByRole('button', { name: 'Show as table' }).click()
  const shown = await readTable(figure.getByRole('table'))
  const file = await readCsv(comparison, 'Loss of the runs')
  expect(file[0]).toEqual(['Epoch', 'Run 1', 'Run 2'])
  const written = file.slice(1).map(([epoch, ...losses]) => [epoch, ...losses.map((each) => Number(each).toFixed(4))])
  expect(written).toEqual(shown.slice(1))

  const name = 'Run 2 less Run 1, in percentage points'
  const difference = await readPicture(comparison, name)
  expect(difference.texts).toEqual(expect.arrayContaining([name, 'True', 'Predicted', '−32.5', '+32.5', 'better']))
  expect(difference.texts).toContain('Run 1: Animals, 72 test images')
  expect(difference.texts).not.toContain('Run 1')
  const rows = await readCsv(comparison, name)
  expect(rows[0]).toEqual(['True, predicted →', 'cat', 'dog', 'eel'])
  expect(rows[1]!.slice(1).map(Number)).toEqual([27 / 40 - 1, 13 / 40, 0])

  const changes = await readCsv(comparison, 'Changes by class')
  expect(changes[0]).toEqual([
    'Class',
    'F1, Run 1',
    'F1, Run 2',
    'F1 change',
    'Entropy, Run 1',
    'Entropy, Run 2',
    'Entropy change',
  ])
  expect(Number(changes[1]![2])).toBeCloseTo(54 / 67, 12)
})
