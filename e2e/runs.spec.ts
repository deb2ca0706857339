/** Runs that are kept: trained, found, named, compared, deleted and restored, after a reload and in a second tab. */
import type { Locator } from '@playwright/test'
import { openManyRuns } from './keptRuns.fixture'
import { readTable } from './pages/fields'
import { StudioPage } from './pages/StudioPage'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel', 'fox'], train: 60, test: 25 })

/** Whether nothing lies over the middle of an element. */
function isOnTop(element: Locator): Promise<boolean> {
  return element.evaluate((own) => {
    const { x, y, width, height } = own.getBoundingClientRect()
    const top = document.elementFromPoint(x + width / 2, y + height / 2)
    return own.contains(top)
  })
}

test('two runs on the sample digits are kept, compared, and outlive a reload', async ({ studio, page }) => {
  const { runs, train } = studio
  await studio.openOnProcessor()
  await runs.open()
  await expect(page.getByText('No runs yet.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Keep the weights' }).check()
  await runs.studio.click()

  await studio.data.useSampleDigits.click()
  await expect(studio.data.summary).toContainText('14,000 images')
  await studio.model.useSoftmaxRegression()
  await train.enterRecipe({ epochs: 1, batchSize: 500 })
  await train.finish()
  await train.enterRecipe({ epochs: 3 })
  await train.finish()
  const accuracy = /([\d.]+\s%)/.exec((await studio.evaluate.results.textContent()) ?? '')?.[1]

  await runs.open()
  await expect(page).toHaveTitle('Runs · Strata')
  await expect(runs.rows).toHaveCount(2)
  await expect(runs.row(2)).toContainText('Finished')
  await expect(runs.row(2)).toContainText(accuracy ?? 'none')
  await expect(runs.row(2)).toContainText('Sample digits')

  // Newest first, until a column is pressed.
  expect(await runs.numbers()).toEqual([2, 1])
  await runs.sortBy('Epochs')
  expect(await runs.numbers()).toEqual([2, 1])
  await runs.sortBy('Epochs')
  expect(await runs.numbers()).toEqual([1, 2])
  await expect(runs.table.getByRole('columnheader', { name: 'Epochs' })).toHaveAttribute('aria-sort', 'ascending')

  await runs.write('Name', 1, 'one epoch')
  await expect(runs.table.getByRole('button', { name: 'Name of run 1: one epoch' })).toBeFocused()
  await runs.write('Tags', 2, 'long, digits')
  await runs.toggleColumns('Note', 'Version')
  await runs.write('Note', 2, 'Three times as long')
  await runs.filter.fill('one')
  await expect(runs.rows).toHaveCount(1)
  await runs.filter.fill('')
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('long')
  expect(await runs.numbers()).toEqual([2])
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('All tags')

  await expect(runs.compare).toHaveAttribute('aria-disabled', 'true')
  await runs.select(1, 2)
  await runs.compare.click()
  await expect(runs.comparison).toBeFocused()
  await expect(runs.comparison).toContainText(/From one epoch to Run 2, \d+ of 10 classes (improved|got worse) in F1/)
  await expect(runs.comparison).toContainText(/The entropy (fell|rose) in \d+ of 10 classes.+(rose|fell) in/)
  const differences = await readTable(runs.comparison.getByRole('table', { name: 'What differs' }))
  expect(differences).toEqual([
    ['Setting', 'one epoch', 'Run 2'],
    ['Recipe: Epochs', '1', '3'],
  ])
  const results = runs.comparison.getByRole('table', { name: 'Results of the runs' })
  await expect(results.getByRole('row', { name: /^Training loss/ })).toContainText(/[\d.]+★ [\d.]+$/)
  const loss = runs.comparison.getByRole('figure', { name: 'Loss of the runs' })
  const lines = loss.locator('[data-line]')
  await expect(lines).toHaveCount(2)
  // Of the same seed, the short run is the long one as far as it goes: it lies above, and the other shows through.
  await expect(lines.last()).toHaveAttribute('data-line', 'run 1')
  await expect(lines.last()).toHaveCSS('stroke-dasharray', /^9/)
  await expect(lines.first()).toHaveCSS('stroke-dasharray', 'none')
  const accuracies = runs.comparison.getByRole('figure', { name: 'Accuracy of the runs' })
  await expect(accuracies.getByText(/^Accuracy \(%\), from [\d.]+$/)).toBeVisible()
  await runs.comparison.getByRole('checkbox', { name: 'Accuracy from 0 %' }).check()
  await expect(accuracies.getByText('Accuracy (%)', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Show curves of run 1', exact: true }).click()
  await expect(lines).toHaveCount(1)
  await loss.getByRole('button', { name: 'Show as table' }).click()
  await expect(runs.comparison.getByRole('table', { name: 'Loss of the runs' }).getByRole('row')).toHaveCount(1 + 3)
  await expect(runs.comparison.getByRole('figure', { name: 'Run 2 less one epoch' })).toBeVisible()

  // A comparison has an address, which Back, a reload and a link keep. Escape ends it.
  expect(new URL(page.url()).hash).toBe('#runs/compare/1,2')
  await page.goBack()
  await expect(runs.comparison).toBeHidden()
  await page.goForward()
  await expect(runs.comparison).toBeVisible()
  await page.reload()
  await expect(runs.comparison).toBeVisible()
  await expect(runs.row(2).getByRole('checkbox')).toBeChecked()
  await runs.filter.press('Escape')
  await expect(runs.comparison).toBeVisible()
  await runs.compare.press('Escape')
  await expect(runs.comparison).toBeHidden()
  await page.evaluate(() => (location.hash = '#runs/compare/1,2,77'))
  await expect(runs.comparison).toBeVisible()
  await expect(page.getByText('Run 77 is not among the runs that this browser keeps')).toBeVisible()

  // A look at the studio ends no comparison.
  await runs.studio.click()
  await expect(runs.comparison).toBeHidden()
  await runs.open()
  await expect(runs.comparison).toBeVisible()
  await expect(runs.row(1).getByRole('checkbox')).toBeChecked()

  await page.reload()
  await expect(runs.rows).toHaveCount(2)
  await expect(runs.row(1)).toContainText('one epoch')
  await expect(runs.row(2)).toContainText('Three times as long')

  // With its weights, a run is the model that it came to.
  await page.getByRole('button', { name: 'Register run 2 as a version' }).click()
  await page.getByRole('combobox', { name: 'Model name' }).fill('digits')
  await page.keyboard.press('Enter')
  await expect(runs.row(2)).toContainText('digits 1 (latest)')
  // A model keeps its first spelling.
  await page.getByRole('button', { name: 'Register run 1 as a version' }).click()
  await page.getByRole('combobox', { name: 'Model name' }).fill('DIGITS')
  await expect(page.getByText('It is kept as “digits”')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(runs.row(1)).toContainText('digits 2 (latest)')
  await page.getByRole('button', { name: 'Restore run 2 into the studio' }).click()
  await expect(studio.train.field('Epochs')).toHaveValue('3')
  await expect(studio.use.exportModel).toBeEnabled()
  await studio.data.useSampleDigits.click()
  await expect(studio.evaluate.results).toContainText(accuracy ?? 'none')
})

test('a run goes on under the view of runs, and another tab sees it, marks it, deletes it and brings it back', async ({
  studio,
  page,
  context,
}) => {
  const { runs, train } = studio
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await train.enterRecipe({ epochs: 1000, batchSize: 1 })
  await train.start.click()
  await expect(train.status).toContainText('images/s')

  await runs.open()
  const epoch = async (): Promise<number> =>
    Number(/Running, epoch (\d+)/.exec((await runs.row(1).textContent()) ?? '')?.[1] ?? 0)
  await expect.poll(epoch).toBeGreaterThan(0)
  const before = await epoch()
  await expect.poll(epoch).toBeGreaterThan(before)
  await page.getByRole('button', { name: 'Restore run 1 into the studio' }).click()
  await expect(page.getByRole('alert')).toContainText('A run is going on: stop it, or wait until it has ended.')
  // It can't be deleted meanwhile, neither here nor in the other tab.
  const reason = 'Run 1 is being trained: stop it before you delete it.'
  const deletion = page.getByRole('button', { name: 'Delete run 1', exact: true })
  await expect(deletion).toHaveAttribute('aria-disabled', 'true')
  await expect(deletion).toHaveAccessibleDescription(reason)
  await runs.select(1)
  const bulk = page.getByRole('button', { name: 'Delete selected runs' })
  await expect(bulk).toHaveAttribute('aria-disabled', 'true')
  await expect(bulk).toHaveAccessibleDescription(reason)
  await runs.studio.click()
  await train.pause.click()
  await expect(train.status).toContainText('Paused')
  await runs.open()

  const tab = new StudioPage(await context.newPage(), studio.url)
  await tab.page.goto(`${studio.url}?backend=processor#runs`)
  await expect(tab.runs.row(1)).toContainText(/Running, epoch \d/)
  await expect(tab.page.getByRole('button', { name: 'Delete run 1', exact: true })).toHaveAccessibleDescription(reason)
  await tab.runs.write('Name', 1, 'endless')
  await expect(runs.row(1)).toContainText('endless')

  await runs.studio.click()
  await expect(train.stop).toBeVisible()
  await train.stop.click()
  await expect(train.status).toContainText('Stopped')
  await expect(tab.runs.row(1)).toContainText(/Stopped (after|in) epoch \d/)
  await expect(studio.evaluate.results).toContainText('Accuracy')
  const accuracy = /([\d.]+\s%)/.exec((await studio.evaluate.results.textContent()) ?? '')?.[1]?.replace(/\s/, ' ')
  const tested = async (): Promise<string | undefined> => {
    const [headings, cells] = await readTable(tab.runs.table)
    return cells?.[headings?.indexOf('Test acc.') ?? -1]
  }
  await expect.poll(tested).toBe(accuracy)
  await expect(tab.runs.row(1)).toContainText('endless')

  await tab.page.getByRole('button', { name: 'Delete run 1', exact: true }).click()
  await expect(
    tab.page.getByText(/^Run 1 \(endless\) was deleted\. It can come back until tomorrow \d\d:\d\d\.$/),
  ).toBeVisible()
  await runs.open()
  await expect(runs.rows).toHaveCount(0)
  await tab.page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(tab.runs.row(1)).toContainText('endless')
  await expect(runs.row(1)).toContainText('endless')
})

test('a run whose worker is killed stays as far as it came, and goes back into the studio by keyboard alone', async ({
  studio,
  page,
  context,
}) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.train.enterRecipe({ epochs: 1000, batchSize: 16, learningRate: 0.002 })
  await studio.train.start.click()
  await expect(studio.train.status).toContainText('images/s')
  await studio.runs.open()
  await expect(studio.runs.row(1)).toContainText(/Running, epoch \d/)
  const tab = new StudioPage(await context.newPage(), studio.url)
  await tab.page.goto(`${studio.url}?backend=processor#runs`)
  await expect(tab.runs.row(1)).toContainText(/Running, epoch \d/)

  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(studio.runs.row(1)).toContainText(/Interrupted after epoch \d+/)
  await expect(studio.runs.row(1)).toContainText(/\d+ of 1,000/)
  // Another tab that had it in view sees as much, though nobody tells it.
  await expect(tab.runs.row(1)).toContainText(/Interrupted after epoch \d+/)

  await page.getByRole('button', { name: 'Restore run 1 into the studio' }).focus()
  await page.keyboard.press('Enter')
  await expect(studio.train.field('Learning rate')).toHaveValue('0.002')
  await expect(studio.model.undo).toBeEnabled()
  await studio.model.undo.click()
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(studio.train.field('Epochs')).toHaveValue('1000')
})

test('without a storage for runs, one sentence says so and training goes on', async ({ studio, page }) => {
  // A worker's policy is the page's, so its script can be read; its storage is taken away before it starts.
  await page.addInitScript(() => {
    const Plain = globalThis.Blob
    globalThis.Blob = class extends Plain {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        const isWorker = options?.type === 'text/javascript'
        super(
          isWorker ? [`Object.defineProperty(globalThis, 'indexedDB', { value: undefined });`, ...parts] : parts,
          options,
        )
      }
    }
  })
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 2, batchSize: 16 })
  await studio.train.finish()
  await expect(
    page.getByText('This browser gives the page no storage for runs here, as in a private window'),
  ).toBeVisible()
  await expect(studio.evaluate.results).toContainText('%')
})

