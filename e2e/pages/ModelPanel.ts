import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { choose, enter } from './fields'

/** One layer of the stack. */
export class LayerItem {
  readonly item: Locator

  constructor(item: Locator) {
    this.item = item
  }

  field(label: string): Locator {
    return this.item.getByLabel(label, { exact: true })
  }

  action(name: 'Learn' | 'Freeze' | 'Move up' | 'Move down' | 'Duplicate' | 'Remove'): Locator {
    return this.item.getByRole('button', { name, exact: true })
  }

  /** What the layer reads: `From conv2d_1`, or of several `Input 2: conv2d_1`. */
  reads(text: string): Locator {
    return this.item.getByRole('button', { name: text, exact: true })
  }

  /** Opens the menu that such a button is, and chooses from it. */
  async read(from: string, source: string): Promise<void> {
    await this.reads(from).click()
    await this.item.page().getByRole('menuitemradio', { name: source, exact: true }).click()
  }

  get checkbox(): Locator {
    return this.item.getByRole('checkbox', { name: /^Select/ })
  }

  async enter(label: string, value: string | number): Promise<void> {
    await enter(this.field(label), value)
  }

  async choose(label: string, option: string): Promise<void> {
    await choose(this.field(label), option)
  }
}

/** The row at the head of a block. */
export class BlockRow {
  readonly item: Locator
  readonly name: Locator
  readonly handle: Locator

  constructor(item: Locator) {
    this.item = item
    this.handle = item.getByRole('button', { name: /^Drag/ })
    this.name = item.getByRole('textbox', { name: 'Block name' })
  }

  button(name: 'Fold' | 'Unfold' | 'Move up' | 'Move down' | 'Duplicate' | 'Remove'): Locator {
    return this.item.getByRole('button', { name, exact: true })
  }

  async choose(action: 'Repeat …' | 'Save as a block of my own' | 'Ungroup'): Promise<void> {
    await this.item.getByRole('button', { name: 'More for the block' }).click()
    await this.item.page().getByRole('menuitem', { name: action, exact: true }).click()
  }
}

/** The room where the stack is built. */
export class ModelPanel {
  readonly #page: Page
  readonly template: Locator
  readonly layers: Locator
  readonly undo: Locator
  readonly redo: Locator
  readonly history: Locator
  /** What can be done with the selected layers. */
  readonly selection: Locator
  /** The lines beside the list, which a screen reader has no use for. */
  readonly lines: Locator
  /** The model as Keras's text, and as a picture. */
  readonly summary: Locator
  readonly diagram: Locator
  /** Holds what the whole stack costs. */
  readonly totals: Locator
  readonly measureTime: Locator
  /** What was measured last. */
  readonly stepTime: Locator

  constructor(page: Page) {
    this.#page = page
    this.template = page.getByRole('combobox', { name: 'Template' })
    this.layers = page.getByRole('list', { name: 'Layers', exact: true })
    this.undo = page.getByRole('button', { name: /^Undo\b/ })
    this.redo = page.getByRole('button', { name: /^Redo\b/ })
    this.history = page.getByRole('button', { name: 'History', exact: true })
    this.selection = page.getByRole('group', { name: 'Selection' })
    this.lines = this.layers.locator('xpath=../*[name()="svg"]/*[name()="path"][string-length(@d) > 0]')
    this.summary = page.getByRole('dialog', { name: 'Summary' })
    this.diagram = page.getByRole('dialog', { name: 'Diagram' })
    this.totals = page.getByRole('region', { name: 'Model', exact: true })
    this.measureTime = page.getByRole('button', { name: 'Measure time' })
    this.stepTime = page.getByRole('status', { name: 'Time of a step' })
  }

  async useTemplate(name: string): Promise<void> {
    await choose(this.template, name)
  }

  items(): Locator {
    // Direct children: a layer's own problems may be a list, too.
    return this.layers.locator(':scope > li, :scope > [role="listitem"]')
  }

