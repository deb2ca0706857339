/**
 * The datasets that the worker holds: several, so that a drop can be undone. None of them is "the current one". A request names its data
 * by `DataChoices`, and gets the view that they make.
 */
import { digestOf } from '../../data/digest'
import { applyChoices, whyNotApply } from '../../data/look/applyChoices'
import { isSameChoices, NO_DATA, type DataChoices } from '../../model/dataChoices'
import { CallFailure } from '../failures'
import type { LoadedData } from '../protocol/data'
import { createShelf, type ShelfLimits } from '../shelf'
import type { ChosenData, HeldDataset } from './heldDataset'
import { summariseDataset } from './summariseDataset'

export interface Datasets {
  /** Takes a dataset in, as it was read or with the choices that were kept with it. */
  admit(held: HeldDataset, kept?: Omit<DataChoices, 'dataset'>): LoadedData
  /** Takes one in whose first images are those of other data, in the same order: what was decided about these stands. */
  admitAfter(before: DataChoices, held: HeldDataset): LoadedData
  /** The id of one whose images, as they were read, have this digest; nothing where there is none. */
  find(digest: string): Promise<number | undefined>
  /** @throws CallFailure when there are no data, the dataset was let go, or the choices are not for it. */
  choose(choices: DataChoices): ChosenData
}

const LIMITS: ShelfLimits = { things: 8, bytes: 1.5 * 2 ** 30 }

/** Views that are kept: the page looks at one, a run may have another, and Undo goes back and forth. */
const VIEWS = 4

export function createDatasets(limits = LIMITS): Datasets {
  const shelf = createShelf<HeldDataset>(limits, ({ dataset }) => dataset.pixels.buffer.byteLength)
  /** The latest view comes first. What is computed from a view lives as long as the view, so the same choices should give the same view. */
  let views: readonly ChosenData[] = []

  const requireHeld = ({ dataset }: DataChoices): HeldDataset => {
    if (dataset === NO_DATA.dataset) {
      throw new CallFailure('badInput', 'There are no images yet: drop files on the page, or use the sample digits.')
    }
    const held = shelf.get(dataset)
    if (held) return held
    throw new CallFailure('badInput', 'These data were let go to make room for newer ones: drop their files again.')
  }

  const choose = (choices: DataChoices): ChosenData => {
    const held = requireHeld(choices)
    const known = views.find((view) => view.held === held && isSameChoices(view.choices, choices))
    const chosen = known ?? make(held, choices)
    views = [chosen, ...views.filter((view) => view !== chosen)].slice(0, VIEWS)
    return chosen
  }

  const admit: Datasets['admit'] = (held, kept = NO_DATA) => {
    const dataset = shelf.nextId()
    shelf.put(dataset, held)
    views = views.filter(({ choices }) => shelf.has(choices.dataset))
    const choices = { ...kept, dataset }
    return { dataset: summariseDataset(choose(choices)), choices }
  }

  return {
    admit,
    admitAfter: (before, held) => ({ ...admit(held, before), continues: before.dataset }),
    async find(digest) {
      for (const id of shelf.ids().toReversed()) {
        const held = shelf.get(id)
        if (held && (await digestOf(held.dataset)) === digest) return id
      }
      return undefined
    },
    choose,
  }
}

function make(held: HeldDataset, choices: DataChoices): ChosenData {
  const obstacle = whyNotApply(held.dataset, choices)
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  return { held, choices, view: applyChoices(held.dataset, choices) }
}
