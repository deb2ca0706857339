/** The class in the files' names: taken, asked about, given by a person where nothing else says it, and changed. */
import { drawPictures, toPng, toZip } from './pictures.fixture'
import type { FileToOpen } from './pages/DataPanel'
import { enter } from './pages/fields'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['up', 'down'], train: 30, test: 0 })

/** A zip of pictures called as `name` says. */
function zipOf(archive: string, name: (label: string, i: number) => string, more = {}): Promise<FileToOpen> {
  const images = PICTURES.map(({ label, pixels }, i) => [name(label, i), toPng(pixels)] as const)
  return toZip({ ...Object.fromEntries(images), ...more }, archive)
}

test('names that say the class are read with a note; the pattern is shown, and changed as a step of undo', async ({
  studio,
  page,
}) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  await data.choose([await zipOf('bars.zip', (label, i) => `${label}_${'ab'[i % 2]}_${i}.png`)])
  const ask = page.getByRole('dialog', { name: 'Where in the names is the class?' })
  await expect(ask).toContainText('say several things')
  await ask.getByRole('button', { name: '{class}_* up, down' }).click()
  await expect(ask.getByRole('status')).toHaveText('2 classes in 60 names: up, down.')
  await ask.getByRole('button', { name: 'Use this pattern' }).click()
  await expect(data.summary).toContainText('2 classes')

  await data.unfold('How it was read')
  await expect(data.recognised).toContainText('60 images, classes from the names by {class}_*')
  await data.button('Names …: bars.zip').click()
  await enter(ask.getByLabel('Pattern'), '{class}*')
  await expect(ask.getByRole('status')).toHaveText('Put what parts {class} from * between them, such as _ or a dot.')
  await expect(ask.getByRole('button', { name: 'Use this pattern' })).toHaveAttribute('aria-disabled', 'true')
  await enter(ask.getByLabel('Pattern'), '*_{class}_#')
  await expect(ask.getByRole('table')).toContainText('up_a_0.png')
  await ask.getByLabel('Pattern').press('Enter')
  await expect(data.recognised).toContainText('by *_{class}_#')
  await expect(data.summary).toContainText('2 classes')
  await model.undo.click()
  await expect(data.recognised).toContainText('by {class}_*')
})

test('where nothing says the classes, a person gives the pattern', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.choose([await zipOf('photos.zip', (label, i) => `${label === 'up' ? 'IMG' : 'DSC'}_${i}.png`)])
  const alert = page.getByRole('alert').filter({ hasText: 'photos.zip has no labels with it' })
  await alert.getByRole('button', { name: 'The names say the class …' }).click()
  const ask = page.getByRole('dialog', { name: 'Where in the names is the class?' })
  await page.keyboard.press('Escape')
  await expect(ask).toBeHidden()
  await alert.getByRole('button', { name: 'The names say the class …' }).click()
  await enter(ask.getByLabel('Pattern'), '{class}.#')
  await expect(ask.getByRole('status')).toHaveText('It fits none of the names.')
  await expect(ask.getByRole('table')).toContainText('does not fit')
  await enter(ask.getByLabel('Pattern'), '{class}_#')
  await ask.getByRole('button', { name: 'Use this pattern' }).click()
  await expect(data.summary).toContainText('2 classes')
  await expect(alert).toBeHidden()
})

test('an offer is gone with the next files', async ({ studio, page }) => {
  const { data } = studio
  await studio.openOnProcessor()
  await data.choose([await zipOf('photos.zip', (_, i) => `IMG_${i}.png`)])
  const alert = page.getByRole('alert').filter({ hasText: 'photos.zip has no labels with it' })
  await expect(alert).toBeVisible()
  await data.choose([await zipOf('bars.zip', (label, i) => `${label}.${i}.png`)])
  await expect(data.summary).toContainText('2 classes')
  await expect(data.summary).toContainText('read off the files’ names by {class}.#')
  await expect(alert).toBeHidden()
})

test('a project of Teachable Machine brings its classes, and its recipe at a press', async ({ studio }) => {
  const { data, model } = studio
  await studio.openOnProcessor()
  const manifest = { type: 'image', appdata: { trainEpochs: 50, trainBatchSize: 16, trainLearningRate: 0.002 } }
  await data.drop([
    await zipOf('project.tm', (label, i) => `my ${label}-!-${i}.jpg`, { 'manifest.json': JSON.stringify(manifest) }),
  ])
  await expect(data.summary).toContainText('2 classes')
  await expect(data.summary).toContainText(
    'project.tm was trained in Teachable Machine for 50 epochs, with a batch size of 16 and a learning rate of 0.002.',
  )
  await data.button('Train so here').click()
  await expect(data.button('Train so here')).toBeHidden()
  await expect(studio.page.getByLabel('Epochs', { exact: true })).toHaveValue('50')
  await model.undo.click()
  await expect(data.button('Train so here')).toBeVisible()
})
