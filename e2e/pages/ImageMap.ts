import type { Locator, Page } from '@playwright/test'

/** The map of the images, in the window of the evaluation. */
export class ImageMap {
  readonly #page: Page
  readonly points: Locator
  /** What is read, or how many are chosen. */
  readonly status: Locator

  constructor(page: Page) {
    this.#page = page
    this.points = page.getByRole('listbox', { name: 'Points of the map' })
    this.status = page.getByRole('status', { name: 'On the map' })
  }

  /** Pulls the pointer between two places, given as shares of the map from its upper left corner, and takes it away. */
  async pull(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.points.scrollIntoViewIfNeeded()
    const box = (await this.points.boundingBox())!
    const place = ([x, y]: readonly [number, number]) =>
      [box.x + 2 + x * (box.width - 4), box.y + 2 + y * (box.height - 4)] as const
    await this.#page.mouse.move(...place(from))
    await this.#page.mouse.down()
    await this.#page.mouse.move(...place(to), { steps: 3 })
    await this.#page.mouse.up()
    await this.#page.mouse.move(2, 2)
  }
}
