/** Training with care: callbacks and schedules in the recipe, what they do to a run, and a learning rate that is set by hand. */
import { drawPictures, toFiles } from './pictures.fixture'
import { choose, enter, readTable } from './pages/fields'
import { expect, test } from './test.fixture'

const STOPPED = 'Epoch 3: stopped early: val_loss did not fall for 2 epochs; weights of epoch 1 restored'

test('sample digits train until they no longer become better, by smaller steps before', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useSoftmaxRegression()
  const { train } = studio
  await train.enterRecipe({ epochs: 9, batchSize: 200, validationSplit: 0 })
  // Nothing shows until it is asked for.
  await expect(train.callbacks).toBeHidden()
  await expect(train.log).toBeHidden()
  await expect(train.figure('Learning rate')).toBeHidden()

  await train.openCallbacks()
  const stopping = await train.turnOn('Early stopping')
  const missing = page.getByText('Early stopping monitors val_loss, but no images are there to validate')
  await expect(missing).toBeVisible()
  await expect(train.start).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Set loss' }).click()
  await expect(missing).toBeHidden()
  await expect(stopping.getByLabel('Monitor', { exact: true })).toHaveValue('loss')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(missing).toBeVisible()
  await train.enterRecipe({ validationSplit: 0.2 })
  await expect(missing).toBeHidden()

  // Of such changes there are none, so that what comes when is known.
  await enter(stopping.getByLabel('Patience', { exact: true }), 2)
  await enter(stopping.getByLabel('Minimum change', { exact: true }), 100)
  await expect(stopping.getByRole('checkbox', { name: 'Restore best weights' })).toBeChecked()
  const plateau = await train.turnOn('Reduce learning rate on plateau')
  await enter(plateau.getByLabel('Patience', { exact: true }), 1)
  await plateau.getByText('More', { exact: true }).click()
  await enter(plateau.getByLabel('Minimum change', { exact: true }), 100)
  await enter(plateau.getByLabel('Factor', { exact: true }), 2)
  await expect(page.getByText('Factor must be a number above 0 and below 1.')).toBeVisible()
  await enter(plateau.getByLabel('Factor', { exact: true }), 0.2)

  // It is the learning rate's only hand.
  await choose(train.callbacks.getByRole('combobox', { name: 'Schedule' }), 'Cosine decay')
  await expect(train.callbacks.getByRole('figure', { name: 'Schedule preview' })).toContainText('over 9 epochs')
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await expect(plateau).toBeHidden()
  await page.keyboard.press('ControlOrMeta+z')
  await choose(train.callbacks.getByRole('combobox', { name: 'Schedule' }), 'Constant')
  await expect(plateau).toBeVisible()

  await train.finish()
  await expect(train.status).toContainText('stopped early: val_loss did not fall for 2 epochs')
  const items = ['Epoch 2: learning rate 0.0002', 'Epoch 3: learning rate 0.0001', STOPPED]
  await expect(train.log.getByRole('listitem')).toHaveText(items)
  for (const name of ['Loss', 'Accuracy', 'Learning rate'] as const) {
    const marks = train.figure(name).getByRole('img')
    await expect(marks).toHaveCount(2)
    await expect(marks.first()).toHaveAccessibleName('Epoch 2: learning rate 0.0002')
    await expect(marks.last()).toHaveAccessibleName(`Epoch 3: learning rate 0.0001. ${STOPPED}`)
  }
  const losses = await readTable(await train.showAsTable('Loss'))
  expect(losses.map((row) => row.at(-1))).toEqual(['Run log', '', items[0], `${items[1]}. ${items[2]}`])
  expect(await readTable(await train.showAsTable('Learning rate'))).toEqual([
    ['Epoch', 'At its end', 'Run log'],
    ['1', '0.001', ''],
    ['2', '0.001', items[0]],
    ['3', '0.0002', `${items[1]}. ${items[2]}`],
  ])
  await expect(
    page.getByText('Continue goes on from the weights of epoch 1, and its callbacks begin anew.'),
  ).toBeVisible()

  // As a second fit: two more epochs without an improvement on the first of them.
  await train.continue.click()
  await expect(train.log.getByRole('listitem')).toHaveText([
    ...items,
    'Epoch 6: stopped early: val_loss did not fall for 2 epochs; weights of epoch 4 restored',
  ])
  await expect(train.status).toContainText('Finished')

  // What the model came to is in view first, not what the run came to.
  await page.getByRole('radiogroup', { name: 'Split' }).getByText('Validation').click()
  const slider = page.getByRole('slider', { name: 'Epoch', exact: true })
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch 4 of 6, accuracy [\d.]+\s%, the model’s epoch$/)
  await expect(page.getByText(/validation images, after epoch 4$/)).toBeVisible()
  const accuracy = /accuracy ([\d.]+\s%)/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[1]
  await slider.focus()
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', /^Epoch 6 of 6, accuracy [\d.]+\s%$/)

  // It is one run, and its record says how it ended.
  await studio.runs.open()
  await expect(studio.runs.rows).toHaveCount(1)
  await expect(studio.runs.row(1)).toContainText('Stopped early, epoch 6')
  await expect(studio.runs.row(1)).toContainText('6 of 9')
  const [headings, cells] = await readTable(studio.runs.table)
  expect(cells?.[headings?.indexOf('Val. acc.') ?? -1]).toBe(`epoch 4: ${accuracy?.replace(/\s/, ' ')}`)
  await studio.runs.studio.click()

  await page.reload()
  await train.openCallbacks()
  await expect(train.callbacks.getByRole('checkbox', { name: 'Early stopping' })).toBeChecked()
  await expect(stopping.getByLabel('Patience', { exact: true })).toHaveValue('2')
})