  /** The nth layer of a class, counted from 0. */
  layer(className: string, nth = 0): LayerItem {
    return new LayerItem(this.layers.getByRole('listitem', { name: new RegExp(`^${className}\\b`) }).nth(nth))
  }

  block(name: string): BlockRow {
    return new BlockRow(this.layers.getByRole('listitem', { name: new RegExp(`^Block ${name},`) }))
  }

  /** What the list says of itself: `Conv2D, layer 2`, `Block Stage, layers 3 to 5`. */
  async rows(): Promise<readonly string[]> {
    return this.items().evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? ''))
  }

  async expectRows(rows: readonly string[]): Promise<void> {
    await expect.poll(() => this.rows()).toEqual(rows)
  }

  /** The steps that the history lists, the last first. */
  async steps(): Promise<readonly string[]> {
    await this.history.click()
    const steps = await this.#page.getByRole('menuitemradio').allInnerTexts()
    await this.#page.keyboard.press('Escape')
    return steps
  }

  /** Puts a text into the clipboard and pastes it behind the last layer. The page needs leave to use the clipboard. */
  async paste(text: string): Promise<void> {
    await this.#page.evaluate((content) => navigator.clipboard.writeText(content), text)
    await this.items().last().focus()
    await this.#page.keyboard.press('ControlOrMeta+v')
  }

  /** What a layer is dragged by. */
  dragHandle(className: string, nth = 0): Locator {
    return this.layer(className, nth).item.getByRole('button', { name: /^Drag/ })
  }

  /** Opens the model as a text or as a picture. */
  async view(name: 'Summary' | 'Diagram'): Promise<void> {
    await this.#page.getByRole('button', { name, exact: true }).click()
  }

  /** Presses a button that saves a file, and hands that back. */
  async save(dialog: Locator, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      dialog.getByRole('button', { name: button }).click(),
    ])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

  /** Drags one layer by its handle to the place of another. */
  async drag(moved: Locator, target: Locator): Promise<void> {
    // Away from the edges, at which a drag scrolls.
    await target.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    // Rows that come into sight are laid out anew.
    await target.evaluate(async (element) => {
      const nextFrame = () => new Promise(requestAnimationFrame)
      for (let before = NaN, top = element.getBoundingClientRect().top; top !== before;) {
        before = top
        await nextFrame()
        await nextFrame()
        top = element.getBoundingClientRect().top
      }
    })
    const from = await moved.boundingBox()
    const to = await target.boundingBox()
    if (!from || !to) throw new Error('The layers have no handles.')
    const { mouse } = this.#page
    const x = from.x + from.width / 2
    await mouse.move(x, from.y + from.height / 2)
    await mouse.down()
    await mouse.move(x, from.y - 8, { steps: 4 })
    await mouse.move(x, to.y + to.height / 2, { steps: 12 })
    await mouse.up()
  }

  /** The class names of the stack, in order. */
  async classNames(): Promise<readonly string[]> {
    const names = await this.items().evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? ''))
    return names.map((name) => /^\w+/.exec(name)?.[0] ?? '')
  }

  async expectStack(classNames: readonly string[]): Promise<void> {
    await expect.poll(() => this.classNames()).toEqual(classNames)
  }

  async add(className: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Add layer', exact: true }).click()
    await this.#page.getByRole('menuitem', { name: new RegExp(`^${className}\\b`) }).click()
  }

  /** The cheapest stack that learns: the Galaxy CNN without its convolutions and pools. */
  async useSoftmaxRegression(): Promise<void> {
    await this.useTemplate('Galaxy CNN tutorial')
    for (const className of ['Conv2D', 'MaxPooling2D', 'Conv2D', 'MaxPooling2D']) {
      await this.layer(className).action('Remove').click()
    }
    await this.expectStack(['Reshape', 'Flatten', 'Dense'])
  }

  parameters(count: string): Locator {
    return this.#page.getByText(`${count} parameters`).filter({ visible: true })
  }
}
