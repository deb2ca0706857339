import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { choose, enter } from './fields'

export interface RecipeEntries {
  readonly optimizer?: string
  readonly learningRate?: string | number
  readonly epochs?: string | number
  readonly batchSize?: string | number
  readonly validationSplit?: string | number
  readonly seed?: string | number
}

type Figure = 'Loss' | 'Accuracy' | 'Learning rate' | 'Confusion matrix'

const LABELS = {
  learningRate: 'Learning rate',
  epochs: 'Epochs',
  batchSize: 'Batch size',
  validationSplit: 'Validation split',
  seed: 'Seed',
} as const

/** The room where a run is set up, watched and steered. */
export class TrainPanel {
  readonly #page: Page
  readonly start: Locator
  readonly pause: Locator
  readonly resume: Locator
  readonly continue: Locator
  readonly stop: Locator
  readonly step: Locator
  /** A batch that was trained on by itself. */
  readonly batch: Locator
  readonly findRate: Locator
  readonly rateFinder: Locator
  readonly progress: Locator
  /** The form. */
  readonly recipe: Locator
  readonly status: Locator
  /** The choice of what the next run begins with, where there is one, and what is said of it. */
  readonly beginWith: Locator
  readonly beginning: Locator
  /** What callbacks and hands did. */
  readonly log: Locator
  /** The form of label smoothing and clipping, once it is open. */
  readonly lossForm: Locator
  /** The callbacks' form, once it is open. */
  readonly callbacks: Locator

  constructor(page: Page) {
    this.#page = page
    this.start = page.getByRole('button', { name: 'Start training' })
    this.pause = page.getByRole('button', { name: 'Pause', exact: true })
    this.resume = page.getByRole('button', { name: 'Resume', exact: true })
    this.continue = page.getByRole('button', { name: 'Continue', exact: true })
    this.stop = page.getByRole('button', { name: 'Stop', exact: true })
    this.step = page.getByRole('button', { name: 'Step', exact: true })
    this.batch = page.getByRole('dialog', { name: 'One batch' })
    this.findRate = page.getByRole('button', { name: 'Find learning rate', exact: true })
    this.rateFinder = page.getByRole('dialog', { name: 'Find learning rate' })
    this.recipe = page.getByRole('group', { name: 'Recipe', exact: true })
    this.log = page.getByRole('list', { name: 'Run log', exact: true })
    this.lossForm = page.getByRole('group', { name: 'Loss and gradients', exact: true })
    this.callbacks = page.getByRole('group', { name: 'Callbacks', exact: true })
    this.progress = page.getByRole('progressbar', { name: 'Training progress' })
    this.beginWith = page.getByRole('radiogroup', { name: 'Begin with', exact: true })
    this.beginning = page.getByRole('status', { name: 'What the run begins with', exact: true })
    this.status = page.getByRole('status', { name: 'Training status' })
  }

  field(label: string): Locator {
    return this.#page.getByLabel(label, { exact: true })
  }

  async enterRecipe({ optimizer, ...numbers }: RecipeEntries): Promise<void> {
    if (optimizer !== undefined) await choose(this.field('Optimizer'), optimizer)
    for (const [key, value] of Object.entries(numbers)) {
      await enter(this.field(LABELS[key as keyof typeof LABELS]), value)
    }
  }

  async openLossForm(): Promise<void> {
    await this.recipe.getByText('Loss and gradients', { exact: true }).click()
    await expect(this.lossForm).toBeVisible()
  }

  async openCallbacks(): Promise<void> {
    await this.recipe.getByText('Callbacks', { exact: true }).click()
    await expect(this.callbacks).toBeVisible()
  }

  /** Opens the arguments of the chosen optimizer. */
  async openOptimizer(name: string): Promise<Locator> {
    await this.recipe.getByText('Optimizer settings', { exact: true }).click()
    const settings = this.recipe.getByRole('group', { name: `${name} settings`, exact: true })
    await expect(settings).toBeVisible()
    return settings
  }

  /** Turns a callback on, and hands back its settings. */
  async turnOn(callback: string): Promise<Locator> {
    await this.callbacks.getByRole('checkbox', { name: callback, exact: true }).check()
    return this.callbacks.getByRole('group', { name: callback, exact: true })
  }

  figure(name: Figure): Locator {
    return this.#page.getByRole('figure', { name, exact: true })
  }

  /** A chart's numbers: presses its button once and hands back the table of the same name. */
  async showAsTable(name: Figure): Promise<Locator> {
    await this.figure(name).getByRole('button', { name: 'Show as table' }).click()
    return this.#page.getByRole('table', { name, exact: true })
  }

  async finish(): Promise<void> {
    const backend = this.#page.getByRole('status', { name: 'Backend' })
    const chosen = await backend.innerText()
    await this.start.click()
    await expect(this.status).toContainText('Finished')
    // A stack that the compiled trainer can't run, or a device that failed, would have moved the run elsewhere.
    await expect(backend).toHaveText(chosen, { useInnerText: true })
  }

  /** How far the run is, 0 to 100. */
  async percent(): Promise<number> {
    return Number(await this.progress.getAttribute('aria-valuenow'))
  }
}
