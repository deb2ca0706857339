/** Layers that read others than the one above, blocks, several layers at once, layers as text, and the list of steps. */
import { expect, test } from './test.fixture'
import { tabTo } from './pages/keyboard'
import type { StudioPage } from './pages/StudioPage'

const TUTORIAL = ['Reshape', 'Conv2D', 'MaxPooling2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense']

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

const readClipboard = ({ page }: StudioPage): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

test('by keyboard alone: a residual block, grouped and repeated', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  const { keyboard } = page
  await model.layer('Conv2D', 1).item.focus()
  // The first stop of a layer is the gap above it.
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await keyboard.type('conv2d')
  await keyboard.press('Enter')
  const first = model.layer('Conv2D', 1)
  await expect(first.item).toBeFocused()
  await tabTo(first.field('Filters'))
  await keyboard.type('64')
  await tabTo(first.field('Padding'))
  await keyboard.press('ArrowDown')
  await keyboard.press('s')
  await keyboard.press('Enter')
  await expect(first.field('Padding')).toHaveValue('same')
  await first.item.focus()
  await keyboard.press('ControlOrMeta+d')
  await expect(model.layer('Conv2D', 2).item).toBeFocused()
  await keyboard.press('ArrowDown')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await keyboard.type('add')
  await keyboard.press('Enter')
  const add = model.layer('Add')
  await expect(add.item).toContainText('Add joins two or more inputs, and this one has 1')
  await tabTo(add.reads('Add an input'))
  await keyboard.press('Enter')
  await keyboard.type('pool')
  await keyboard.press('Enter')
  await expect(add.reads('Input 2: max_pooling2d')).toBeVisible()
  await expect(add.item).toContainText('14 × 14 × 64')
  await expect(model.lines).toHaveCount(1)

  await add.item.focus()
  await keyboard.press('Shift+ArrowUp')
  await keyboard.press('Shift+ArrowUp')
  await keyboard.press('ControlOrMeta+g')
  await keyboard.type('Residual')
  await keyboard.press('Enter')
  const block = model.block('Residual')
  await expect(block.item).toContainText('73,856 params')
  await tabTo(block.item.getByRole('button', { name: 'More for the block' }))
  await keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Repeat …' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(page.getByLabel('Copies')).toBeFocused()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type('2')
  await keyboard.press('Enter')
  await expect(block.item.getByRole('button', { name: 'More for the block' })).toBeFocused()
  await model.expectRows([
    'Reshape, layer 1',
    'Conv2D, layer 2',
    'MaxPooling2D, layer 3',
    'Block Residual, layers 4 to 6',
    'Conv2D, layer 4, in Residual',
    'Conv2D, layer 5, in Residual',
    'Add, layer 6, in Residual',
    'Block Residual 2, layers 7 to 9',
    'Block Residual 3, layers 10 to 12',
    'Conv2D, layer 13',
    'MaxPooling2D, layer 14',
    'Flatten, layer 15',
    'Dense, layer 16',
  ])
  await expect(model.block('Residual 3').item).toContainText('14 × 14 × 64')
  await model.block('Residual 3').button('Unfold').click()
  await expect(model.layer('Add', 1).reads('Input 2: add_1')).toBeVisible()
  await expect(model.parameters('252,202')).toBeVisible()
})

test('a layer says what it reads, and what is wrong with that, with a fix at one press', async ({ studio }) => {
  await studio.openOnProcessor()
  const { model } = studio
  const [second, pool] = [model.layer('Conv2D', 1), model.layer('MaxPooling2D')]
  await expect(second.reads('From above')).toBeVisible()
  await expect(model.lines).toHaveCount(0)
  await second.read('From above', 'conv2d')
  await expect(second.reads('From conv2d')).toBeVisible()
  await expect(model.lines).toHaveCount(1)
  await expect(pool.item).toContainText('No layer reads this one')

  await model.layer('Conv2D').action('Remove').click()
  await expect(model.layer('Conv2D').item).toContainText('Conv2D reads a layer that is no longer there')
  await expect(studio.train.start).toBeDisabled()
  await model.undo.click()

  await second.action('Move up').click()
  await second.action('Move up').click()
  await expect(model.layer('Conv2D').item).toContainText('comes after it: move that before it')
  await model.layer('Conv2D').item.getByRole('button', { name: 'Read the layer above instead' }).click()
  await expect(model.layer('Conv2D').reads('From above')).toBeVisible()
  await expect(model.lines).toHaveCount(0)
})