test('a full storage is one sentence, and the run goes on', async ({ studio, page }) => {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('340 images')
  await studio.model.useSoftmaxRegression()
  await studio.train.enterRecipe({ epochs: 3, batchSize: 16 })
  const browser = await page.context().newCDPSession(page)
  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(studio.url).origin, quotaSize: 1 })
  await studio.train.finish()
  const trouble = page.getByText('There is no room in the browser’s storage, so runs are not kept')
  await expect(trouble).toBeVisible()
  await expect(studio.evaluate.results).toContainText('%')
  await studio.runs.open()
  await expect(page.getByText(/^No run is kept\. There is no room/)).toBeVisible()
  await studio.runs.studio.click()

  await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(studio.url).origin })
  await studio.train.finish()
  await studio.runs.open()
  await expect(studio.runs.rows).toHaveCount(1)
  await expect(studio.runs.rows).toContainText('Finished')
  await expect(trouble).toHaveCount(0)
})

test('deletions are taken back one after another, after another view and a reload too, and any run or all come back', async ({
  studio,
  page,
}) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openManyRuns(studio, 6)
  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  const remove = (number: number) => page.getByRole('button', { name: `Delete run ${number}`, exact: true }).click()
  for (const number of [6, 2]) {
    await remove(number)
    await expect(undo).toBeFocused()
  }
  await runs.select(3, 4)
  await page.getByRole('button', { name: 'Delete selected runs' }).click()
  await expect(
    page.getByText(/^4 deleted runs can come back until tomorrow \d\d:\d\d\. 2 runs were deleted last\.$/),
  ).toBeVisible()
  expect(await runs.numbers()).toEqual([5, 1])

  await runs.studio.click()
  await page.reload()
  await runs.open()
  await undo.click()
  await expect.poll(() => runs.numbers()).toEqual([5, 4, 3, 1])
  await expect(page.getByText(/^2 deleted runs .*Run 2 \(wider\) was deleted last\.$/)).toBeVisible()
  await page.getByRole('button', { name: 'Bring back …' }).click()
  await page.getByRole('menuitem', { name: 'Run 6' }).click()
  await expect.poll(() => runs.numbers()).toEqual([6, 5, 4, 3, 1])
  await undo.click()
  await expect.poll(() => runs.numbers()).toEqual([6, 5, 4, 3, 2, 1])
  await expect(undo).toHaveCount(0)

  for (const number of [1, 5]) await remove(number)
  await page.getByRole('button', { name: 'Bring back …' }).click()
  await page.getByRole('menuitem', { name: 'All 2 runs' }).click()
  await expect(runs.rows).toHaveCount(6)
})

