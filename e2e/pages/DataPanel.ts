import type { Locator, Page } from '@playwright/test'
import { readTable } from './fields'

export interface FileToOpen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** The room where data comes in. */
export class DataPanel {
  readonly #page: Page
  readonly fileInput: Locator
  readonly useSampleDigits: Locator
  readonly summary: Locator
  readonly problems: Locator
  readonly folderInput: Locator
  /** What is seen of a load that goes on, and the way out of it. */
  readonly progress: Locator
  readonly cancel: Locator
  /** What each file was taken for, one item a file. */
  readonly recognised: Locator
  /** The folded part `How it was read`. */
  readonly reading: Locator
  /** The question what to do with a drop while there are data. */
  readonly dropQuestion: Locator
  readonly columnsQuestion: Locator
  /** The datasets that the browser keeps, one item each. */
  readonly saved: Locator

  constructor(page: Page) {
    this.#page = page
    this.fileInput = page.getByLabel('Dataset files', { exact: true })
    this.useSampleDigits = page.getByRole('button', { name: 'Use sample digits' })
    this.summary = page.getByRole('region', { name: 'Dataset', exact: true })
    this.problems = page.getByRole('list', { name: 'Import problems' }).getByRole('listitem')
    this.folderInput = page.getByLabel('Dataset folder', { exact: true })
    this.progress = page.getByRole('region', { name: 'Import', exact: true })
    this.cancel = this.progress.getByRole('button', { name: 'Cancel' })
    this.recognised = page.getByRole('list', { name: 'Recognised files' }).getByRole('listitem')
    this.reading = page.locator('details').filter({ has: page.locator('summary', { hasText: 'How it was read' }) })
    this.dropQuestion = page.getByRole('dialog', { name: 'There are data already' })
    this.columnsQuestion = page.getByRole('dialog', { name: 'Which columns?' })
    this.saved = page.getByRole('list', { name: 'Saved in this browser' }).getByRole('listitem')
  }

  async choose(files: readonly FileToOpen[]): Promise<void> {
    await this.fileInput.setInputFiles([...files])
  }

  /** Adds files to the data at hand. */
  async add(files: readonly FileToOpen[]): Promise<void> {
    const input = this.#page.getByLabel('Add files', { exact: true })
    if (!(await input.isVisible())) await this.button('More data').click()
    await input.setInputFiles([...files])
  }

  button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true })
  }

  field(label: string): Locator {
    return this.#page.getByRole('region', { name: 'Data', exact: true }).getByLabel(label, { exact: true })
  }

  /** Opens one of the folded parts. */
  async unfold(title: 'How it was read' | 'Splits' | 'Saved in this browser' | 'What Strata reads'): Promise<void> {
    const part = this.#page.locator('details').filter({ has: this.#page.locator('summary', { hasText: title }) })
    if (!(await part.evaluate((element) => (element as HTMLDetailsElement).open))) await part.locator('summary').click()
  }

  /** Images per class and split, as the folded part `Splits` counts them. */
  async counts(): Promise<readonly (readonly string[])[]> {
    return readTable(this.#page.getByRole('table', { name: 'Images per class and split' }))
  }

  /** Lets a folder fall on the page, as the system's file manager would. */
  async dropFolder(path: string): Promise<void> {
    const browser = await this.#page.context().newCDPSession(this.#page)
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await browser.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
  }

  /** Lets files fall on the page itself, not on any field. */
  async drop(files: readonly FileToOpen[]): Promise<void> {
    const contents = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }))
    const transfer = await this.#page.evaluateHandle((items) => {
      const data = new DataTransfer()
      for (const { name, mimeType, base64 } of items) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        data.items.add(new File([bytes], name, { type: mimeType }))
      }
      return data
    }, contents)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.#page.dispatchEvent('body', type, { dataTransfer: transfer })
    }
  }
}
