/** Editing the stack, by pointer and by keyboard. */
import { expect, test } from './test.fixture'

const TUTORIAL = ['Reshape', 'Conv2D', 'MaxPooling2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense']

test('every layer says, live, what it makes and costs, and what is wrong with it, with a fix at one press', async ({
  studio,
}) => {
  await studio.openOnProcessor()
  const { model } = studio
  await model.expectStack(TUTORIAL)
  await expect(model.layer('Conv2D').item).toContainText('28 × 28 × 64')
  await expect(model.layer('Conv2D').item).toContainText('640 params')
  await expect(model.parameters('30,634')).toBeVisible()

  await model.layer('Conv2D').enter('Filters', 16)
  await expect(model.layer('Conv2D').item).toContainText('28 × 28 × 16')
  await expect(model.layer('Conv2D').item).toContainText('160 params')
  await model.layer('Conv2D').choose('Padding', 'valid')
  await expect(model.layer('Conv2D').item).toContainText('26 × 26 × 16')

  await model.useTemplate('Galaxy CNN workflow')
  await expect(model.parameters('27,114')).toBeVisible()

  const layers = await model.classNames()
  await model.layer('Flatten').action('Remove').click()
  const dense = model.layer('Dense').item
  await expect(dense).toContainText('Dense needs a flat input')
  await expect(studio.train.start).toBeDisabled()
  await dense.getByRole('button', { name: /insert Flatten/i }).click()
  await model.expectStack(layers)
  await expect(dense).not.toContainText('Dense needs a flat input')
})

test('by pointer: add, drag, duplicate, remove, undo and redo', async ({ studio }) => {
  await studio.openOnProcessor()
  const { model } = studio
  await model.add('Dropout')
  await expect.poll(async () => (await model.classNames()).toSorted()).toEqual([...TUTORIAL, 'Dropout'].toSorted())
  await model.undo.click()
  await model.expectStack(TUTORIAL)
  await model.redo.click()
  await model.layer('Dropout').action('Remove').click()
  await model.expectStack(TUTORIAL)

  await model.layer('MaxPooling2D').action('Duplicate').click()
  await model.expectStack([
    'Reshape',
    'Conv2D',
    'MaxPooling2D',
    'MaxPooling2D',
    'Conv2D',
    'MaxPooling2D',
    'Flatten',
    'Dense',
  ])
  await model.undo.click()

  await model.expectStack(TUTORIAL)

  await model.drag(model.dragHandle('MaxPooling2D'), model.dragHandle('Conv2D'))
  await model.expectStack(['Reshape', 'MaxPooling2D', 'Conv2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense'])
})

test('by keyboard: every edit without a pointer', async ({ studio, page }) => {
  await studio.openOnProcessor()
  const { model } = studio
  await page.getByRole('button', { name: 'Add layer', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.type('Drop')
  await expect(page.getByRole('menuitem', { name: /^Dropout/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(model.layer('Dropout').item).toBeVisible()
  await page.keyboard.press('ControlOrMeta+z')
  await model.expectStack(TUTORIAL)
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(model.layer('Dropout').item).toBeVisible()
  await model.layer('Dropout').action('Remove').press('Enter')
  await model.expectStack(TUTORIAL)

  await model.layer('MaxPooling2D').action('Move up').press('Enter')
  await model.expectStack(['Reshape', 'MaxPooling2D', 'Conv2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense'])
  await model.layer('MaxPooling2D').action('Move down').press('Space')
  await model.expectStack(TUTORIAL)

  await model.dragHandle('MaxPooling2D').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  await model.expectStack(['Reshape', 'MaxPooling2D', 'Conv2D', 'Conv2D', 'MaxPooling2D', 'Flatten', 'Dense'])
})
