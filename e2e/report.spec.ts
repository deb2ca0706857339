/** The report: saved from a trained model, opened from disk without a network, and the model made again by its steps. */
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

/** Opens the file as a person does who has nothing but the file. */
async function openFromDisk(
  browser: Browser,
  path: string,
  { colorScheme = 'light', width = 1440 }: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 844 }, offline: true })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (url !== `file://${path}` && !url.startsWith('data:')) complaints.push(`request: ${url}`)
  })
  await page.goto(`file://${path}`)
  return { page, complaints }
}

/** Accessible in light and dark, and no wider than a phone. */
async function expectReadable(browser: Browser, path: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const narrow = await openFromDisk(browser, path, { colorScheme, width: 390 })
    const { violations } = await new AxeBuilder({ page: narrow.page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
    // What is wider than the screen scrolls by itself.
    const widest = await narrow.page.evaluate(() =>
      Math.max(
        document.documentElement.scrollWidth,
        ...[...document.querySelectorAll('body *:not(.scroller *, pre *)')].map((element) =>
          Math.ceil(element.getBoundingClientRect().right),
        ),
      ),
    )
    expect(widest).toBeLessThanOrEqual(390)
    expect(narrow.complaints).toEqual([])
    await narrow.page.context().close()
  }
}

async function rowsOf(page: Page, table: string): Promise<readonly (readonly string[])[]> {
  const rows = page.getByRole('table', { name: table, exact: true }).getByRole('row')
  return rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll(/[⁦-⁩]/g, '').trim()),
    ),
  )
}

test('a report is saved, read without a network, printed, and leads to the same model again', async ({
  studio,
  page,
  browser,
}) => {
  const { closer, evaluate, train, use } = studio
  const folder = test.info().outputPath()
  await studio.openOnProcessor()
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 2, batchSize: 200, learningRate: 0.003 })
  await train.finish()
  const accuracy = await evaluate.accuracyText()
  const path = await use.saveReport(folder)
  expect((await readFile(path)).length).toBeLessThan(2_000_000)
  const { page: report, complaints } = await openFromDisk(browser, path)

  await test.step('its numbers are those of the page', async () => {
    await expect(report.getByRole('heading', { level: 1 })).toHaveText('Model of run 1, after epoch 2')
    await expect(report.locator('#overview')).toContainText(`Accuracy${accuracy.replace('%', ' %')}`)
    await closer.open.click()
    await expect(closer.value('Accuracy')).toBeVisible()
    for (const name of ['Cohen’s kappa', 'Macro AUC', 'Brier score', 'Calibration error']) {
      await expect(report.locator('#overview')).toContainText(`${name}${await closer.value(name).innerText()}`)
    }
    const scores = 'Scores by class, test split'
    expect(await rowsOf(report, scores)).toEqual(await rowsOf(page, scores))
    await closer.tab('Curves').click()
    for (const figure of ['ROC', 'Precision and recall', 'Reliability', 'Confidence', 'Accuracy and coverage']) {
      const name = `${figure}, test split`
      const onPage = closer.figure(name)
      await onPage.getByRole('button', { name: 'Show as table' }).click()
      const inReport =
        figure === 'Accuracy and coverage' ? `Abstaining below a confidence: accuracy and coverage, test split` : name
      const details = report.locator('details').filter({ has: report.locator(`table[aria-label="${inReport}"]`) })
      await details.locator('summary').click()
      expect(await rowsOf(report, inReport)).toEqual(await rowsOf(page, name))
    }
    await page.keyboard.press('Escape')
    await expect(closer.window).toBeHidden()
  })

  await test.step('its pictures are drawn, from the file alone', async () => {
    const pictures = report.locator('#images img')
    expect(await pictures.count()).toBeGreaterThan(12)
    expect(
      await pictures.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth === 28)),
    ).toBe(true)
    // A softmax regression has one layer with weights: the map is of the pixels.
    const map = report.locator('#map')
    await expect(map).toContainText('1,000 of 2,000 test images, of each class its share')
    await expect(map).toContainText('before the one layer with weights there are only the pixels')
    await expect(report.locator('#inside')).toContainText('Figures are of the model at hand, seen by 64 train images')
    await expect(report.locator('#inside')).toContainText(
      'of a run that is watched inside, and of this model there is none',
    )
    // The lines have the colours of the page, and a size.
    const line = report.getByRole('img', { name: 'Loss by epoch' }).locator('path[data-line="training"]')
    expect(await line.evaluate((path) => getComputedStyle(path).stroke)).toBe('rgb(11, 99, 181)')
    expect((await line.boundingBox())!.width).toBeGreaterThan(200)
    // Each sheet of what is drawn has come along.
    const unstyled = await report.evaluate(() => {
      const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
      const names = [...document.querySelectorAll('svg[class], svg [class]')].flatMap(({ classList }) => [...classList])
      return [...new Set(names)].filter((name) => !rules.some((rule) => rule.includes(`.${name}`)))
    })
    expect(unstyled).toEqual([])
  })

  await test.step('it prints', async () => {
    const pdf = await report.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await report.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await report.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
  })
  expect(complaints).toEqual([])

  await test.step('it is accessible, light and dark, and fits a phone', async () => {
    await expectReadable(browser, path)
  })

  await test.step('its steps lead to the same weights, bit by bit', async () => {
    const [file] = await Promise.all([
      report.waitForEvent('download'),
      report.getByRole('link', { name: 'Save layers-and-recipe.json' }).click(),
    ])
    const fact = (name: string) => report.locator('.facts > div').filter({ hasText: name }).getByRole('definition')
    const weights = await fact('Weights (SHA-256)').innerText()
    expect(weights).toMatch(/^[0-9a-f]{64}$/)
    await expect(report.locator('#remake')).toContainText('These steps lead to the same weights')

    // Something else was done meanwhile.
    await train.enterRecipe({ epochs: 1, batchSize: 500, learningRate: 0.1 })
    await use.open([
      { name: 'layers-and-recipe.json', mimeType: 'application/json', buffer: await readFile(await file.path()) },
    ])
    await expect(train.recipe.getByLabel('Epochs')).toHaveValue('2')
    await train.finish()
    await evaluate.accuracyText()
    const again = await openFromDisk(browser, await use.saveReport(test.info().outputPath('again')))
    await expect(again.page.getByRole('heading', { level: 1 })).toHaveText('Model of run 2, after epoch 2')
    await expect(again.page.locator('#model')).toContainText(weights)
    await again.page.context().close()
  })
  await report.context().close()
})

