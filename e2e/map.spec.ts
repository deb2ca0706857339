/** The map of the images: it comes when it is looked at, and leads to the images by rectangle and by keyboard. */
import { AxeBuilder } from '@axe-core/playwright'
import Papa from 'papaparse'
import { expect, test } from './test.fixture'

test('a map of the sample digits, and the images behind its points', async ({ studio, page }) => {
  const { closer, explorer, map } = studio
  await studio.openOnProcessor()
  await studio.data.useSampleDigits.click()
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 100, learningRate: 0.01 })
  await studio.train.finish()
  // The engine's alone: those of the processor end with their work, and none is there for a map.
  const workers = () => page.workers().length
  await closer.open.click()
  await expect(closer.value('Accuracy')).toContainText('%')
  await expect.poll(workers).toBe(1)

  await closer.tab('Map').click()
  await expect(closer.figure('Map of the images, test split')).toBeVisible()
  await expect(closer.value('Images', 'Figures of the map')).toHaveText(/^all \d/)
  const images = Number((await closer.value('Images', 'Figures of the map').innerText()).replaceAll(/\D/g, ''))
  await expect(closer.value('Trustworthiness', 'Figures of the map')).toHaveText(/^0\.[89]\d\d$/)
  await expect(closer.window).toContainText('before the one layer with weights there are only the pixels')
  // The map's has ended with it.
  await expect.poll(workers).toBe(1)

  const { data: rows } = await test.step('its points are in its file, and its classes in a table', async () => {
    const text = (await closer.download('Map of the images, test split', 'CSV')).toString()
    const file = Papa.parse<Record<string, string>>(text.trimEnd(), { header: true })
    expect(file.data).toHaveLength(images)
    const mistakes = file.data.filter((row) => row['True'] !== row['Predicted']).length
    await expect(closer.row('All images').getByRole('cell').nth(1)).toHaveText(String(mistakes))
    const own = file.data.filter((row) => row['True'] === '3').map((row) => Number(row['Nearest of its class']))
    const mean = (100 * own.reduce((sum, share) => sum + share, 0)) / own.length
    await expect(closer.row('3').getByRole('cell').nth(2)).toHaveText(`${mean.toFixed(1)} %`)
    const svg = (await closer.download('Map of the images, test split', 'SVG')).toString()
    expect(svg.match(/h\.01/g)).toHaveLength(images - mistakes)
    return file
  })

  await test.step('a rectangle leads to its images', async () => {
    await map.pull([0, 0], [1, 1])
    await expect(map.status).toContainText(`${images.toLocaleString('en-US')} images chosen`)
    await map.pull([0, 0], [0.5, 0.5])
    const chosen = Number(/^(\d+) images? chosen/.exec((await map.status.innerText()).replaceAll(',', ''))![1])
    expect(chosen).toBeGreaterThan(0)
    expect(chosen).toBeLessThan(images)
    await closer.window.getByRole('button', { name: 'Show images' }).click()
    await expect(explorer.shown).toContainText(`${chosen.toLocaleString('en-US')} of `)
    await expect(explorer.window).toContainText('chosen on the map, mistakes first, of the test split')
    await page.keyboard.press('Escape')
  })

  await test.step('the keyboard reads mistakes and chooses them', async () => {
    await closer.window.getByRole('button', { name: 'Choose none' }).click()
    await map.points.focus()
    await page.keyboard.press('PageDown')
    await expect(map.status).toHaveText(/^True .\d., predicted .\d.; \d+ of its 10 nearest are of its class$/)
    const [, truth, predicted] = /True .(\d)., predicted .(\d)./.exec(await map.status.innerText())!
    const first = rows.find((row) => row['True'] !== row['Predicted'])!
    expect([truth, predicted]).toEqual([first['True'], first['Predicted']])
    await page.keyboard.press('Space')
    await page.keyboard.press('PageDown')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await expect(explorer.shown).toContainText(/^2 of /)
    await page.keyboard.press('Escape')
    await expect(map.points).toBeFocused()
    await closer.window.getByRole('button', { name: 'Choose none' }).press('Enter')
    await expect(closer.window.getByRole('button', { name: 'Choose none' })).toBeHidden()
    await map.points.focus()
    await page.keyboard.press('ArrowRight')
    await expect(map.status).toContainText('of its 10 nearest')
    await page.keyboard.press('Enter')
    await expect(explorer.shown).toContainText(/^1 of /)
    await page.keyboard.press('Escape')
  })

  await test.step('classes are hidden, and what is hidden is not chosen', async () => {
    const legend = closer.figure('Map of the images, test split').getByRole('list', { name: 'Legend' })
    await closer.window.getByRole('button', { name: 'Hide all classes' }).click()
    await legend.getByRole('button', { name: /^3 / }).click()
    await map.pull([0, 0], [1, 1])
    const threes = rows.filter((row) => row['True'] === '3').length
    await expect(map.status).toContainText(`${threes} images chosen`)
    await closer.window.getByRole('button', { name: 'Show all classes' }).click()
  })

  await test.step('another layer is another map', async () => {
    await closer.window.getByLabel('Layer', { exact: true }).selectOption({ label: 'dense, 10 values' })
    await expect(closer.window).toContainText('gives of each image, 10 values.')
    await expect(closer.value('Variance kept', 'Figures of the map')).toHaveText('100.0 % in 10 components')
  })

  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include('[role=dialog]').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(closer.window).toBeHidden()
})