test('a layer has a name, by which others read it', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  const [first, second] = [model.layer('Conv2D'), model.layer('Conv2D', 1)]
  await expect(first.field('Name')).toHaveAttribute('placeholder', 'conv2d')
  await first.enter('Name', 'eyes')
  await second.read('From above', 'eyes')
  await first.enter('Name', 'ears')
  await expect(second.reads('From ears')).toBeVisible()

  await second.enter('Name', 'ears')
  await expect(second.item).toContainText('Layer 2 is called “ears” already')
  await expect(second.field('Name')).toHaveAttribute('aria-invalid', 'true')
  await second.item.getByRole('button', { name: 'Use Keras’s name' }).click()
  await expect(second.field('Name')).toHaveValue('')
  await second.enter('Name', 'my ears')
  await expect(second.item).toContainText('letters without accents')

  await studio.reload()
  await expect(first.field('Name')).toHaveValue('ears')
  await page.keyboard.press('ControlOrMeta+z')
})

test('arguments that few people change are folded away, and shown when they are wrong', async ({ studio }) => {
  await studio.openOnProcessor()
  const layer = studio.model.layer('Conv2D')
  const { item } = layer
  await expect(layer.field('Use bias')).toHaveCount(0)
  await item.getByText('More', { exact: true }).click()
  await layer.field('Use bias').uncheck()
  await expect(item).toContainText('576 params')
  await layer.enter('Kernel L2', 0.001)
  await item.getByRole('button', { name: 'Fold', exact: true }).click()
  await expect(item).toContainText('Filters 64 · Padding same · Use bias off · Kernel L2 0.001')
  await item.getByRole('button', { name: 'Unfold', exact: true }).click()
  await expect(layer.field('Use bias')).toHaveCount(0)
  await item.getByText('More', { exact: true }).click()
  await layer.enter('Kernel L2', -1)
  await item.getByRole('button', { name: 'Fold', exact: true }).click()
  await item.getByRole('button', { name: 'Unfold', exact: true }).click()
  await expect(layer.field('Kernel L2')).toHaveValue('-1')
  await expect(item).toContainText('Kernel L2 must be a number from 0 to 100')
})

