/** A model leaves for every tool, checked, and comes back from those that Strata reads; a recipe leaves, trained or not. */
import JSZip from 'jszip'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import type { FileToOpen } from './pages/DataPanel'
import type { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const LABELS = ['cat', 'a “dog”, or two', '<b>eel</b>', '狐']

async function train(studio: StudioPage): Promise<string> {
  await studio.data.choose(await toFiles(drawPictures({ labels: LABELS, train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.train.enterRecipe({ epochs: 1, batchSize: 32 })
  await studio.train.finish()
  return studio.evaluate.accuracyText()
}

/** Saves what `button` gives. */
async function save(page: Page, button: Locator): Promise<FileToOpen> {
  const downloading = page.waitForEvent('download')
  await button.click()
  const download = await downloading
  const buffer = await readFile(await download.path())
  return { name: download.suggestedFilename(), mimeType: 'application/octet-stream', buffer }
}

/** What the window says of the model's files: by whom they were run and read. */
const CHECKED: Readonly<Record<string, { readonly run?: RegExp; readonly isRead: boolean }>> = {
  'TensorFlow.js': { run: /^Run by TensorFlow\.js 4/, isRead: true },
  'Teachable Machine': { run: /^Run by TensorFlow\.js 4/, isRead: true },
  Keras: { isRead: true },
  'Keras HDF5': { isRead: true },
  'Keras weights': { isRead: true },
  ONNX: { run: /^Run by onnxruntime-web 1/, isRead: true },
  LiteRT: { run: /^Run by @litertjs\/core 2/, isRead: false },
  safetensors: { isRead: true },
  Triton: { run: /^Run by onnxruntime-web 1/, isRead: true },
  KServe: { run: /^Run by onnxruntime-web 1/, isRead: true },
}

test('a model is written for every tool, read again and run, and comes back the same', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const accuracy = await train(studio)
  await studio.use.exportModel.click()
  const window = page.getByRole('dialog', { name: 'Export model' })
  const names = await window
    .getByRole('radio')
    .evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText ?? ''))
  expect(names).toEqual(Object.keys(CHECKED))
  const archives: FileToOpen[] = []
  for (const [name, { run, isRead }] of Object.entries(CHECKED)) {
    await window.getByRole('radio', { name, exact: true }).check()
    const said = window.getByRole('status', { name: 'Check' })
    await expect(window.getByRole('heading', { name, exact: true })).toBeVisible()
    await expect(said).toContainText('Of 32 test images of the data at hand.')
    const lines = (await said.innerText()).split('\n')
    expect(
      lines.filter((line) => line.startsWith('Run by')),
      name,
    ).toEqual(run ? [expect.stringMatching(run)] : [])
    expect(
      lines.filter((line) => line.startsWith('Read again')),
      name,
    ).toEqual(isRead ? ['Read again by Strata: the same probabilities, to the bit.'] : [])
    await expect(window.getByRole('alert')).toHaveCount(0)
    const archive = await save(page, window.getByRole('button', { name: /^Save all as strata-/ }))
    if (isRead) archives.push(archive)
    // The program that comes with the files is what the window shows.
    const shown = window
      .getByRole('region', { name: /^Use it in/ })
      .locator('pre')
      .last()
    const file = (await shown.getAttribute('aria-label')) ?? ''
    const zip = await JSZip.loadAsync(archive.buffer)
    expect(await zip.file(file)!.async('text'), name).toBe(await shown.textContent())
  }
  await page.keyboard.press('Escape')
  await expect(studio.use.exportModel).toBeFocused()

  for (const archive of archives) {
    await test.step(archive.name, async () => {
      await studio.use.open([archive])
      await expect(studio.use.panel).toContainText(`Opened from ${archive.name}.`)
      await expect.poll(() => studio.evaluate.accuracyText()).toBe(accuracy)
    })
  }
})

test('a recipe leaves before anything is trained, and Ludwig’s comes back', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.model.useTemplate('Ludwig stacked CNN')
  await studio.train.enterRecipe({ epochs: 17, batchSize: 40 })
  await expect(studio.use.exportModel).toBeDisabled()
  await page.getByRole('button', { name: 'Export recipe' }).click()
  const window = page.getByRole('dialog', { name: 'Export recipe' })
  for (const [name, files] of [
    ['Keras script', ['train.py', 'initial_weights.npz']],
    ['PyTorch script', ['train.py', 'initial_weights.npz']],
    ['Ludwig', ['config.yaml']],
    ['Keras JSON', ['model.json']],
  ] as const) {
    await window.getByRole('radio', { name, exact: true }).check()
    for (const file of files)
      await expect(window.getByRole('button', { name: `Save ${file}`, exact: true })).toBeVisible()
  }
  await window.getByRole('radio', { name: 'Ludwig', exact: true }).check()
  const config = await save(page, window.getByRole('button', { name: 'Save config.yaml' }))
  await page.keyboard.press('Escape')

  const before = await studio.model.classNames()
  await studio.model.useTemplate('LeNet-5')
  await studio.train.enterRecipe({ epochs: 1 })
  await studio.use.open([config])
  await expect(
    studio.use.notes.filter({ hasText: 'those of config.yaml. Undo brings back the ones before.' }),
  ).toBeVisible()
  await expect(studio.train.field('Epochs')).toHaveValue('17')
  expect((await studio.model.classNames()).filter((name) => name !== 'Reshape')).toEqual(
    before.filter((name) => name !== 'Reshape'),
  )
})

test('what a tool can’t take is on the card before training, and is why it gets no files', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await page.getByLabel('Made for: the tool').selectOption({ label: 'TensorFlow.js' })
  await expect(page.getByText('It takes all layers.')).toBeVisible()
  await studio.model.useSoftmaxRegression()
  await studio.model.add('ReLU')
  const card = studio.model.layer('ReLU')
  await card.enter('Threshold', 0.5)
  await card.enter('Negative slope', 0.1)
  const why = 'TensorFlow.js passes over a ReLU’s slope where it has a threshold'
  await expect(card.item).toContainText(why)
  await expect(page.getByText('It can’t take 1 layer: see its card.')).toBeVisible()
  await page.reload()
  await expect(studio.model.layer('ReLU').item).toContainText(why)
  await page.getByLabel('Made for: the tool').selectOption({ label: 'any tool' })
  await expect(studio.model.layer('ReLU').item).not.toContainText(why)
})

test('the window fits a phone, and goes by keyboard', async ({ studio, page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.openOnProcessor()
  await train(studio)
  await studio.use.exportModel.focus()
  await page.keyboard.press('Enter')
  const window = page.getByRole('dialog', { name: 'Export model' })
  await expect(window.getByRole('radio', { name: 'TensorFlow.js' })).toBeFocused()
  // Past the button that closes, whose tooltip comes and goes with the focus, and back.
  await page.keyboard.press('Shift+Tab')
  await expect(window.getByRole('button', { name: 'Close' })).toBeFocused()
  await expect(page.getByText('Close', { exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(window.getByRole('radio', { name: 'TensorFlow.js' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(window.getByRole('heading', { name: 'Keras', exact: true })).toBeVisible()
  await expect(window.getByRole('region', { name: 'Files' })).toBeVisible()
  const overflow = await window.evaluate((dialog) => {
    const shown = [...dialog.querySelectorAll('*')].filter((element) => !element.closest('[role=radiogroup], pre'))
    return shown.some((element) => element.getBoundingClientRect().right > 390)
  })
  expect(overflow).toBe(false)
})
