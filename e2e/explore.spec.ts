/** Looking through the images of a dataset, and deciding about them one by one. */
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'
import type { Explorer } from './pages/Explorer'
import { choose, enter, readTable } from './pages/fields'
import type { StudioPage } from './pages/StudioPage'

/** 40 train and 10 test pictures of each class. */
const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel'], train: 40, test: 10 })

async function explore(studio: StudioPage): Promise<Explorer> {
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(PICTURES))
  await expect(studio.data.summary).toContainText('150 images')
  await studio.explorer.open.click()
  await expect(studio.explorer.shown).toHaveText('150 images')
  return studio.explorer
}

test('images are found by class, split and words, put in order, and shown by the means and pixel values of their classes', async ({
  studio,
}) => {
  const explorer = await explore(studio)
  await expect(explorer.images.first()).toHaveAccessibleName('cat, train, train/0/0.png')

  await choose(explorer.field('Class'), 'dog')
  await expect(explorer.shown).toHaveText('50 of 150 images')
  await expect(explorer.images.first()).toHaveAccessibleName(/^dog, train/)
  await choose(explorer.field('Split'), 'Test')
  await expect(explorer.shown).toHaveText('10 of 150 images')
  await enter(explorer.field('Path or label'), '49.png')
  await expect(explorer.shown).toHaveText('1 of 150 images')
  await expect(explorer.images).toHaveAccessibleName('dog, test, test/1/49.png')

  await enter(explorer.field('Path or label'), '')
  await choose(explorer.field('Class'), 'All classes')
  await choose(explorer.field('Split'), 'All splits')
  await explorer.button('Ascending: sort descending').click()
  await expect(explorer.images.first()).toHaveAccessibleName('eel, test, test/2/49.png')
  await enter(explorer.field('Path or label'), 'no such image')
  await expect(explorer.shown).toHaveText('0 of 150 images')
  await expect(explorer.window).toContainText('No image is like that.')

  await enter(explorer.field('Path or label'), '')
  await explorer.tab('Classes').click()
  await explorer.window
    .getByRole('figure', { name: 'Pixel values' })
    .getByRole('button', { name: 'Show as table' })
    .click()
  const [, ...rows] = await readTable(explorer.window.getByRole('table', { name: 'Pixel values' }))
  const counted = rows.map((row) => Number((row[1] ?? '').replaceAll(',', '')))
  const expected = new Array<number>(256).fill(0)
  for (const { pixels } of PICTURES) for (const value of pixels) expected[value] = (expected[value] ?? 0) + 1
  expect(counted).toEqual(expected)

  await explorer.window.getByRole('list', { name: 'Mean images' }).getByRole('button', { name: 'dog' }).click()
  await expect(explorer.shown).toHaveText('50 of 150 images')
})

test('an image is taken out, and undo brings it back', async ({ studio, page }) => {
  const explorer = await explore(studio)
  await explorer.images.nth(1).click()
  await expect(explorer.detail).toContainText('train/0/1.png')
  await explorer.button('Exclude').click()
  await expect(explorer.shown).toHaveText('149 images')
  await expect(explorer.images.nth(1)).toHaveAccessibleName(/0\/2\.png$/)

  await choose(explorer.field('Split'), 'Excluded')
  await expect(explorer.shown).toHaveText('1 of 149 images')
  await explorer.images.first().click()
  await explorer.button('Include').click()
  await expect(explorer.shown).toHaveText('0 of 150 images')

  await page.keyboard.press('Control+z')
  await expect(explorer.shown).toHaveText('1 of 149 images')
  await page.keyboard.press('Control+z')
  await expect(explorer.shown).toHaveText('0 of 150 images')
  await explorer.press('Escape')
  await expect(explorer.window).toBeHidden()
  await expect(studio.data.summary).toContainText('120 train')
})

test('labels are corrected and images taken out, one at a time and several at once, those too that are out of view', async ({
  studio,
}) => {
  const explorer = await explore(studio)
  await explorer.images.first().click()
  await choose(explorer.detail.getByLabel('Label', { exact: true }), 'eel')
  await expect(explorer.detail).toContainText('the files say ⁨cat⁩')
  await expect(explorer.images.first()).toHaveAccessibleName('eel, train, train/0/0.png')
  await choose(explorer.field('Class'), 'eel')
  await expect(explorer.shown).toHaveText('51 of 150 images')
  await explorer.undo.click()
  await expect(explorer.shown).toHaveText('50 of 150 images')
  await choose(explorer.field('Class'), 'All classes')
  await expect(explorer.shown).toHaveText('150 images')

  await explorer.images.nth(2).click()
  await explorer.images.nth(6).click({ modifiers: ['Shift'] })
  await explorer.images.nth(4).click({ modifiers: ['ControlOrMeta'] })
  await explorer.button('Exclude 4 images').click()
  await expect(explorer.shown).toHaveText('146 images')

  await explorer.images.first().click()
  await explorer.press('Control+a')
  await explorer.button('Correct 146 labels').click()
  await studio.page.getByRole('menuitem', { name: 'dog' }).click()
  await choose(explorer.field('Class'), 'dog')
  await expect(explorer.shown).toHaveText('146 of 146 images')
  await explorer.undo.click()
  await explorer.undo.click()
  await expect(explorer.shown).toHaveText('50 of 150 images')
})

