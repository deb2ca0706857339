import { expect, type Locator, type Page } from '@playwright/test'

/** What goes on inside the model for one image: a tab of the closer look. */
export class InsideTab {
  readonly #page: Page
  readonly tab: Locator
  readonly panel: Locator
  /** What the model says of the image, in a sentence. */
  readonly verdict: Locator
  readonly layers: Locator
  /** Draws with the pointer. */
  readonly pad: Locator
  /** What a value is made of. */
  readonly arithmetic: Locator
  /** The bias, the sums of the channels or the largest products, their sum, and what the activation makes of it. */
  readonly sum: Locator

  constructor(page: Page) {
    this.#page = page
    const window = page.getByRole('dialog', { name: 'Look closer' })
    this.tab = window.getByRole('tab', { name: 'Inside', exact: true })
    this.panel = window.getByRole('tabpanel', { name: 'Inside', exact: true })
    this.verdict = this.panel.getByRole('status').filter({ hasText: 'The model says' })
    this.layers = this.panel.getByRole('radiogroup', { name: 'Layer' }).getByRole('radio')
    this.pad = this.panel.getByRole('img', { name: /^Draw an image/ })
    this.arithmetic = this.panel.getByRole('region', { name: 'What the value is made of' })
    this.sum = this.arithmetic.getByRole('table', { name: 'The sum' })
  }

  source(name: 'Of the data' | 'Draw' | 'File'): Locator {
    return this.panel.getByRole('radiogroup', { name: 'Where the image comes from' }).getByText(name)
  }

  view(name: 'Feature maps' | 'Filters' | 'Where it looks' | 'Occlusion'): Locator {
    return this.panel.getByRole('radiogroup', { name: 'What to see' }).getByText(name)
  }

  figure(name: string | RegExp): Locator {
    return this.panel.getByRole('figure', { name })
  }

  maps(layer: string): Locator {
    return this.panel.getByRole('group', { name: new RegExp(`feature maps of ${layer}$`) }).getByRole('button')
  }

  /** Chooses a layer by its Keras name. */
  async choose(layer: string): Promise<void> {
    const strip = this.panel.getByRole('radiogroup', { name: 'Layer' })
    await strip.getByRole('radio', { name: new RegExp(`^${layer},`) }).check()
  }

  /** The numbers of a table of the window, row by row. */
  async window(title: 'Input' | 'Kernel' | 'Products'): Promise<readonly number[]> {
    const cells = await this.arithmetic.getByRole('table', { name: title }).getByRole('cell').allInnerTexts()
    return cells.map(readNumber)
  }

  /** The rows of the sum by their names. */
  async reckon(): Promise<readonly { readonly name: string; readonly value: number }[]> {
    const rows = await this.sum.locator('tbody, tfoot').getByRole('row').all()
    return Promise.all(
      rows.map(async (row) => ({
        name: await row.getByRole('rowheader').innerText(),
        value: readNumber(await row.getByRole('cell').innerText()),
      })),
    )
  }

  /** One stroke through points, as shares of the pad's sides. */
  async draw(...points: readonly (readonly [number, number])[]): Promise<void> {
    await this.pad.scrollIntoViewIfNeeded()
    const box = await this.pad.boundingBox()
    expect(box).not.toBeNull()
    for (const [at, [x, y]] of points.entries()) {
      await this.#page.mouse.move(box!.x + x * box!.width, box!.y + y * box!.height, { steps: 6 })
      if (at === 0) await this.#page.mouse.down()
    }
    await this.#page.mouse.up()
  }

  /** Drops a file on the tab. */
  async drop(name: string, type: string, bytes: Uint8Array): Promise<void> {
    const transfer = await this.#page.evaluateHandle(
      (file) => {
        const made = new DataTransfer()
        made.items.add(new File([Uint8Array.from(file.bytes)], file.name, { type: file.type }))
        return made
      },
      { name, type, bytes: [...bytes] },
    )

    await this.panel.getByRole('region', { name: 'The image' }).dispatchEvent('drop', { dataTransfer: transfer })
  }
}

function readNumber(text: string): number {
  return Number(text.replace('−', '-').replaceAll(',', ''))
}
