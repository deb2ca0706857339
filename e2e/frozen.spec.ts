/** A layer that a person froze: the same after training as before, in the browser's own GPU trainer, and free again by Undo. */
import type { FileToOpen } from './pages/DataPanel'
import { drawPictures, toFiles } from './pictures.fixture'
import { expect, test } from './test.fixture'

const PICTURES = drawPictures({ labels: ['cat', 'dog', 'eel'], train: 40, test: 10 })

test('freezes a convolution at a press: its weights stay, the others move, and Undo lets it train', async ({
  studio,
}) => {
  const { model, train, use } = studio
  await studio.open()
  await studio.data.choose(await toFiles(PICTURES))
  await model.useTemplate('Galaxy CNN tutorial')
  for (const nth of [0, 1]) await model.layer('Conv2D', nth).enter('Filters', 4)

  const first = model.layer('Conv2D')
  await expect(model.layer('Flatten').action('Freeze')).toHaveCount(0)
  await expect(first.action('Freeze')).toHaveAttribute('aria-pressed', 'false')
  await first.action('Freeze').click()
  await expect(first.action('Freeze')).toHaveAttribute('aria-pressed', 'true')
  await expect(first.item).toContainText('40 params, frozen')
  await expect(model.totals).toContainText('40 of the parameters don’t train')
  await expect(model.totals).toContainText('1 layer frozen')
  expect((await model.steps())[0]).toContain('Freeze conv2d')

  await train.enterRecipe({ epochs: 1, batchSize: 24, learningRate: 0.01 })
  await train.finish()
  const once = await use.export()
  await train.enterRecipe({ epochs: 3 })
  await train.finish()
  const thrice = await use.export()
  expect(frozenIn(once)).toEqual(['conv2d'])
  expect(weightsOf(thrice).get('conv2d/kernel')).toEqual(weightsOf(once).get('conv2d/kernel'))
  expect(weightsOf(thrice).get('conv2d/bias')).toEqual(weightsOf(once).get('conv2d/bias'))
  for (const moved of ['conv2d_1/kernel', 'conv2d_1/bias', 'dense/kernel', 'dense/bias']) {
    expect(weightsOf(thrice).get(moved), moved).not.toEqual(weightsOf(once).get(moved))
  }

  await use.open(thrice)
  await expect(model.layer('Conv2D').action('Freeze')).toHaveAttribute('aria-pressed', 'true')
  await model.layer('Conv2D').action('Freeze').click()
  await expect(model.layer('Conv2D').item).not.toContainText('frozen')
  await model.undo.click()
  await expect(model.layer('Conv2D').item).toContainText('frozen')
  await model.redo.click()
  await train.finish()
  const free = await use.export()
  expect(frozenIn(free)).toEqual([])
  expect(weightsOf(free).get('conv2d/kernel')).not.toEqual(weightsOf(once).get('conv2d/kernel'))
})

test('freezes what is selected by the keyboard, and says why nothing can start', async ({ studio, page }) => {
  const { model, train } = studio
  await studio.open()
  await studio.data.choose(await toFiles(PICTURES))
  await model.useTemplate('Galaxy CNN tutorial')
  await model.items().first().focus()
  await page.keyboard.press('ControlOrMeta+a')
  await model.selection.getByRole('button', { name: 'Freeze' }).focus()
  await page.keyboard.press('Enter')
  await expect(model.layer('Conv2D', 1).item).toContainText('frozen')
  await expect(model.layer('Dense').item).toContainText('frozen')
  await expect(page.getByText('Nothing trains, because all layers that could are frozen').first()).toBeVisible()
  await expect(train.start).toBeDisabled()
  await model.selection.getByRole('button', { name: 'Train' }).click()
  await expect(model.layer('Dense').item).not.toContainText('frozen')
  await expect(train.start).toBeEnabled()
})

interface Exported {
  readonly modelTopology: { readonly config: { readonly layers: readonly { readonly config: LayerConfig }[] } }
  readonly weightsManifest: readonly [
    { readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[] },
  ]
}

interface LayerConfig {
  readonly name: string
  readonly trainable: boolean
}

function read(files: readonly FileToOpen[]): Exported {
  return JSON.parse(files.find(({ name }) => name === 'model.json')!.buffer.toString()) as Exported
}

function frozenIn(files: readonly FileToOpen[]): readonly string[] {
  const { layers } = read(files).modelTopology.config
  return layers.flatMap(({ config }) => (config.trainable ? [] : [config.name]))
}

/** The bytes of each weight, as hexadecimal digits. */
function weightsOf(files: readonly FileToOpen[]): ReadonlyMap<string, string> {
  const bytes = files.find(({ name }) => name === 'weights.bin')!.buffer
  let end = 0
  return new Map(
    read(files).weightsManifest[0].weights.map(({ name, shape }) => {
      const length = 4 * shape.reduce((product, size) => product * size, 1)
      return [name, bytes.subarray(end, (end += length)).toString('hex')]
    }),
  )
}
