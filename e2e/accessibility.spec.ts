/**
 * An axe scan of every room, with and without data. Each state is looked at twice: wide and light, narrow and dark. What depends on the
 * theme alone, such as contrast, and what depends on the width alone are each seen in both.
 */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { drawPictures, toFiles, toPng, toZip } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { settle } from './instruments'
import { openManyRuns } from './keptRuns.fixture'
import { choose, enter } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'

const DATASETS = join(import.meta.dirname, 'fixtures')
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const SCANS = [
  { size: WIDE, colorScheme: 'light' },
  { size: NARROW, colorScheme: 'dark' },
] as const

/** All rules; of those that pass, only their names: to tell of each element that passes takes longer than to look at it. */
const VIOLATIONS = { resultTypes: ['violations' as const], selectors: false }

/**
 * What is looked at is where a change of colours ends. It would take a frame for each element that the page is deep to get there. A sheet
 * made by script is no inline style, so the page's policy allows it.
 */
function stopTransitions(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, ::before, ::after { transition: none !important }')
  document.adoptedStyleSheets = [sheet]
}

/** Looks at the page, or at the one window over it, and leaves the page wide. */
async function scan(page: Page, state: string, within?: Locator): Promise<void> {
  await test.step(state, async () => {
    await page.evaluate(stopTransitions)
    for (const { size, colorScheme } of SCANS) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settle(page)
      // The page has no frames. For frames, axe would open a second page and end its work there.
      const axe = new AxeBuilder({ page }).setLegacyMode(true).options(VIOLATIONS)
      if (within) axe.include(await markOf(within))
      const { violations, passes } = await axe.analyze()
      expect(passes.length).toBeGreaterThan(10)
      const found = violations.flatMap(({ nodes }) =>
        nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      )
      expect(found, `${state}, ${colorScheme}, ${size.width} px wide`).toEqual([])
    }
    await page.setViewportSize(WIDE)
  })
}

/** A selector of this element: axe knows no roles. */
async function markOf(element: Locator): Promise<string> {
  await element.evaluate((found) => found.setAttribute('data-scanned', ''))
  return '[data-scanned]'
}

test('no violations in a closer look', async ({ studio, page }) => {
  const { closer, data, model, train } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel'], train: 20, test: 10 })))
  await model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 1, batchSize: 16, learningRate: 0.001 })
  await train.finish()
  await closer.open.click()
  await expect(closer.figure('Scores by class, test split')).toBeVisible()
  await scan(page, 'classes of a split', closer.window)
  await closer.tab('Curves').click()
  await expect(closer.figure('Reliability, test split')).toBeVisible()
  await scan(page, 'curves of a split', closer.window)
})

test('no violations before there is data', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.unfold('What Strata reads')
  await scan(page, 'empty')
  await studio.device.click()
  await scan(page, 'the menu of devices', page.getByRole('menu'))
})

test('no violations with data and problems, while training and after it', async ({ studio, page }) => {
  // The processor would be done before it can be paused.
  await studio.open()
  const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 12, test: 5 })
  const [zip] = await toFiles(pictures)
  const [, csv] = await toFiles(pictures.map((picture, i) => (i === 0 ? { ...picture, path: 'gone.png' } : picture)))
  if (!zip || !csv) throw new Error('A zip and a CSV were expected.')
  await studio.data.choose([zip, csv])
  await expect(studio.data.problems).toHaveCount(2)
  await studio.model.layer('Flatten').action('Remove').click()
  await scan(page, 'data and a stack with a problem')

  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 500, batchSize: 16 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')
  await studio.train.pause.click()
  await scan(page, 'a paused run')
  await studio.device.click()
  await scan(page, 'a device that is in use', page.getByRole('menu'))
  await page.keyboard.press('Escape')
  await studio.train.stop.click()
  await expect(studio.train.status).toContainText('Stopped')
  for (const name of ['Loss', 'Accuracy', 'Confusion matrix'] as const) await studio.train.showAsTable(name)
  await scan(page, 'results as tables')
})

test('no violations in the model as a text and as a picture, and beside a measured step', async ({ studio, page }) => {
  await studio.open()
  await studio.train.enterRecipe({ batchSize: 2 })
  await studio.model.measureTime.click()
  await expect(studio.model.stepTime).toContainText('a step of 2 images')
  await scan(page, 'a measured step')
  await studio.model.view('Summary')
  await scan(page, 'summary', studio.model.summary)
  await page.keyboard.press('Escape')
  await studio.model.view('Diagram')
  await expect(studio.model.diagram.getByRole('img')).toBeVisible()
  await scan(page, 'diagram', studio.model.diagram)
})

