/** The evaluation studied: what a person reads of classes and curves, from there to the images, and files to take along. */
import Papa from 'papaparse'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles, type PictureCounts } from './pictures.fixture'
import { expect, test } from './test.fixture'

async function train(studio: StudioPage, pictures: PictureCounts, epochs: number): Promise<void> {
  const all = drawPictures(pictures)
  await studio.data.choose(await toFiles(all))
  await expect(studio.data.summary).toContainText(`${all.length} images`)
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
}

test('classes, curves, and the images behind them', async ({ studio, page }) => {
  const { closer, evaluate, explorer } = studio
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  // A cat of the test images is called a fox.
  await explorer.open.click()
  await explorer.field('Split').selectOption('Test')
  await explorer.field('Class').selectOption('cat')
  await explorer.images.nth(3).click()
  await explorer.detail.getByLabel('Label').selectOption('fox')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(explorer.window).toBeHidden()
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 6, batchSize: 16, learningRate: 0.001 })
  await studio.train.finish()
  await expect(evaluate.results).toContainText('99.00 %')

  await closer.open.click()
  await expect(closer.window).toContainText('100 test images · Model of run 1, after epoch 6, 3,140 parameters')
  await expect(closer.value('Accuracy')).toHaveText('99.00 %')
  await expect(closer.value('Balanced accuracy')).toHaveText('99.04 %')
  // Kappa as scikit-learn has it of this matrix.
  await expect(closer.value('Cohen’s kappa')).toHaveText('0.987')
  await expect(closer.row('fox').getByRole('cell')).toHaveText([
    '1.000',
    '0.962',
    '0.980',
    '1.000',
    '26',
    '0.163',
    /^0\.\d{3}$/,
    /^0\.\d{3}$/,
  ])
  await expect(closer.row('cat').getByRole('cell').first()).toHaveText('0.960')

  await test.step('a table sorted, and read back from its file', async () => {
    const table = closer.window.getByRole('table', { name: 'Scores by class, test split' })
    await table.getByRole('button', { name: 'Support' }).click()
    await expect(table.locator('tbody').getByRole('rowheader').first()).toHaveText('fox')
    await table.getByRole('button', { name: 'Recall' }).click()
    await expect(table.locator('tbody').getByRole('rowheader').last()).toHaveText('fox')
    const text = (await closer.download('Scores by class', 'CSV')).toString()
    const { data } = Papa.parse<Record<string, string>>(text.trimEnd(), { header: true })
    expect(data.map((row) => row['Class'])).toEqual([
      'cat',
      'dog',
      'eel',
      'fox',
      'Macro avg.',
      'Micro avg.',
      'Weighted avg.',
    ])
    expect(Number(data[3]!['Recall'])).toBe(25 / 26)
    expect(Number(data[0]!['Precision'])).toBe(24 / 25)
  })

  await test.step('a sentence leads to its images, and back', async () => {
    const sentence = closer.window.getByRole('button', { name: /1 image of class .fox. is taken for .cat.: 3\.85\s%/ })
    await sentence.click()
    await expect(explorer.window).toContainText(/True .fox., predicted .cat.: 1 image .*, of the test split/)
    await expect(explorer.shown).toHaveText('1 of 340 images')
    await page.keyboard.press('Escape')
    await expect(explorer.window).toBeHidden()
    await expect(sentence).toBeFocused()
  })

  await test.step('a bar of a class leads to its images, by keyboard', async () => {
    await closer.figure('F1 and frequency, test split').getByText('By frequency').click()
    const bars = closer.window.getByRole('group', { name: 'Classes by F1 and frequency' })
    await expect(bars.getByRole('button').first()).toHaveAccessibleName(/fox.*86 images in the dataset/)
    await bars.getByRole('button').first().focus()
    await page.keyboard.press('End')
    await expect(bars.getByRole('button').last()).toBeFocused()
    await expect(bars.getByRole('button').last()).toHaveAccessibleName(/cat.*84 images in the dataset/)
    await page.keyboard.press('Enter')
    await expect(explorer.shown).toHaveText('24 of 340 images')
    await page.keyboard.press('Escape')
  })

  await closer.tab('Curves').click()
  await test.step('a curve is read, as a picture and as a table', async () => {
    const roc = closer.figure('ROC, test split')
    const legend = roc.getByRole('list', { name: 'Legend' })
    await expect(legend.getByRole('listitem')).toHaveCount(5)
    await expect(legend).toContainText(/Macro average \(AUC (0\.99\d|1\.000)\)/)
    await roc.getByRole('slider').focus()
    await page.keyboard.press('Home')
    await expect(roc).toContainText(/False positive rate 0\.0\s%/)
    await closer.window.getByLabel('ROC and precision of').selectOption('eel')
    await expect(legend).toHaveText(/^eel \(AUC 1\.000\)$/)
    await roc.getByRole('button', { name: 'Show as table' }).click()
    await expect(roc.getByRole('row').nth(1)).toHaveText(/^0\s%\s*1\.000$/)
    await roc.getByRole('button', { name: 'Show as table' }).click()
    // A picture is for paper, whatever the page wears.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    const svg = (await closer.download('ROC, test split', 'SVG')).toString()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(svg).toContain('font-size="14" font-weight="600" fill="rgb(22, 27, 36)"')
    expect(svg).toMatch(/<title>ROC, test split, .*100 test images, Model of run 1.*20\d\d<\/title>/)
    expect(svg).not.toMatch(/var\(|class=/)
    const png = await closer.download('Confidence, test split', 'PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.length).toBeGreaterThan(5_000)
  })

  const wrong = closer.window
    .getByRole('group', { name: 'Images told wrongly, by confidence' })
    .getByRole('button', { name: /: 1 image told wrongly/ })
  await expect(wrong).toHaveCount(1)
  const [, from = ''] = /Confidence (\d+) to/.exec((await wrong.getAttribute('aria-label'))!)!

  await test.step('a bar of the confidence leads to its images', async () => {
    await wrong.click()
    await expect(explorer.window).toContainText(/1 image told wrongly, the least sure first, of the test split/)
    await expect(explorer.shown).toHaveText('1 of 340 images')
    await page.keyboard.press('Escape')
    await expect(explorer.window).toBeHidden()
  })

  await test.step('the threshold moves accuracy and coverage', async () => {
    const kept = (name: string) => closer.value(name, 'With the threshold')
    await closer.threshold.fill('0')
    await expect(kept('Accuracy')).toHaveText('99.00 %')
    await expect(kept('Coverage')).toHaveText('100.00 %')
    // From the lower end of the mistake's bar on, it is told, and so is what the bars of right ones hold from there on.
    await closer.threshold.fill(from)
    const bars = closer.window.getByRole('group', { name: 'Images told rightly, by confidence' }).getByRole('button')
    const names = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label') ?? ''))
    const rights = names
      .map((name) => /^Confidence (\d+) to \d+\s%: (\d+) image/.exec(name))
      .filter((found) => Number(found?.[1]) >= Number(from))
      .reduce((sum, found) => sum + Number(found?.[2]), 0)
    expect(rights).toBeGreaterThan(0)
    expect(rights).toBeLessThan(99)
    await expect(kept('Images told')).toHaveText(`${rights + 1} of 100`)
    await expect(kept('Coverage')).toHaveText(`${rights + 1}.00 %`)
    await expect(kept('Accuracy')).toHaveText(`${((100 * rights) / (rights + 1)).toFixed(2)} %`)
    await closer.threshold.fill('100')
    await expect(kept('Accuracy')).toHaveText('–')
    await expect(closer.window).toContainText('No image is told with so much confidence')
  })

  await closer.split('Validation').click()
  await expect(closer.figure('Reliability, validation split')).toBeVisible()
  await expect(closer.window).toContainText('36 validation images')
  await page.keyboard.press('Escape')
  await expect(closer.window).toBeHidden()
  await expect(closer.open).toBeFocused()
})

