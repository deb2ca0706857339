/** The studio on a phone's screen. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const WIDTH = 390
test.use({ viewport: { width: WIDTH, height: 844 } })

test('from files to results at 390 pixels, and at no step anything runs out of the page', async ({ studio, page }) => {
  const expectToFit = async (step: string): Promise<void> =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth), step).toBeLessThanOrEqual(WIDTH)
  await studio.openOnProcessor()
  await expectToFit('before there is data')
  await studio.data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })))
  await expect(studio.data.summary).toContainText('120 images')
  await expectToFit('with data')
  await studio.data.unfold('How it was read')
  const scrollers = await studio.data.reading.evaluate(
    (reading) =>
      [...reading.querySelectorAll('*')].filter(
        (element) =>
          element.scrollHeight > element.clientHeight + 1 && getComputedStyle(element).overflowY !== 'visible',
      ).length,
  )
  expect(scrollers, 'parts that scroll inside “How it was read”').toBe(0)
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 16 })
  await expectToFit('with a stack and a recipe')
  await studio.train.finish()
  await expect(studio.evaluate.results).toContainText('Accuracy')
  await expectToFit('with results')

  const { project } = studio
  await studio.use.saveProject.click()
  await project.box('Images').check()
  await expectToFit('with a project to save')
  await studio.data.drop([await project.save()])
  await expect(project.opening).toContainText('120 images')
  await expectToFit('with a project to open')
  const overflow = await project.opening.evaluate((dialog) =>
    [...dialog.querySelectorAll('*')].some((element) => element.getBoundingClientRect().right > 390),
  )
  expect(overflow, 'parts that run out of the window of a project').toBe(false)
  await page.keyboard.press('Escape')

  await studio.train.finish()
  await studio.runs.open()
  await studio.runs.write('Name', 1, 'W'.repeat(300))
  await expectToFit('with a run of a long name')
  await studio.runs.select(1, 2)
  await studio.runs.compare.click()
  await expect(studio.runs.comparison).toContainText('Confusion matrix of WWWW')
  await expectToFit('with a comparison')
})
