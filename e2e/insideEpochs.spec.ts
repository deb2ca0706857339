/** The inside of a model by epoch: a person switches it on, watches it live, reads it by words and tables, and finds it again after a reload. */
import { AxeBuilder } from '@axe-core/playwright'
import Papa from 'papaparse'
import { readTable } from './pages/fields'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

test('the inside of a model is watched epoch by epoch, and kept with its run', async ({ studio, page }) => {
  const { closer, data, evaluate, train } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  await data.unfold('Saved in this browser')
  await data.button('Keep in this browser').click()
  await expect(data.saved).toHaveCount(1)
  await studio.model.useTemplate('Galaxy CNN tutorial')
  await train.enterRecipe({ epochs: 3, batchSize: 32, learningRate: 0.001 })
  await page.getByRole('checkbox', { name: 'Watch the inside', exact: true }).check()
  await train.finish()
  await expect(evaluate.results).toContainText('%')

  await closer.open.click()
  await closer.tab('Training inside').click()
  const spread = closer.figure('Weights of conv2d/kernel')
  await expect(spread.getByRole('img')).toHaveAccessibleName(/4 histograms; after epoch 3: mean -?[\d.e-]+, deviation/)
  const ofSpread = async () => {
    await spread.getByRole('button', { name: 'Show as table' }).click()
    const rows = await readTable(closer.window.getByRole('table', { name: 'Weights of conv2d/kernel' }))
    await spread.getByRole('button', { name: 'Show as table' }).click()
    return rows
  }
  const before = await ofSpread()
  expect(before.map(([epoch]) => epoch)).toEqual(['Epoch', '0', '1', '2', '3'])
  const words = closer.window.getByRole('list', { name: 'Update to weight after epoch 3' })
  await expect(words.getByRole('listitem').first()).toHaveText(
    /^The kernel of conv2d moved by [\d.]+ % of its size in the last step: (as it should\.|too fast|it hardly)/,
  )
  const silence = closer.window.getByRole('list', { name: 'Silent units, after epoch 3' })
  await expect(silence.getByRole('listitem').first()).toHaveText(/^conv2d: .* 64 images/)

  await test.step('epochs are moved over, and other parts chosen, by keyboard', async () => {
    const epoch = closer.window.getByRole('slider', { name: 'Epoch', exact: true })
    await epoch.focus()
    await page.keyboard.press('Home')
    await expect(epoch).toHaveAttribute('aria-valuetext', 'Before the first step')
    await expect(spread.getByRole('img')).toHaveAccessibleName(/before the first step/)
    await page.keyboard.press('End')
    await closer.window.getByRole('radio', { name: 'Gradients' }).press('Space')
    await expect(closer.figure('Gradients of conv2d/kernel').getByRole('img')).toBeVisible()
    await closer.window.getByRole('button', { name: /^conv2d: / }).press('Enter')
    await expect(closer.figure('Activations of conv2d (relu)').getByRole('img')).toBeVisible()
  })

  await test.step('the histograms as numbers', async () => {
    const text = (await closer.download('Activations of conv2d (relu)', 'CSV')).toString()
    const { data: rows } = Papa.parse<Record<string, string>>(text.trimEnd(), { header: true })
    expect(rows).toHaveLength(4 * 64)
    const ofEpoch = (wanted: string) => rows.filter(({ Epoch }) => Epoch === wanted)
    const counts = ['0', '3'].map((epoch) => ofEpoch(epoch).reduce((sum, { Values }) => sum + Number(Values), 0))
    expect(counts[0]).toBe(counts[1])
    expect(counts[0]! % 64).toBe(0)
  })

  const axe = await new AxeBuilder({ page }).setLegacyMode(true).include('[role=dialog]').analyze()
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])

  await test.step('the model as it is, beside the epochs of its run', async () => {
    await closer.window.getByRole('button', { name: 'Study now' }).click()
    await closer.window.getByRole('radio', { name: 'Weights' }).press('Space')
    await expect(spread.getByRole('img')).toHaveAccessibleName(/5 histograms; of the model at hand/)
    const [, , , , third, now] = await ofSpread()
    expect(now!.slice(1)).toEqual(third!.slice(1))
    await page.keyboard.press('Escape')
  })

  await test.step('after a reload', async () => {
    await page.reload()
    await studio.runs.open()
    await studio.runs.action('Bring back run 1').click()
    await closer.open.click()
    await closer.tab('Training inside').click()
    await expect(closer.window.getByRole('checkbox', { name: 'Watch the inside' })).not.toBeChecked()
    expect(await ofSpread()).toEqual(before)
    await expect(words.getByRole('listitem').first()).toHaveText(/^The kernel of conv2d moved by/)
  })
})

test('a run that goes on is watched from the epoch on in which that is switched on', async ({ studio, page }) => {
  const { closer, data, train } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(PICTURES))
  await expect(data.summary).toContainText('340 images')
  // So large that it never comes to the end.
  await studio.model.useTemplate('AlexNet-like')
  await train.enterRecipe({ epochs: 1000, batchSize: 32 })
  await train.start.click()
  await expect(train.status).toContainText(/Epoch \d/)
  await expect(closer.open).toBeHidden()
  const inTrain = page.getByRole('checkbox', { name: 'Watch the inside', exact: true })
  await inTrain.check()
  await closer.open.click()
  await expect(closer.tab('Training inside')).toHaveAttribute('aria-selected', 'true')
  const slider = closer.window.getByRole('slider', { name: 'Epoch', exact: true })
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch \d+ of \d+$/)
  const early = await slider.getAttribute('aria-valuetext')
  await expect(slider).not.toHaveAttribute('aria-valuetext', early!)
  for (const name of ['Study now', 'Report'])
    await expect(closer.window.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true')
  await closer.tab('Classes').click()
  await expect(closer.window).toContainText('can be seen when the run has ended')
  await closer.tab('Training inside').click()
  await closer.window.getByRole('checkbox', { name: 'Watch the inside' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(inTrain).not.toBeChecked()
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
})
