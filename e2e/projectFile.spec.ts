/** A project in one file: saved with its images, its model and its runs, and opened on another machine with the same numbers. */
import JSZip from 'jszip'
import type { Browser } from '@playwright/test'
import { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

/** A browser that has never seen the page. */
async function otherMachine(browser: Browser, url: string): Promise<StudioPage> {
  const context = await browser.newContext()
  return new StudioPage(await context.newPage(), url)
}

async function resultsOf({ evaluate }: StudioPage): Promise<string> {
  await expect(evaluate.results).toContainText('%')
  return evaluate.results.innerText()
}

test('a trained project opens on another machine with the same numbers, and trains on to the same', async ({
  studio,
  page,
  browser,
}) => {
  const { data, train, runs, project, use } = studio
  await studio.openOnProcessor()
  await runs.open()
  await page.getByRole('checkbox', { name: 'Keep the weights' }).check()
  await runs.studio.click()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await data.unfold('Splits')
  await page.getByRole('radio', { name: 'At random' }).check()
  await expect(data.summary).toContainText('34 validation')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 3, batchSize: 16, learningRate: 0.003 })
  await train.finish()
  const results = await resultsOf(studio)
  await runs.open()
  await runs.toggleColumns('Version')
  await runs.write('Name', 1, 'first “try”')
  await page.getByRole('button', { name: 'Register run 1 as a version' }).click()
  await page.getByRole('combobox', { name: 'Model name' }).fill('pictures')
  await page.keyboard.press('Enter')
  await expect(runs.row(1)).toContainText('pictures 1 (latest)')
  await runs.studio.click()

  await use.saveProject.click()
  await expect(project.saving).toContainText('No images are in it.')
  await expect(project.saving.getByRole('radio', { name: 'All 1' })).toBeChecked()
  await project.box('Images').check()
  await expect(project.saving).toContainText('Your images are in it: mind who gets it.')
  await project.saving.getByRole('textbox', { name: 'File name' }).fill('pictures/today.strata')
  const file = await project.save()
  expect(file.name).toBe('pictures today.strata')
  await expect(project.saving).toBeHidden()
  // Another program sees a plain archive.
  const archive = await JSZip.loadAsync(file.buffer, { checkCRC32: true })
  expect(Object.keys(archive.files)).toEqual(
    expect.arrayContaining([
      'strata.json',
      'document.json',
      'data/pixels.bin',
      'model/weights.bin',
      'runs/1/summary.json',
    ]),
  )

  // The same browser knows the run.
  await data.drop([file])
  await expect(project.opening).toContainText('Runs: 1, here already')
  await page.keyboard.press('Escape')
  await expect(project.opening).toBeHidden()

  const other = await otherMachine(browser, studio.url)
  await other.openOnProcessor()
  await expect(other.data.useSampleDigits).toBeVisible()
  // Its content counts, and no name.
  await other.data.drop([{ ...file, name: 'mail.zip' }])
  for (const text of [
    'mail.zip',
    'Images: ',
    '340 images of 28 × 28 in 4 classes',
    'Trained model',
    'Runs: 1, with 1 version',
  ]) {
    await expect(other.project.opening).toContainText(text)
  }
  await other.project.open()
  await expect(other.data.summary).toContainText('34 validation')
  expect(await resultsOf(other)).toBe(results)
  await expect(other.project.told.filter({ hasText: '1 run of the file is now run 1.' })).toHaveCount(1)

  await other.runs.open()
  await other.runs.toggleColumns('Version', 'From')
  await expect(other.runs.row(1)).toContainText('first “try”')
  await expect(other.runs.row(1)).toContainText('pictures 1 (latest)')
  await expect(other.runs.row(1)).toContainText('mail.zip, run 1')
  await other.page.getByRole('button', { name: 'Restore run 1 into the studio' }).click()
  expect(await resultsOf(other)).toBe(results)

  await other.train.finish()
  expect(await resultsOf(other)).toBe(results)
  // Once more: nothing is doubled, and one press of Undo takes back what was replaced.
  await other.data.drop([file])
  await other.project.open()
  await expect(other.project.told.filter({ hasText: '1 run of the file was here already, as run 1.' })).toHaveCount(1)
  await other.runs.open()
  await expect(other.runs.rows).toHaveCount(2)
  await other.runs.studio.click()
  await other.page.context().close()
})

