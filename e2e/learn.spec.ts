/** The picture that shows what a sliding window does, moved by the layer's own numbers. */
import { expect, test } from './test.fixture'
import { choose, enter } from './pages/fields'

test('by keyboard: the window walks, and each step says its sum and the size its formula', async ({ studio }) => {
  await studio.openOnProcessor()
  const { learn, model } = studio
  const conv = model.layer('Conv2D')
  await conv.action('Learn').press('Enter')
  await expect(learn.grid).toBeFocused()
  await expect(learn.step).toHaveText(/^Output pixel row 0, column 0: sum of 9 products \(5 with padding\), /)

  await learn.press('ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  const products = (await learn.taps()).flat().map((text) => text.replaceAll('−', '-').split(' × ').map(Number))
  const sum = products.reduce((total, [pixel = NaN, weight = NaN]) => total + pixel * weight, 0)
  expect(products).toHaveLength(9)
  const sentence = `Output pixel row 2, column 3: sum of 9 products, ${String(sum).replace('-', '−')}`
  await expect(learn.step).toHaveText(sentence)
  await expect(learn.pixel).toHaveAccessibleName(sentence)

  await learn.press('End', 'ArrowRight')
  await expect(learn.step).toContainText('row 2, column 27: sum of 9 products (3 with padding)')
  await learn.press('Control+Home')
  await expect(learn.step).toContainText('row 0, column 0')

  await expect(
    learn.formula('(input size − (filter size + (filter size − 1) × (dilation − 1)) + 2 × padding) / stride + 1'),
  ).toBeVisible()
  await expect(learn.formula('(28 − (3 + (3 − 1) × (1 − 1)) + 2 × 1) / 1 + 1 = 28')).toBeVisible()
  await expect(learn.formulas).toContainText('28 × 28, as on the layer’s card')

  await learn.press('Space')
  await expect(learn.step).toContainText('row 0, column 2')
  await learn.press('Space')
  await expect(learn.button('Play')).toBeVisible()

  await learn.press('Escape')
  await expect(learn.window).toBeHidden()
  await expect(conv.action('Learn')).toBeFocused()
})

test('other numbers are for looking, until the layer is given them in one step', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { learn, model } = studio
  const conv = model.layer('Conv2D')
  await conv.action('Learn').click()
  await enter(learn.field('Kernel size'), 5)
  await enter(learn.field('Strides'), 2)
  await choose(learn.field('Padding'), 'valid')
  await expect(learn.formula('(28 − (5 + (5 − 1) × (1 − 1)) + 2 × 0) / 2 + 1 = 12.5, rounded down: 12')).toBeVisible()
  await expect(learn.numbers).toContainText('Only for looking')
  await expect(learn.formulas).toContainText('The layer’s card has 28 × 28')

  await enter(learn.field('Dilation rate'), 2)
  await expect(learn.numbers).toContainText('Strides and dilation rate can’t both be larger than 1')
  await expect(learn.button('Use these numbers')).toBeDisabled()
  await enter(learn.field('Dilation rate'), 1)

  await learn.button('Use these numbers').click()
  await expect(learn.formulas).toContainText('12 × 12, as on the layer’s card')
  await learn.button('Close').click()
  await expect(conv.item).toContainText('12 × 12 × 64')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(conv.item).toContainText('28 × 28 × 64')
  await expect(model.undo).toBeDisabled()
})

test('a pool keeps the largest pixel, and what lies outside of the image does not count', async ({ studio }) => {
  await studio.openOnProcessor()
  const { learn, model } = studio
  await model.layer('MaxPooling2D').action('Learn').click()
  await expect(learn.formulas).toContainText('14 × 14, as on the layer’s card')
  await learn.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  const pixels = (await learn.taps()).flat().map(Number)
  await expect(learn.step).toHaveText(`Output pixel row 3, column 3: maximum of 4 pixels, ${Math.max(...pixels)}`)
  await enter(learn.field('Input size'), '27 x 28')
  await choose(learn.field('Padding'), 'same')
  await learn.grid.focus()
  await learn.press('Control+End')
  await expect(learn.step).toContainText('row 13, column 13: maximum of 2 pixels (2 of the window outside)')
})

test.describe('where less motion is asked for', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('nothing moves by itself, and steps are made by hand', async ({ studio }) => {
    await studio.openOnProcessor()
    const { learn, model } = studio
    await model.layer('Conv2D').action('Learn').click()
    await expect(learn.window).toContainText('Stands still, as your system asks for less motion')
    await expect(learn.button('Play')).toBeHidden()
    await learn.press('Space', 'ArrowRight')
    await expect(learn.step).toContainText('row 0, column 1')
    await learn.button('Next pixel').click()
    await expect(learn.step).toContainText('row 0, column 2')
    await learn.button('Previous pixel').click()
    await expect(learn.step).toContainText('row 0, column 1')
  })
})

test('a pool of the whole image is seen as one window, which leaves one number', async ({ studio }) => {
  await studio.openOnProcessor()
  const { learn, model } = studio
  await model.add('GlobalAveragePooling2D')
  await model.layer('Flatten').action('Remove').click()
  await model.layer('Dense').action('Move down').click()
  await model.layer('GlobalAveragePooling2D').action('Learn').click()
  await expect(learn.step).toHaveText(/^Output pixel row 0, column 0: mean of 36 pixels, /)
  await expect(learn.window).toContainText('The window is the whole image, so one number is left of each channel')
  await expect(learn.formulas).toHaveCount(0)
})