test('by keyboard: a few letters find a layer type, by its name or by what it does', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  const entries = page.getByRole('menuitem')
  const button = page.getByRole('button', { name: 'Add layer', exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Convolution' }).getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.type('max p')
  await expect(page.getByRole('searchbox', { name: 'Find a layer' })).toHaveValue('max p')
  await expect(entries.first()).toBeFocused()
  await expect(entries.first()).toHaveAccessibleName('MaxPooling2D')
  for (const _ of 'max p') await page.keyboard.press('Backspace')
  await page.keyboard.type('largest')
  await expect(entries.first()).toHaveAccessibleName('MaxPooling2D')
  for (const [words, className] of [
    ['skip', 'Add'],
    ['bn', 'BatchNormalization'],
    ['1x1', 'Conv2D'],
    ['deconv', 'Conv2DTranspose'],
    ['gelu', 'Activation'],
    ['fully', 'Dense'],
  ] as const) {
    await page.getByRole('searchbox', { name: 'Find a layer' }).fill(words)
    await expect(entries.first()).toHaveAccessibleName(className)
  }
  await page.getByRole('searchbox', { name: 'Find a layer' }).fill('largest lstm')
  await expect(entries).toHaveCount(0)
  await expect(page.getByText('Nothing here goes by “largest lstm”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(entries.first()).toBeFocused()
  await page.keyboard.type('drop')
  await expect(entries.first()).toHaveAccessibleName('Dropout')
  await page.keyboard.press('Enter')
  await model.expectStack([...TUTORIAL, 'Dropout'])
})

test('several layers are selected, copied, cut, pasted, duplicated and removed, each in one step', async ({
  studio,
  page,
}) => {
  await studio.open()
  const { model } = studio
  const pair = ['Conv2D', 'MaxPooling2D']
  await model.layer('Conv2D').item.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await expect(model.selection).toContainText('2 selected')
  await expect(page.getByRole('status').filter({ hasText: '2 layers selected.' })).toHaveCount(1)
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByRole('status').filter({ hasText: '2 layers copied.' })).toHaveCount(1)
  expect(JSON.parse(await readClipboard(studio))).toMatchObject({
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'Conv2D' }, { class_name: 'MaxPooling2D' }] },
  })
  await page.keyboard.press('Escape')
  await expect(model.selection).toBeHidden()
  await model.layer('Flatten').item.focus()
  await page.keyboard.press('ControlOrMeta+v')
  await model.expectStack([...TUTORIAL.slice(0, 6), ...pair, 'Dense'])
  await model.undo.click()
  await model.expectStack(TUTORIAL)

  // By pointer: from one layer to another with Shift, one more or less with Ctrl, and by the boxes.
  await model
    .layer('Conv2D')
    .item.getByText(/params/)
    .click()
  await model
    .layer('Conv2D', 1)
    .item.getByText(/params/)
    .click({ modifiers: ['Shift'] })
  await expect(model.selection).toContainText('3 selected')
  await model
    .layer('MaxPooling2D')
    .item.getByText(/params/)
    .click({ modifiers: ['ControlOrMeta'] })
  await expect(model.selection).toContainText('2 selected')
  await model.layer('Flatten').checkbox.check()
  await expect(model.selection).toContainText('3 selected')
  await model.selection.getByRole('button', { name: 'Remove' }).click()
  await model.expectStack(['Reshape', 'MaxPooling2D', 'MaxPooling2D', 'Dense'])
  await model.undo.click()
  await model.expectStack(TUTORIAL)

  // By the handle of one, all that are selected go along.
  await model.layer('Conv2D').checkbox.check()
  await model.layer('Conv2D', 1).checkbox.check()
  await model.drag(model.dragHandle('Conv2D', 1), model.layer('MaxPooling2D', 1).item)
  await model.expectStack(['Reshape', 'MaxPooling2D', 'MaxPooling2D', 'Conv2D', 'Conv2D', 'Flatten', 'Dense'])
  await expect(model.undo).toHaveAccessibleName('Undo: move 2 layers')
  await model.undo.click()
  await model.expectStack(TUTORIAL)
  await model.selection.getByRole('button', { name: 'Clear selection' }).click()

  await model.layer('MaxPooling2D').item.focus()
  await page.keyboard.press('ControlOrMeta+x')
  await model.layer('Dense').item.focus()
  await page.keyboard.press('ControlOrMeta+v')
  await model.expectStack(['Reshape', 'Conv2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense', 'MaxPooling2D'])
  await page.keyboard.press('ControlOrMeta+d')
  await expect(model.items()).toHaveCount(8)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await expect(model.items()).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(model.items()).toHaveCount(8)
})

test('layers of any Keras model come in as text, and what is none is told in a sentence', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  const layers = [
    { class_name: 'InputLayer', config: { batch_shape: [null, 28, 28, 1], name: 'images' } },
    { class_name: 'Dropout', config: { name: 'dropout', rate: 0.25 } },
    { class_name: 'Dense', config: { name: 'head', units: 3 } },
  ]
  await model.paste(JSON.stringify({ class_name: 'Sequential', config: { name: 'mine', layers } }))
  await model.expectStack([...TUTORIAL, 'Dropout', 'Dense'])
  await expect(model.layer('Dense', 1).field('Name')).toHaveValue('head')
  await expect(model.layer('Dropout').field('Rate')).toHaveValue('0.25')
  await model.undo.click()

  const unknown = [{ class_name: 'LSTM', config: { name: 'memory' } }]
  const cases: readonly [text: string, sentence: RegExp][] = [
    ['Dear layers,', /There are no layers in what was pasted/],
    ['{"class_name": "Sequential", "config": {"layers": [', /ends too early, at line 1, character 51/],
    [JSON.stringify({ class_name: 'Sequential', config: { layers: unknown } }), /type “LSTM” \(“memory”\)/],
  ]
  for (const [text, sentence] of cases) {
    await model.paste(text)
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toHaveCount(1)
    await model.expectStack(TUTORIAL)
  }
  // Without leave, a button can't paste, and says what can.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }))
  await page.getByRole('button', { name: 'Paste', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'press Ctrl+C, Ctrl+X or Ctrl+V' })).toHaveCount(1)
  await page.evaluate(() => Reflect.deleteProperty(navigator, 'clipboard'))
  // A field keeps its own copy and paste.
  await page.evaluate(() => navigator.clipboard.writeText('7'))
  await model.layer('Conv2D').field('Filters').fill('')
  await page.keyboard.press('ControlOrMeta+v')
  await expect(model.layer('Conv2D').field('Filters')).toHaveValue('7')
})