test('a paused run gets another learning rate by hand, and keeps it', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })))
  await expect(studio.data.summary).toContainText('340 images')
  const { train } = studio
  // Long enough to be paused in time, however late the press comes.
  await train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')
  const rate = page.getByLabel('New learning rate', { exact: true })
  await expect(rate).toBeHidden()
  await train.pause.click()
  await expect(train.status).toContainText('Paused')
  await expect(rate).toHaveValue('0.001')
  const apply = page.getByRole('button', { name: 'Apply', exact: true })
  await enter(rate, 0)
  await expect(page.getByText('Learning rate must be a number above 0 and at most 10.')).toBeVisible()
  await expect(apply).toHaveAttribute('aria-disabled', 'true')
  await enter(rate, 0.0005)
  const reminder = page.getByText('Not applied yet: without Apply, the run goes on with 0.001.')
  await expect(reminder).toBeVisible()
  await apply.click()
  await expect(reminder).toBeHidden()
  await expect(train.log.getByRole('listitem')).toHaveText(
    /^(Step \d+ of epoch \d+|Epoch \d+): learning rate set to 0\.0005 by hand$/,
  )
  // The recipe stays as it is.
  await expect(train.field('Learning rate').first()).toHaveValue('0.001')
  await expect(train.figure('Learning rate').getByRole('img')).toHaveCount(1)

  await train.resume.click()
  const epochOf = async (): Promise<number> =>
    Number(/[Ee]poch (\d+)/.exec((await train.status.textContent()) ?? '')?.[1] ?? 0)
  const at = await epochOf()
  await expect.poll(epochOf).toBeGreaterThan(at + 1)
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  const stopped = await epochOf()
  await train.enterRecipe({ epochs: stopped + 1 })
  await train.continue.click()
  await expect(train.status).toContainText('Finished')
  const rows = await readTable(await train.showAsTable('Learning rate'))
  expect(rows.at(-1)!.slice(0, 2)).toEqual([String(stopped + 1), '0.0005'])
})
