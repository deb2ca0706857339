import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import { readFile, writeFile } from 'node:fs/promises'

test('shots', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await page.screenshot({ path: '/tmp/shots-charts/first.png', fullPage: true })
  await studio.data.choose(
    await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox with a longish name'], train: 60, test: 25 })),
  )
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 6, batchSize: 16, learningRate: 0.001 })
  await studio.train.finish()
  await expect(studio.evaluate.results).toContainText('%')
  await page.getByText('Images per second').first().click()
  await page.screenshot({ path: '/tmp/shots-charts/studio.png', fullPage: true })
  const save = async (name: string, kind: string, as: string) => {
    await page
      .getByRole('button', { name: `Download ${name}` })
      .first()
      .click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: kind, exact: true }).click(),
    ])
    await writeFile(`/tmp/shots-charts/${as}.${kind.toLowerCase()}`, await readFile(await file.path()))
  }
  for (const [name, as] of [
    ['Confusion matrix', 'matrix'],
    ['Loss', 'loss'],
    ['Class balance', 'balance'],
  ] as const)
    for (const kind of ['SVG', 'PNG', 'CSV']) await save(name, kind, as)
  await save('By class', 'CSV', 'byclass')
  await page.getByRole('button', { name: 'Explore images' }).click()
  await page.getByRole('tab', { name: 'Classes' }).click()
  await page.waitForTimeout(500)
  await page.screenshot({ path: '/tmp/shots-charts/classes.png' })
  for (const kind of ['SVG', 'PNG', 'CSV']) await save('Pixel values', kind, 'pixels')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.screenshot({ path: '/tmp/shots-charts/narrow.png', fullPage: true })
})