test('a project without images brings layers, model and chosen runs, by keyboard alone, and Undo takes back what it replaced', async ({
  studio,
  page,
  browser,
}) => {
  const { data, train, project, use } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 1, batchSize: 16 })
  await train.finish()
  await train.enterRecipe({ epochs: 2 })
  await train.finish()
  const results = await resultsOf(studio)
  await studio.runs.open()
  await studio.runs.write('Name', 2, 'longer')
  await studio.runs.studio.click()

  await use.saveProject.focus()
  await page.keyboard.press('Enter')
  await expect(project.saving.getByRole('button', { name: 'Save', exact: true })).toBeFocused()
  await project.saving.getByRole('radio', { name: 'All 2' }).focus()
  await page.keyboard.press('ArrowRight')
  const filter = project.saving.getByRole('searchbox', { name: 'Filter runs' })
  await filter.focus()
  await page.keyboard.type('eagle')
  await expect(project.saving.getByText('No run has these words.')).toBeVisible()
  await filter.fill('longer')
  await page.keyboard.press('Tab')
  await expect(project.saving.getByRole('button', { name: 'Choose 1' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(project.saving.getByRole('checkbox', { name: /^longer/ })).toBeChecked()
  const file = await project.save()
  await expect(use.saveProject).toBeFocused()

  const other = await otherMachine(browser, studio.url)
  await other.openOnProcessor()
  await other.data.choose(await toFiles(PICTURES))
  await expect(other.data.summary).toContainText('340 images')
  const before = await other.model.classNames()
  await other.use.open([file])
  await expect(other.project.opening).toContainText('No images')
  await expect(other.project.opening.getByRole('button', { name: 'Open', exact: true })).toBeFocused()
  await other.page.keyboard.press('Enter')
  await expect(other.project.opening).toBeHidden()
  await expect(other.train.field('Epochs')).toHaveValue('2')
  expect(await resultsOf(other)).toBe(results)
  await other.runs.open()
  await expect(other.runs.rows).toHaveCount(1)
  await other.runs.toggleColumns('From')
  await expect(other.runs.row(1)).toContainText('project.strata, run 2')
  await other.runs.studio.click()
  await other.model.undo.click()
  await other.model.expectStack(before)
  await expect(other.data.summary).toContainText('340 images')
  await other.page.context().close()
})

test('a damaged part is named before anything is opened, and the rest opens without it', async ({ studio, page }) => {
  const { data, project, use } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await use.saveProject.click()
  await project.box('Images').check()
  const file = await project.save()
  const archive = await JSZip.loadAsync(file.buffer)
  archive.file(
    'data/labels.bin',
    (await archive.file('data/labels.bin')!.async('uint8array')).map((value) => value ^ 1),
  )
  const buffer = await archive.generateAsync({ type: 'nodebuffer' })

  await data.drop([{ ...file, buffer }])
  await project.opening.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(project.opening.getByRole('alert')).toContainText('The images in “project.strata” are damaged')
  await project.box('Images').uncheck()
  await project.open()
  await expect(
    project.told.filter({ hasText: 'The layers and the recipe are now those of project.strata.' }),
  ).toHaveCount(1)
  await expect(data.summary).toContainText('340 images')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('while a run goes on, a project waits, and can be saved without that run', async ({ studio, page }) => {
  const { data, train, project, use } = studio
  // There, a run of so few images lasts.
  await studio.open()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 1000, batchSize: 16 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')
  const file = await use.save()
  await expect(
    project.told.filter({
      hasText: 'Run 1 is still going on, so it is not in the file: save again when it has ended.',
    }),
  ).toHaveCount(1)
  await data.drop([file])
  await expect(page.getByText('A run is going on: stop it, or wait until it has ended.').first()).toBeVisible()
  await expect(project.opening).toBeHidden()
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
})