test('the keyboard reaches every image and every pixel, and the focus returns', async ({ studio }) => {
  const explorer = await explore(studio)
  await explorer.grid.focus()
  await explorer.press('End')
  await expect(explorer.detail).toContainText('test/2/49.png')
  await explorer.press('Home', 'ArrowRight', 'Shift+ArrowRight')
  await expect(explorer.window).toContainText('2 selected')
  await explorer.press('Enter', 'ArrowDown', 'ArrowRight', 'ArrowRight')
  const pixel = PICTURES[2]?.pixels[28 + 2] ?? NaN
  await expect(explorer.detail).toContainText(`Row 1, column 2: ${pixel}`)
  await explorer.press('Escape')
  await expect(explorer.grid).toBeFocused()
  await explorer.press('Delete')
  await expect(explorer.shown).toHaveText('148 images')
  await explorer.press('Escape')
  await expect(explorer.window).toBeHidden()
  await expect(explorer.open).toBeFocused()
})

test('an image that is in train and in test is found, and taken out at one press', async ({ studio }) => {
  const [first] = PICTURES
  const planted = PICTURES.map((picture) =>
    first && picture.path === 'test/0/45.png' ? { ...picture, pixels: first.pixels } : picture,
  )
  await studio.openOnProcessor()
  await studio.data.choose(await toFiles(planted))
  await expect(studio.explorer.checks).toHaveText('1 check to look at')
  await studio.explorer.checks.getByRole('button').click()
  const finding = studio.explorer.window.getByRole('list', { name: 'Findings' }).getByRole('listitem').first()
  await expect(finding).toContainText('Identical images across splits')
  await studio.explorer.button('Show 2 images').click()
  await expect(studio.explorer.shown).toHaveText('2 of 150 images')
  await expect(studio.explorer.images.last()).toHaveAccessibleName('cat, test, test/0/45.png')
  await studio.explorer.button('Show all images').click()
  await expect(studio.explorer.shown).toHaveText('150 images')

  await studio.explorer.tab('Checks').click()
  await studio.explorer.button('Exclude 1 image').click()
  await expect(studio.explorer.window).toContainText('Nothing stands out.')
  await studio.explorer.press('Escape')
  await expect(studio.data.summary).toContainText('149 images')
})

test('classes that differ in capitals alone are made one at a press, and the model follows', async ({ studio }) => {
  const { data, model, explorer } = studio
  await studio.openOnProcessor()
  await data.choose(await toFiles(drawPictures({ labels: ['Cat', 'cat', 'dog'], train: 40, test: 10 })))
  await expect(data.summary).toContainText('3 classes')
  await explorer.checks.getByRole('button').click()
  const finding = explorer.window.getByRole('list', { name: 'Findings' }).getByRole('listitem').first()
  await expect(finding).toContainText('Classes with nearly the same name')
  await expect(finding).toContainText('“Cat” (50 images) and “cat” (50 images) differ in capitals alone.')
  await explorer.button('Make them one class').click()
  await expect(explorer.window).toContainText('Nothing stands out.')
  await explorer.tab('Images').click()
  await choose(explorer.field('Class'), 'Cat')
  await expect(explorer.shown).toHaveText('100 of 150 images')
  await explorer.press('Escape')
  await expect(data.summary).toContainText('2 classes')
  await expect(studio.page.getByText(/^The output layer has/)).toHaveCount(0)

  await model.undo.click()
  await expect(data.summary).toContainText('3 classes')
  await expect(studio.page.getByText(/^The output layer has/)).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('an image lies over the others until it is sent away, and fingers can select several', async ({
    studio,
    page,
  }) => {
    const explorer = await explore(studio)
    await expect(explorer.detail).toBeHidden()
    await explorer.images.nth(7).tap()
    await expect(explorer.detail).toContainText('train/0/7.png')
    await explorer.button('Next image').tap()
    await expect(explorer.detail).toContainText('train/0/8.png')
    await explorer.press('Escape')
    await expect(explorer.detail).toBeHidden()
    await expect(explorer.grid).toBeFocused()

    await explorer.button('Filters').tap()
    await choose(explorer.field('Class'), 'eel')
    await expect(explorer.shown).toHaveText('50 of 150 images')
    await explorer.button('Filters').tap()
    await explorer.button('Select several').tap()
    await explorer.images.nth(1).tap()
    await explorer.images.nth(3).tap()
    await explorer.button('Exclude 2 images').tap()
    await expect(explorer.shown).toHaveText('48 of 148 images')
    await explorer.button('2 excluded').tap()
    await expect(explorer.shown).toHaveText('2 of 148 images')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
