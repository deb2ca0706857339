/** Data in the browser's own storage: kept by choice, there again after a reload, deleted for good; and a quota that is full. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['up', 'down'], train: 40, test: 20 })

test('kept data open by themselves after a reload, and are deleted by two presses', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('120 images')
  await data.unfold('Splits')
  await page.getByRole('radio', { name: 'At random' }).check()
  await expect(data.summary).toContainText('12 validation')
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1)
  await expect(data.saved).toContainText('120 images')
  await expect(page.getByText('open by themselves at your next visit')).toBeVisible()

  await studio.reload()
  await expect(data.summary).toContainText('120 images')
  await expect(data.summary).toContainText('12 validation')
  await expect(studio.model.undo).toBeDisabled()
  await data.unfold('Saved in this browser')
  await data.saved.getByRole('button', { name: /^Delete/ }).click()
  await data.saved.getByRole('button', { name: /^Keep/ }).click()
  await data.saved.getByRole('button', { name: /^Delete/ }).click()
  await data.saved.getByRole('button', { name: /for good/ }).click()
  await expect(data.saved).toHaveCount(0)
  await expect(data.summary).toContainText('120 images')

  await studio.reload()
  await expect(data.button('Use sample digits')).toBeVisible()
  await expect(data.summary).toBeHidden()
})

test('kept data that are not in use are offered', async ({ studio }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('120 images')
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1)
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 5, test: 3 })))
  await expect(data.summary).toContainText('16 images')

  await studio.reload()
  await expect(data.saved).toContainText('120 images')
  await expect(data.summary).toBeHidden()
  await data.saved.getByRole('button', { name: /^Open/ }).click()
  await expect(data.summary).toContainText('120 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 1, batchSize: 10 })
  await studio.train.finish()
})

test('the choices of kernels that the browser keeps are counted, and forgotten at a press', async ({
  studio,
  page,
}) => {
  const { data } = studio
  await studio.open()
  await expect(data.button('Use sample digits')).toBeVisible()
  const choices = page.getByText('The fastest kernels of')
  await expect(choices).toBeHidden()
  // As a run on a GPU leaves them: the tests' adapter computes on the processor, and tries none.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('strata', 1)
        opening.onerror = reject
        opening.onsuccess = () => {
          const writing = opening.result.transaction('kernel choices', 'readwrite')
          const choice = { variant: 'default', milliseconds: {}, dropped: {}, date: Date.now() }
          for (const key of ['one', 'two', 'three']) writing.objectStore('kernel choices').put(choice, key)
          writing.onerror = reject
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
  )
  await studio.reload()
  await expect(choices).toHaveText('The fastest kernels of 3 operations on this graphics device are kept.')
  await page.getByRole('button', { name: 'Forget the fastest kernels' }).click()
  await expect(choices).toBeHidden()
  await studio.reload()
  await expect(data.button('Use sample digits')).toBeVisible()
  await expect(choices).toBeHidden()
})

test('a full quota is a sentence, and nothing is lost', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.useSampleDigits.click()
  await expect(data.summary).toContainText('14,000 images')
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(studio.url).origin, quotaSize: 2_000_000 })
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(page.getByRole('alert')).toContainText(/MB/)
  await expect(data.saved).toHaveCount(0)
  await expect(data.summary).toContainText('14,000 images')
  await expect(data.button('Keep in this browser')).toBeEnabled()

  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(studio.url).origin })
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1)
  await expect(page.getByRole('alert')).toHaveCount(0)
})
