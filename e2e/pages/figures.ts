/** The files of a figure. */
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'

export type FigureFile = 'CSV' | 'SVG' | 'PNG'

/** Saves a figure, by the beginning of its title, and reads the file. @param within where the figure is. */
export async function downloadFigure(within: Locator, figure: string, kind: FigureFile): Promise<Buffer> {
  const page = within.page()
  await within.getByRole('button', { name: `Download ${figure}` }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: kind, exact: true }).click(),
  ])
  return readFile(await file.path())
}

export interface DrawnFigure {
  /** What is written in it, in the order of the document. */
  readonly texts: readonly string[]
  /** All values of attributes, once each. */
  readonly values: readonly string[]
  readonly names: readonly string[]
}

/** Parses an SVG as a reader of pictures does, which fails for anything but sound XML. */
export async function readDrawing(within: Locator, svg: string): Promise<DrawnFigure> {
  return within.page().evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    const trouble = parsed.querySelector('parsererror')
    if (trouble) throw new Error(trouble.textContent)
    const attributes = [...parsed.querySelectorAll('*')].flatMap((element) => [...element.attributes])
    return {
      texts: [...parsed.querySelectorAll('text')].map((element) =>
        [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : '')).join(''),
      ),
      values: [...new Set(attributes.map(({ value }) => value))],
      names: [...new Set(attributes.map(({ name }) => name))],
    }
  }, svg)
}
