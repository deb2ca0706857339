/** Filling in forms the way a person does, whichever element draws the field. */
import type { Locator } from '@playwright/test'

/** Types a value and leaves the field, which is when a field takes it. */
export async function enter(field: Locator, value: string | number): Promise<void> {
  await field.fill(String(value))
  await field.press('Tab')
}

/** Chooses an option by its text, in a native select or in a list that a button opens. */
export async function choose(combobox: Locator, option: string): Promise<void> {
  if ((await combobox.evaluate((element) => element.tagName)) === 'SELECT') {
    await combobox.selectOption({ label: option })
    return
  }
  await combobox.click()
  await combobox.page().getByRole('option', { name: option, exact: true }).click()
}

/** The cells of a table as text, row by row, headings included. Every blank is a plain one. */
export async function readTable(table: Locator): Promise<readonly (readonly string[])[]> {
  return table.evaluate((element) =>
    [...element.querySelectorAll('tr')].map((row) =>
      [...row.cells].map((cell) => cell.textContent.trim().replaceAll(/\s/g, ' ')),
    ),
  )
}