test('the inside of a watched model, and a map of its images, are in its report as on the page', async ({
  studio,
  page,
  browser,
}) => {
  const { closer, data, evaluate, train, use } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(data.summary).toContainText('340 images')
  await studio.model.useTemplate('Galaxy CNN tutorial')
  await train.enterRecipe({ epochs: 3, batchSize: 32, learningRate: 0.001 })
  await page.getByRole('checkbox', { name: 'Watch the inside', exact: true }).check()
  await train.finish()
  await expect(evaluate.results).toContainText('%')
  const path = await use.saveReport(test.info().outputPath())
  const { page: report, complaints } = await openFromDisk(browser, path)
  const inside = report.locator('#inside')
  const map = report.locator('#map')

  await test.step('weights, gradients and activations by epoch, and what is said of them', async () => {
    await closer.open.click()
    await closer.tab('Training inside').click()
    await expect(inside).toContainText('Figures are after epoch 3, seen by 64 train images')
    const name = await closer.figure('Weights of conv2d/kernel').getByRole('img').getAttribute('aria-label')
    await expect(inside.getByRole('img', { name: name!, exact: true })).toBeVisible()
    for (const list of ['Update to weight after epoch 3', 'Silent units, after epoch 3']) {
      const said = await closer.window.getByRole('list', { name: list }).getByRole('listitem').allInnerTexts()
      expect(said.length).toBeGreaterThan(1)
      expect(await inside.getByRole('list', { name: list }).getByRole('listitem').allInnerTexts()).toEqual(said)
    }
    const line = inside.getByRole('img', { name: 'Update to weight by epoch' }).locator('path[data-line]').first()
    expect((await line.boundingBox())!.width).toBeGreaterThan(100)
  })

  await test.step('a point an image, and how far the map can be trusted', async () => {
    await expect(map).toContainText('All 100 test images.')
    await closer.tab('Map').click()
    for (const figure of ['Trustworthiness', 'Nearest of its class', 'Variance kept']) {
      await expect(map).toContainText(`${figure}${await closer.value(figure).innerText()}`)
    }
    const neighbours = 'Neighbours on the map, test split'
    expect(await rowsOf(report, neighbours)).toEqual(await rowsOf(page, neighbours))
    const picture = map.getByRole('img', { name: /^100 images as points, of 4 classes; / })
    expect((await picture.boundingBox())!.width).toBeGreaterThan(600)
    const points = await picture
      .locator('path')
      .evaluateAll((all) => all.map((path) => path.getAttribute('d')).join(''))
    expect(points.match(/h\.01|z/g)).toHaveLength(100)
  })

  expect(complaints).toEqual([])
  await expectReadable(browser, path)
  await report.context().close()
})

test('a model from a file is reported without data, and its report says what is not known', async ({
  studio,
  page,
  browser,
}) => {
  const { use } = studio
  await studio.openOnProcessor()
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 500, learningRate: 0.01 })
  await studio.train.finish()
  const model = await use.export()
  await page.reload()
  await use.open(model)
  await expect(use.report).toBeEnabled()
  const { page: report, complaints } = await openFromDisk(browser, await use.saveReport(test.info().outputPath()))
  await expect(report.locator('#overview')).toContainText('There are no data at hand to judge the model by.')
  await expect(report.locator('#data')).toContainText('Which images it was trained on is not known.')
  await expect(report.locator('#training')).toContainText('The model comes from a file')
  await expect(report.locator('#inside')).toContainText('There are no data at hand')
  await expect(report.locator('#map')).toContainText('There are no data at hand to judge the model by.')
  await expect(report.locator('#remake')).toContainText('There is no record of the run')
  expect(complaints).toEqual([])
  await report.context().close()
})
