/** The view of all runs. */
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

export class RunsPage {
  readonly #page: Page
  readonly link: Locator
  readonly studio: Locator
  readonly table: Locator
  readonly compare: Locator
  readonly comparison: Locator
  readonly filter: Locator

  constructor(page: Page) {
    this.#page = page
    this.link = page.getByRole('link', { name: 'Runs', exact: true })
    this.studio = page.getByRole('link', { name: 'Studio', exact: true })
    this.table = page.getByRole('table', { name: 'Runs', exact: true })
    this.compare = page.getByRole('button', { name: 'Compare', exact: true })
    this.comparison = page.getByRole('region', { name: 'Comparison' })
    this.filter = page.getByRole('searchbox', { name: 'Filter runs' })
  }

  async open(): Promise<void> {
    await this.link.click()
    await expect(this.#page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible()
  }

  /** All rows, without the table's head. */
  get rows(): Locator {
    return this.table.locator('tbody').getByRole('row')
  }

  row(number: number): Locator {
    return this.rows.filter({ has: this.#page.getByRole('checkbox', { name: `Select run ${number}`, exact: true }) })
  }

  /** The numbers of the runs, from the first row on. */
  async numbers(): Promise<readonly number[]> {
    const boxes = await this.rows.getByRole('checkbox').all()
    const names = await Promise.all(boxes.map((box) => box.getAttribute('aria-label')))
    return names.map((name) => Number(name?.replace('Select run ', '')))
  }

  async select(...numbers: readonly number[]): Promise<void> {
    for (const number of numbers) await this.row(number).getByRole('checkbox').check()
  }

  /** Presses a name, a tag or a note, and types another. */
  async write(what: 'Name' | 'Tags' | 'Note', number: number, text: string): Promise<void> {
    const label = `${what} of run ${number}`
    await this.table.getByRole('button', { name: new RegExp(`^${label}:`) }).click()
    await this.table.getByRole('textbox', { name: label }).fill(text)
    await this.#page.keyboard.press('Enter')
  }

  /** The button of a row, such as `Resume run 3`, where it can be pressed. */
  action(name: string | RegExp): Locator {
    return this.table.getByRole('button', { name, exact: true, disabled: false })
  }

  /** Takes columns into the table, or out of it. */
  async toggleColumns(...names: readonly string[]): Promise<void> {
    await this.#page.getByRole('button', { name: 'Columns', exact: true }).click()
    for (const name of names) await this.#page.getByRole('menuitemcheckbox', { name, exact: true }).click()
    await this.#page.keyboard.press('Escape')
  }

  async sortBy(column: string): Promise<void> {
    await this.table.getByRole('columnheader', { name: column }).getByRole('button').click()
  }
}
