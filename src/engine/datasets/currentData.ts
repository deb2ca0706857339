/** Which of the datasets that the worker holds is the current one, and what a person decided about it. */
import type { DatasetSummary } from '../protocol/data'
import { applyChoices, whyNotApply } from '../../data/look/applyChoices'
import { NO_DATA, type DataChoices } from '../../model/dataChoices'
import { CallFailure } from '../failures'
import { createHeldDatasets, type ChosenData, type HeldDataset } from './heldDatasets'
import { summariseDataset } from './summariseDataset'

export interface CurrentData {
  readonly chosen: ChosenData | undefined
  /** @throws CallFailure when there are no data. */
  require(): ChosenData
  /** @throws CallFailure when it was given up. */
  requireHeld(id: number): HeldDataset
  /** Takes a dataset in and makes it the current one, with choices that were made for the same images before. */
  admit(held: HeldDataset, choices?: Omit<DataChoices, 'dataset'>): DatasetSummary
  /** @throws CallFailure when it was given up, or the choices are not for it; all stays as it was. */
  choose(choices: DataChoices): DatasetSummary | undefined
}

export function createCurrentData(): CurrentData {
  const datasets = createHeldDatasets()
  let chosen: ChosenData | undefined

  const requireHeld = (id: number): HeldDataset => {
    const held = datasets.get(id)
    if (held) return held
    throw new CallFailure('badInput', 'These data were let go to make room for newer ones: drop their files again.')
  }

  const choose = (choices: DataChoices): DatasetSummary | undefined => {
    if (choices.dataset === NO_DATA.dataset) {
      chosen = undefined
      return undefined
    }
    const held = requireHeld(choices.dataset)
    const obstacle = whyNotApply(held.dataset, choices)
    if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
    const view = applyChoices(held.dataset, choices)
    chosen = { held, choices, view }
    return summariseDataset(chosen)
  }

  return {
    get chosen() {
      return chosen
    },
    require() {
      if (chosen) return chosen
      throw new CallFailure('badInput', 'There are no images yet: drop files on the page, or use the sample digits.')
    },
    requireHeld,
    admit(held, choices = NO_DATA) {
      return choose({ ...choices, dataset: datasets.add(held) })!
    },
    choose,
  }
}
