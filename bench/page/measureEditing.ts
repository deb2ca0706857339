/** How long the page's thread works for one edit of a residual network of 60 layers, all of whose cards are unfolded. */
import { expect, type Browser, type Page } from '@playwright/test'
import { watchTasks, type LongestTask } from '../../e2e/instruments'
import { StudioPage } from '../../e2e/pages/StudioPage'

const PATIENCE = 300_000
const BLOCKS = 15
/** The middle of three takes: what else runs on the machine disturbs the one or the other. */
const TAKES = 3

export async function measureEditing(on: Browser, url: string): Promise<Readonly<Record<string, LongestTask>>> {
  const page = await on.newPage({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  page.setDefaultTimeout(PATIENCE)
  page.on('pageerror', (error) => console.error(error))
  const { model } = await new StudioPage(page, url).open()
  await model.items().first().focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.evaluate((text) => navigator.clipboard.writeText(text), residualNetwork())
  await page.keyboard.press('ControlOrMeta+v')
  await expect(model.items()).toHaveCount(BLOCKS * 5)

  const conv = model.layer('Conv2D', 7)
  const add = model.layer('Add', 7)
  const { keyboard } = page
  const edits: Readonly<Record<string, () => Promise<void>>> = {
    'a key in a field': async () => {
      await conv.field('Filters').focus()
      await measured(() => keyboard.press('ArrowUp'))
    },
    'a letter of a name': async () => {
      await conv.field('Name').focus()
      await measured(() => keyboard.press('a'))
    },
    'an input chosen': async () => {
      await add.item.getByRole('button', { name: /^Input 2/ }).click()
      const source = page.getByRole('menuitemradio').nth(3)
      await source.focus()
      await measured(() => keyboard.press('Enter'))
    },
    'a layer moved down': () => press(conv.action('Move down')),
    'a layer moved up': () => press(conv.action('Move up')),
    'a layer duplicated': () => press(conv.action('Duplicate')),
    'a layer removed': () => press(conv.action('Remove')),
    'a step undone': () => press(model.undo),
    'a block folded': async () => {
      await press(model.block('Residual 4').button('Fold'))
      await model.block('Residual 4').button('Unfold').click()
    },
    'a block unfolded': async () => {
      await model.block('Residual 4').button('Fold').click()
      await press(model.block('Residual 4').button('Unfold'))
    },
    'a block moved down': () => press(model.block('Residual 4').button('Move down')),
    'a layer selected': async () => {
      await conv.item.focus()
      await measured(() => keyboard.press('Shift+ArrowDown'))
    },
    'all layers selected': async () => {
      await conv.item.focus()
      await measured(() => keyboard.press('ControlOrMeta+a'))
      await keyboard.press('Escape')
    },
    'all cards folded': async () => {
      await press(page.getByRole('button', { name: 'Fold all' }))
      await page.getByRole('button', { name: 'Unfold all' }).click()
      await rest(page)
    },
    'all cards unfolded': async () => {
      await page.getByRole('button', { name: 'Fold all' }).click()
      await rest(page)
      await press(page.getByRole('button', { name: 'Unfold all' }))
    },
    'all layers removed': async () => {
      await selectAll()
      await measured(() => keyboard.press('Delete'))
      await keyboard.press('ControlOrMeta+z')
      await rest(page)
    },
    'all layers brought back by Undo': async () => {
      await selectAll()
      await keyboard.press('Delete')
      await press(model.undo)
    },
    'all layers pasted': async () => {
      await selectAll()
      await keyboard.press('Delete')
      await measured(() => keyboard.press('ControlOrMeta+v'))
    },
  }

  const selectAll = async (): Promise<void> => {
    await model.items().first().focus()
    await keyboard.press('ControlOrMeta+a')
  }

  let last: LongestTask = { work: NaN, wall: NaN }
  async function measured(act: () => Promise<void>): Promise<void> {
    const tasks = await watchTasks(page)
    await act()
    await rest(page)
    last = await tasks.stop()
  }
  async function press(button: ReturnType<typeof conv.action>): Promise<void> {
    await button.focus()
    await measured(() => keyboard.press('Enter'))
  }

  const figures: Record<string, LongestTask> = {}
  for (const [name, edit] of Object.entries(edits)) {
    const takes: LongestTask[] = []
    for (let take = 0; take < TAKES; take++) {
      await edit()
      takes.push(last)
    }
    figures[name] = takes.toSorted((one, other) => one.work - other.work)[Math.floor(TAKES / 2)]!
  }
  await page.close()
  return figures
}

/** Until what an edit brings about by and by is done: the saving, the looks at the clock. */
async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(600)
}

/** Blocks of Conv2D, BatchNormalization, ReLU, and an Add of that and what the block reads, as the text that Strata copies. */
function residualNetwork(): string {
  const layers: unknown[] = []
  const blocks: Record<string, readonly string[]> = {}
  let above = 'input_1'
  for (let block = 0; block < BLOCKS; block++) {
    const own = ['conv2d', 'batch_normalization', 're_lu', 'add'].map((base) => (block ? `${base}_${block}` : base))
    const [conv = '', norm = '', relu = '', add = ''] = own
    const put = (className: string, name: string, config: object, ...reads: readonly string[]): void => {
      layers.push({
        class_name: className,
        name,
        config: { name, ...config },
        inbound_nodes: [reads.map((read) => [read, 0, 0, {}])],
      })
    }
    put('Conv2D', conv, { filters: 16, kernel_size: 3, padding: 'same', use_bias: false }, above)
    put('BatchNormalization', norm, { axis: 3, momentum: 0.99, epsilon: 0.001, center: true, scale: true }, conv)
    put('ReLU', relu, {}, norm)
    put('Add', add, {}, relu, above)
    blocks[`Residual${block ? ` ${block + 1}` : ''}`] = own
    above = add
  }
  const input = {
    class_name: 'InputLayer',
    name: 'input_1',
    config: { name: 'input_1', batch_input_shape: [null, 28, 28, 16] },
    inbound_nodes: [],
  }
  return JSON.stringify({
    class_name: 'Functional',
    config: { name: 'residual', layers: [input, ...layers], output_layers: [[above, 0, 0]] },
    strata: { blocks },
  })
}
