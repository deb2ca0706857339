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

  action(name: 'Learn' | 'Move up' | 'Move down' | 'Duplicate' | 'Remove'): Locator {
    return this.item.getByRole('button', { name, exact: true })
  }

  async enter(label: string, value: string | number): Promise<void> {
    await enter(this.field(label), value)
  }

  async choose(label: string, option: string): Promise<void> {
    await choose(this.field(label), option)
  }
}

/** The room where the stack is built. */
export class ModelPanel {
  readonly #page: Page
  readonly template: Locator
  readonly layers: Locator
  readonly undo: Locator
  readonly redo: Locator

  constructor(page: Page) {
    this.#page = page
    this.template = page.getByRole('combobox', { name: 'Template' })
    this.layers = page.getByRole('list', { name: 'Layers', exact: true })
    this.undo = page.getByRole('button', { name: 'Undo', exact: true })
    this.redo = page.getByRole('button', { name: 'Redo', exact: true })
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

  /** What a layer is dragged by. */
  dragHandle(className: string, nth = 0): Locator {
    return this.layer(className, nth).item.getByRole('button', { name: /^Drag/ })
  }

  /** Drags one layer by its handle to the place of another. */
  async drag(moved: Locator, target: Locator): Promise<void> {
    // Away from the edges, at which a drag scrolls.
    await target.evaluate((element) => element.scrollIntoView({ block: 'center' }))
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
    return this.#page.getByText(`${count} parameters`)
  }
}