test('two classes without test images, and two hundred classes', async ({ studio, page }) => {
  const { closer } = studio
  await studio.openOnProcessor()
  await train(studio, { labels: ['cat', 'dog'], train: 20, test: 0 }, 2)
  await closer.open.click()
  await closer.split('Test').click()
  await expect(closer.window).toContainText('There are no test images, so there is nothing to measure.')
  await closer.split('Validation').click()
  await expect(closer.window.getByRole('table', { name: 'Scores by class, validation split' })).toContainText('dog')
  await page.keyboard.press('Escape')

  const labels = Array.from({ length: 200 }, (_, index) => `kind ${index}`)
  await studio.data.choose(await toFiles(drawPictures({ labels, train: 3, test: 1 })))
  await expect(studio.data.summary).toContainText('800 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 16, learningRate: 0.01 })
  await studio.train.finish()
  await closer.open.click()
  await expect(closer.row('kind 199')).toBeVisible()
  await expect(closer.window).toContainText(/No image is taken for .kind .* more: the precision of a class needs some/)
  await closer.tab('Curves').click()
  await expect(closer.figure('ROC, test split')).toContainText('choose a class to read its curve')
  await closer.window.getByLabel('ROC and precision of').selectOption('kind 7')
  await expect(closer.figure('ROC, test split').getByRole('list', { name: 'Legend' })).toContainText(/kind 7 \(AUC 0\./)
})