test('on a narrow page box, number and name stay in sight, the head covers the rows, and the actions are in a menu', async ({
  studio,
  page,
}) => {
  const { runs } = studio
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.openOnProcessor()
  await openManyRuns(studio, 30)
  const scroller = page.getByRole('group', { name: 'Runs, scrollable' })
  const names = runs.table.getByRole('columnheader', { name: 'Name' })
  const before = await names.boundingBox()
  await scroller.evaluate((element) => element.scrollTo(element.scrollWidth, 200))
  const [number, name] = [runs.table.getByRole('columnheader', { name: 'No.' }), names]
  const frame = (await scroller.boundingBox())!
  // What lies on top at the middle of each: a head, a box and a name, and no row shows through.
  for (const head of [number, name]) {
    await expect(head).toBeInViewport({ ratio: 1 })
    expect(await isOnTop(head)).toBe(true)
    await expect(head).toHaveCSS('background-color', /^rgb\(/)
  }
  expect((await name.boundingBox())!.x).toBeLessThanOrEqual(before!.x)
  expect((await name.boundingBox())!.x + (await name.boundingBox())!.width).toBeLessThan(frame.x + frame.width / 1.5)
  const row = runs.rows.nth(6)
  expect(await isOnTop(row.getByRole('checkbox'))).toBe(true)
  expect(await isOnTop(row.getByRole('rowheader').getByRole('button'))).toBe(true)

  await scroller.evaluate((element) => element.scrollTo(0, 0))
  await page.getByRole('button', { name: 'Actions of run 30', exact: true }).click()
  await expect(page.getByRole('menuitem')).toHaveText([
    /^(Resume|Bring back) run 30/,
    /^Restore run 30/,
    /^Register run 30/,
    /^Delete run 30/,
  ])
  await expect(page.getByRole('menu').getByRole('separator')).toHaveCount(1)
  await page.getByRole('menuitem', { name: 'Delete run 30' }).click()
  await expect(runs.row(30)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeFocused()
})

test('an address shows a run, a filter without a match is cleared, columns are chosen, and one spelling of a tag is kept', async ({
  studio,
  page,
}) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openManyRuns(studio, 60)
  await runs.filter.fill('no such run')
  await expect(page.getByText('None of the 60 runs fits the filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(runs.filter).toBeFocused()
  await expect(runs.table).toHaveAttribute('aria-rowcount', '61')

  await page.goto(`${studio.url}?backend=processor#runs/7`)
  await page.reload()
  await expect(runs.row(7)).toBeInViewport()
  await expect(runs.row(7).getByRole('checkbox')).toBeChecked()
  await page.evaluate(() => (location.hash = '#runs/999'))
  await expect(page.getByText('Run 999 is not among the runs that this browser keeps')).toBeVisible()
  await page.evaluate(() => (location.hash = '#runs/none'))
  await expect(
    page.getByText('There is no run “none”: the address of a run has its number, such as #runs/3.'),
  ).toBeVisible()
  await runs.open()

  // All of the usual columns are in sight.
  const scroller = page.getByRole('group', { name: 'Runs, scrollable' })
  expect(await scroller.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  await expect(runs.table.getByRole('columnheader', { name: 'Parameters' })).toHaveCount(0)
  await runs.toggleColumns('Parameters', 'Test acc.')
  await page.reload()
  await expect(runs.table.getByRole('columnheader', { name: 'Parameters' })).toBeVisible()
  await expect(runs.table.getByRole('columnheader', { name: 'Test acc.' })).toHaveCount(0)

  const [first] = await runs.numbers()
  await runs.write('Tags', first!, 'SWEEP, mine')
  await expect(page.getByText('“SWEEP” is kept as “sweep”')).toBeVisible()
  await expect(runs.row(first!)).toContainText('sweep')
  await runs.table.getByRole('button', { name: `Name of run ${first}:` }).click()
  await expect(runs.table.getByRole('textbox')).toHaveAttribute('maxlength', '200')
})

test('of five hundred runs those in view are drawn, and all are sorted, filtered and selected', async ({ studio }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openManyRuns(studio, 500)
  await expect(runs.table).toHaveAttribute('aria-rowcount', '501')
  expect((await runs.numbers())[0]).toBe(500)
  expect((await runs.numbers()).length).toBeLessThan(60)
  await runs.sortBy('No.')
  expect((await runs.numbers())[0]).toBe(1)
  await runs.table.locator('xpath=..').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight))
  await expect(runs.row(500)).toBeVisible()
  // Columns that are not in the table are looked through all the same.
  await runs.filter.fill('baseline rmsprop')
  await expect(runs.table).toHaveAttribute('aria-rowcount', /^\d\d?$/)
  await runs.toggleColumns('Optimizer')
  await expect(runs.rows.first()).toContainText('RMSprop')
  await runs.filter.fill('')
  await runs.table.getByRole('checkbox', { name: 'Select all runs' }).check()
  await runs.compare.click()
  await expect(runs.comparison).toContainText('The first 12 of 500 runs')
})

test('the view is used by keyboard alone, and the focus is never lost', async ({ studio, page }) => {
  const { runs } = studio
  await studio.openOnProcessor()
  await openManyRuns(studio, 60)
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const box = (number: number) => runs.table.getByRole('checkbox', { name: `Select run ${number}`, exact: true })

  await runs.link.focus()
  await press('Tab')
  await press('Tab')
  await expect(runs.filter).toBeFocused()
  await page.keyboard.type('wider')
  await expect(runs.table).toHaveAttribute('aria-rowcount', '11')
  await press('ControlOrMeta+a')
  await press('Delete')
  await press('Tab')
  await expect(page.getByRole('combobox', { name: 'Tag' })).toBeFocused()

  // A run whose new name sorts it out of view takes the focus no further than to the table.
  const name = runs.table.getByRole('columnheader', { name: 'Name' }).getByRole('button')
  await name.focus()
  await press('Enter')
  await expect(name).toBeFocused()
  const [first] = await runs.numbers()
  await runs.table.getByRole('button', { name: `Name of run ${first}:` }).focus()
  await press('Enter')
  await press('ControlOrMeta+a')
  await page.keyboard.type('zebra')
  await press('Enter')
  await expect(box(first!)).toBeHidden()
  await expect(page.getByRole('group', { name: 'Runs, scrollable' })).toBeFocused()
  await runs.table.getByRole('columnheader', { name: 'No.' }).getByRole('button').focus()
  await press('Enter')
  await expect(box(60)).toBeVisible()

  await box(60).focus()
  await press('Space')
  for (let stop = 0; stop < 8; stop++) await press('Tab')
  await expect(box(59)).toBeFocused()
  await press('Space')
  await runs.table.getByRole('button', { name: 'Tags of run 59:' }).focus()
  await press('Enter')
  await page.keyboard.type('kept')
  await press('Enter')
  await expect(runs.table.getByRole('button', { name: /^Tags of run 59: .*kept$/ })).toBeFocused()

  await runs.compare.focus()
  await press('Enter')
  await expect(runs.comparison).toBeFocused()
  await press('Tab')
  await expect(button('Close comparison')).toBeFocused()
  const slider = runs.comparison.getByRole('slider', { name: 'Epoch of both runs' })
  await slider.focus()
  const newest = await slider.getAttribute('aria-valuetext')
  await press('ArrowLeft')
  await expect(slider).not.toHaveAttribute('aria-valuetext', newest ?? '')
  await expect(slider).toBeFocused()
  await button('Close comparison').focus()
  await press('Enter')
  await expect(runs.compare).toBeFocused()

  await button('Register run 58 as a version').focus()
  await press('Enter')
  await expect(page.getByRole('combobox', { name: 'Model name' })).toBeFocused()
  await press('Escape')
  await expect(button('Register run 58 as a version')).toBeFocused()
  await button('Delete run 58').focus()
  await press('Enter')
  await expect(button('Undo')).toBeFocused()
  await press('Enter')
  await expect(box(58)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Runs', exact: true })).toBeFocused()

  await runs.studio.focus()
  await press('Enter')
  await expect(runs.table).toBeHidden()
  await expect(runs.studio).toBeFocused()
})