test('no violations in a graph with blocks, a selection and a problem, nor in its menus and windows', async ({
  studio,
  page,
}) => {
  await studio.openOnProcessor()
  const { model } = studio
  await model.layer('Conv2D').item.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+g')
  await page.keyboard.press('Enter')
  await model.add('Add')
  await model.layer('Add').read('From above', 'conv2d')
  await model.layer('Add').reads('Add an input').click()
  await page.getByRole('menuitemradio', { name: 'reshape', exact: true }).click()
  await model.layer('Conv2D').item.getByText('More', { exact: true }).click()
  await model.layer('Conv2D').enter('Name', 'two words')
  await model.layer('Flatten').checkbox.check()
  await scan(page, 'a graph')

  await model.block('Block').button('Fold').click()
  await model.block('Block').name.fill('')
  await scan(page, 'a folded block without a name')
  await page.keyboard.press('Escape')
  await model.block('Block').choose('Save as a block of my own')
  await page.getByRole('button', { name: 'Add layer', exact: true }).click()
  await expect(page.getByRole('group', { name: 'My blocks' })).toBeVisible()
  await scan(page, 'the menu of layer types', page.getByRole('dialog'))
  await page.keyboard.type('manage')
  await page.keyboard.press('Enter')
  await scan(page, 'the blocks of one’s own', page.getByRole('dialog', { name: 'My blocks' }))
  await page.keyboard.press('Escape')
  await model.block('Block').choose('Repeat …')
  const dialog = page.getByRole('dialog', { name: 'Repeat “Block”' })
  await dialog.getByLabel('Copies').fill('0')
  await scan(page, 'a question about a block', dialog)
  await page.keyboard.press('Escape')
  await model.history.click()
  await scan(page, 'the list of steps', page.getByRole('menu'))
})

test('no violations in all that the data room can unfold', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.fileInput.setInputFiles(join(DATASETS, 'mixed-sizes.zip'))
  await expect(data.summary).toContainText('60 images')
  await data.button('More data').click()
  await data.unfold('How it was read')
  await data.button('Change …').click()
  await data.unfold('Splits')
  await page.getByRole('radio', { name: 'At random' }).check()
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await data.saved.getByRole('button', { name: /^Delete/ }).click()
  await scan(page, 'everything unfolded')
})

test('no violations in the questions about a drop', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.fileInput.setInputFiles(['ludwig.zip', 'ludwig-unclear.csv'].map((file) => join(DATASETS, file)))
  await expect(data.columnsQuestion).toBeVisible()
  await scan(page, 'a question about columns', data.columnsQuestion)
  await page.keyboard.press('Escape')
  const faces = drawPictures({ labels: ['up', 'down'], train: 12, test: 0 }).map(({ label, pixels }, i) => ({
    [`${label}_${'ab'[i % 2]}_${i}.png`]: toPng(pixels),
  }))
  await data.choose([await toZip(Object.assign({}, ...faces) as Record<string, Uint8Array>, 'faces.zip')])
  const names = page.getByRole('dialog', { name: 'Where in the names is the class?' })
  await expect(names.getByRole('table')).toBeVisible()
  await scan(page, 'a question about names', names)
  await page.keyboard.press('Escape')
  const files = await toFiles(drawPictures({ labels: ['up', 'down'], train: 4, test: 2 }))
  await data.choose(files)
  await expect(data.summary).toContainText('12 images')
  await data.drop(files)
  await expect(data.dropQuestion).toBeVisible()
  await scan(page, 'a question about a drop', data.dropQuestion)
})

