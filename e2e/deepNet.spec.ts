/** A deep residual net, from no layers at all to a run, without a pointer. */
import type { Locator } from '@playwright/test'
import type { LayerItem } from './pages/ModelPanel'
import { drawPictures, toFiles } from './pictures.fixture'
import { tabTo } from './pages/keyboard'
import { expect, test } from './test.fixture'

const COPIES = 5

test('by keyboard alone: a residual net of 47 layers is built from nothing, folded, edited and trained', async ({
  studio,
  page,
}) => {
  const { data, model, train } = studio
  const { keyboard } = page
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
  const press = async (target: Locator): Promise<void> => {
    await tabTo(target)
    await keyboard.press('Enter')
  }
  /** Finds a layer type in the open menu by a few letters. The new layer has the focus then. */
  const choose = async (letters: string): Promise<void> => {
    const count = await model.items().count()
    await keyboard.type(letters)
    await keyboard.press('Enter')
    await expect(model.items()).toHaveCount(count + 1)
  }
  /** Behind the layer with the focus, in the gap above the next one. */
  const add = async (letters: string): Promise<void> => {
    for (const key of ['ArrowDown', 'Tab', 'Enter']) await keyboard.press(key)
    await choose(letters)
  }
  const fillConvolution = async (conv: LayerItem): Promise<void> => {
    await tabTo(conv.field('Filters'))
    await keyboard.type('8')
    await tabTo(conv.field('Padding'))
    await keyboard.press('ArrowDown')
    await keyboard.press('s')
    await keyboard.press('Enter')
    await expect(conv.field('Padding')).toHaveValue('same')
  }
  const gap = button('Insert a layer before GlobalAveragePooling2D')

  await studio.open()
  await data.choose(await toFiles(drawPictures({ labels: ['up', 'down'], train: 10, test: 2 })))
  await expect(data.summary).toContainText('24 images')
  await train.enterRecipe({ epochs: 1000, batchSize: 16 })
  await press(page.getByRole('link', { name: 'Model' }))
  await tabTo(model.items().first())
  await keyboard.press('ControlOrMeta+a')
  await keyboard.press('Delete')
  await expect(model.items()).toHaveCount(0)
  await expect(button('Add layer')).toBeFocused()

  await keyboard.press('Enter')
  await choose('conv2d')
  await press(model.layer('Conv2D').item.getByRole('button', { name: /^Insert Reshape/ }))
  await fillConvolution(model.layer('Conv2D'))
  await press(button('Add layer'))
  await choose('max p')
  await press(button('Add layer'))
  await choose('global average')
  await press(button('Add layer'))
  await choose('dense')
  await press(model.layer('Dense').item.getByRole('button', { name: 'Set 2 units' }))
  await press(model.layer('Dense').item.getByRole('button', { name: 'Use softmax' }))
  await expect(train.start).toBeEnabled()

  await keyboard.press('ArrowUp')
  await keyboard.press('Tab')
  await expect(gap).toBeFocused()
  await keyboard.press('Enter')
  await choose('conv2d')
  await fillConvolution(model.layer('Conv2D', 1))
  await press(gap)
  await choose('batch norm')
  await add('relu')
  await add('conv2d')
  await fillConvolution(model.layer('Conv2D', 2))
  await press(gap)
  await choose('batch norm')
  await add('add')
  const sum = model.layer('Add')
  await press(sum.reads('Add an input'))
  await keyboard.type('pool')
  await keyboard.press('Enter')
  await expect(sum.reads('Input 2: max_pooling2d')).toBeVisible()
  await press(gap)
  await choose('relu')

  for (let more = 0; more < 6; more++) await keyboard.press('Shift+ArrowUp')
  await expect(model.selection).toContainText('7 selected')
  await keyboard.press('ControlOrMeta+g')
  await keyboard.type('Residual')
  await keyboard.press('Enter')
  const block = model.block('Residual')
  await press(block.item.getByRole('button', { name: 'More for the block' }))
  await keyboard.press('Enter')
  await expect(page.getByLabel('Copies')).toBeFocused()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(String(COPIES))
  await keyboard.press('Enter')
  await expect(model.block(`Residual ${COPIES + 1}`).item).toContainText('14 × 14 × 8')

  await expect(train.start).toBeEnabled()

  await tabTo(button('Fold all'), 'back')
  await keyboard.press('Enter')
  await expect(model.items()).toHaveCount(11)

  // One block is opened again, one of its layers changed, and the net is whole at the end.
  const third = model.block('Residual 3')
  await press(third.button('Unfold'))
  const inside = model.layer('Conv2D', 1)
  await press(inside.item.getByRole('button', { name: 'Unfold', exact: true }))
  await tabTo(inside.field('Kernel size'))
  await keyboard.type('5')
  await keyboard.press('Tab')
  await expect(third.item).toContainText('2,256 params')
  await expect(train.start).toBeEnabled()

  await train.start.focus()
  await keyboard.press('Enter')
  await expect.poll(() => train.percent()).toBeGreaterThan(0)
  await studio.expectWebGPU()
  await train.stop.focus()
  await keyboard.press('Enter')
  await expect(train.status).toContainText('Stopped')
})