test('blocks are grouped, named, folded, moved, repeated and taken away', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  await model.layer('Conv2D').item.focus()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+g')
  await page.keyboard.type('Stage')
  await page.keyboard.press('Enter')
  const grouped = [
    'Reshape, layer 1',
    'Block Stage, layers 2 to 3',
    'Conv2D, layer 2, in Stage',
    'MaxPooling2D, layer 3, in Stage',
    'Conv2D, layer 4',
    'MaxPooling2D, layer 5',
    'Flatten, layer 6',
    'Dense, layer 7',
  ]
  await model.expectRows(grouped)
  const stage = model.block('Stage')
  for (const fact of ['2 layers', '14 × 14 × 64', '640 params']) await expect(stage.item).toContainText(fact)

  // Into a block and out of it is a step of its own.
  await model.layer('Conv2D', 1).action('Move up').click()
  await expect(stage.item).toContainText('3 layers')
  await model.layer('Conv2D', 1).action('Move down').click()
  await model.expectRows(grouped)

  await stage.button('Fold').click()
  await expect(model.items()).toHaveCount(6)
  await stage.button('Move down').click()
  await model.expectStack(['Reshape', 'Conv2D', 'Block', 'MaxPooling2D', 'Flatten', 'Dense'])
  await stage.button('Move up').click()
  await model.drag(stage.handle, model.layer('Conv2D').item)
  await model.expectStack(['Reshape', 'Conv2D', 'Block', 'MaxPooling2D', 'Flatten', 'Dense'])
  await model.undo.click()

  await stage.choose('Repeat …')
  const dialog = page.getByRole('dialog', { name: 'Repeat “Stage”' })
  await dialog.getByLabel('Copies').fill('51')
  await expect(dialog).toContainText('A block can be repeated 1 to 50 times at once.')
  await dialog.getByLabel('Copies').fill('2')
  await dialog.getByRole('button', { name: 'Repeat', exact: true }).click()
  await model.expectRows([
    'Reshape, layer 1',
    'Block Stage, layers 2 to 3',
    'Block Stage 2, layers 4 to 5',
    'Block Stage 3, layers 6 to 7',
    'Conv2D, layer 8',
    'MaxPooling2D, layer 9',
    'Flatten, layer 10',
    'Dense, layer 11',
  ])
  await expect(model.block('Stage 3').item).toContainText('3 × 3 × 64')
  await model.undo.click()

  await model.block('Stage').name.fill('Head')
  await model.block('Stage').name.press('Enter')
  await expect(model.block('Head').item).toBeVisible()
  await model.block('Head').choose('Ungroup')
  await model.expectStack(TUTORIAL)
  expect(await model.steps()).toEqual([
    'Ungroup “Head”',
    'Rename “Stage” to “Head”',
    'Move “Stage”',
    'Move “Stage”',
    'Move conv2d_1',
    'Move conv2d_1',
    'Rename “Block” to “Stage”',
    'Group 2 layers as “Block”',
    'As it was before',
  ])
  await expect(model.undo).toHaveAccessibleName('Undo: ungroup “Head”')
  await model.history.click()
  await page.getByRole('menuitemradio', { name: 'Rename “Block” to “Stage”' }).click()
  await expect(model.undo).toHaveAccessibleName('Undo: rename “Block” to “Stage”')
  await expect(model.redo).toHaveAccessibleName('Redo: move conv2d_1')
  await model.expectRows([grouped[0]!, grouped[1]!, ...grouped.slice(4)])
  await model.history.click()
  await page.getByRole('menuitemradio', { name: 'As it was before' }).click()
  await model.expectStack(TUTORIAL)
  await expect(model.undo).toBeDisabled()
})

test('a block of one’s own is kept in the browser, added to another stack, and deleted', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  await model.layer('Conv2D').checkbox.check()
  await model.layer('MaxPooling2D').checkbox.check()
  await model.selection.getByRole('button', { name: 'Group' }).click()
  await model.block('Block').name.fill('Stage')
  await model.block('Block').name.press('Enter')
  await model.block('Stage').choose('Save as a block of my own')
  await studio.reload()
  await model.useTemplate('LeNet-5')
  await model.add('Stage')
  await expect(model.block('Stage').item).toContainText('2 layers')
  await expect(model.layer('Conv2D', 2).field('Filters')).toHaveValue('64')

  await model.add('Manage my blocks')
  const dialog = page.getByRole('dialog', { name: 'My blocks' })
  await dialog.getByRole('button', { name: 'Delete Stage' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Add layer', exact: true }).click()
  await expect(page.getByRole('group', { name: 'My blocks' })).toHaveCount(0)
})