test('no violations with augmentation in view, nor in the explorer', async ({ studio, page }) => {
  await openWithCopy(studio)
  const { explorer } = studio
  await page.getByText('Augmentation', { exact: true }).click()
  await page.getByRole('button', { name: 'Use gentle values' }).click()
  await expect(page.getByRole('img', { name: /original$/ }).first()).toBeVisible()
  await scan(page, 'augmentation')

  await explorer.checks.getByRole('button').click()
  await expect(explorer.window.getByRole('list', { name: 'Findings' })).toBeVisible()
  await scan(page, 'checks', explorer.window)
  await explorer.tab('Classes').click()
  await expect(explorer.window.getByRole('figure', { name: 'Pixel values' })).toBeVisible()
  await scan(page, 'classes', explorer.window)
  await explorer.tab('Images').click()
  await explorer.images.nth(3).click()
  await scan(page, 'an image in the explorer', explorer.window)
  await explorer.images.nth(9).click({ modifiers: ['Shift'] })
  await scan(page, 'several images selected', explorer.window)
})

test('no violations in the pictures of sliding windows', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { learn, model } = studio
  await model.layer('Conv2D').action('Learn').click()
  await expect(learn.grid).toBeFocused()
  await scan(page, 'a convolution', learn.window)
  await enter(learn.field('Input size'), 7)
  await enter(learn.field('Strides'), 0)
  await scan(page, 'a convolution in numbers that are wrong', learn.window)
  await learn.button('Close').click()
  await model.layer('MaxPooling2D').action('Learn').click()
  await scan(page, 'a pool', learn.window)
})

/** Opens four classes, with an image of train that is in test too. */
async function openWithCopy(studio: StudioPage): Promise<void> {
  const pictures = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 8, test: 4 })
  const [first] = pictures
  const withCopy = pictures.map((picture) =>
    first && picture.path === 'test/0/10.png' ? { ...picture, pixels: first.pixels } : picture,
  )
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(withCopy))
  await expect(studio.data.summary).toContainText('48 images')
}

test('no violations in the callbacks, nor in what they leave', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 12, test: 5 })))
  await studio.model.useSoftmaxRegression()
  const { train } = studio
  await train.enterRecipe({ epochs: 4, batchSize: 8 })
  await train.openCallbacks()
  const stopping = await train.turnOn('Early stopping')
  await enter(stopping.getByLabel('Patience', { exact: true }), 1)
  await enter(stopping.getByLabel('Minimum change', { exact: true }), 100)
  await stopping.getByText('More', { exact: true }).click()
  await train.turnOn('Keep the best model')
  await choose(train.callbacks.getByRole('combobox', { name: 'Schedule' }), 'One cycle')
  await scan(page, 'callbacks and a schedule')
  await train.finish()
  await expect(train.log).toContainText('Epoch 2: stopped early')
  await scan(page, 'a run with a log')
})

test('no violations in a sweep of learning rates, nor in a batch by itself', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 30, test: 5 })))
  await studio.model.useSoftmaxRegression()
  const { train } = studio
  await train.enterRecipe({ batchSize: 64 })
  await train.findRate.click()
  await expect(train.rateFinder.getByRole('list', { name: 'Suggestions' })).toBeVisible()
  await scan(page, 'a sweep', train.rateFinder)
  await page.keyboard.press('Escape')
  await train.step.click()
  await expect(train.batch.getByRole('table', { name: 'Update by layer' })).toBeVisible()
  await scan(page, 'a batch', train.batch)
  await page.keyboard.press('Escape')
  await scan(page, 'a run that waits behind a step')
})

test('no violations in the windows of a project file', async ({ studio, page }) => {
  const { data, project, train, use } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 12, test: 4 })))
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 1, batchSize: 8 })
  await train.finish()
  await use.saveProject.click()
  await project.box('Images').check()
  await project.saving.getByRole('radio', { name: 'Chosen' }).check()
  await expect(project.saving.getByRole('searchbox', { name: 'Filter runs' })).toBeVisible()
  await scan(page, 'what is saved', project.saving)
  await project.saving.getByRole('radio', { name: 'All 1' }).check()
  const file = await project.save()
  await data.drop([file])
  await project.opening.getByText('The runs', { exact: true }).click()
  await scan(page, 'what is opened', project.opening)
})

test('no violations in the view of runs, nor in a comparison', async ({ studio, page }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await runs.open()
  await scan(page, 'no runs')
  await runs.studio.click()
  await openManyRuns(studio, 12)
  await runs.select(1, 2, 4)
  await runs.compare.click()
  await expect(runs.comparison.getByRole('figure', { name: 'Loss of the runs' })).toBeVisible()
  await scan(page, 'runs and a comparison')
  await page.getByRole('button', { name: 'Register run 12 as a version' }).click()
  await scan(page, 'the registration of a run', page.getByRole('dialog'))
})
