/** Whether figures of several runs can be ranked: only those of the same images, and losses only where they are the same loss. */
import { parseProject, ProjectError } from '../model/project'
import type { Split } from '../model/split'
import type { Recipe } from '../model/training/recipe'
import type { RunDetails } from './record'

const UNREADABLE = 'the recipe of one can’t be read'

/** Undefined where the images of a split are the same in all runs; otherwise the first thing in which they differ: `3 classes against 10`. */
export function findOtherImages(runs: readonly RunDetails[], split: Split): string | undefined {
  return (
    differ(runs, ({ dataset }) => String(dataset.classes.length), say('', ' classes')) ??
    differ(runs, ({ dataset }) => JSON.stringify(dataset.classes), says('the classes have other names')) ??
    findOtherSize(runs, split) ??
    differ(runs, ({ dataset }) => JSON.stringify(dataset.perClass[split]), says('other numbers of images by class')) ??
    findOtherContents(runs) ??
    (split === 'test' ? undefined : findOtherDraw(runs))
  )
}

/** Undefined where all runs have as many images of a split, and of one size; otherwise in what they differ: `24 images against 40`. */
export function findOtherSize(runs: readonly RunDetails[], split: Split): string | undefined {
  return (
    differ(runs, (run) => countOf(run, split).toLocaleString('en-US'), say('', ' images')) ??
    differ(runs, ({ dataset: { height, width, channels } }) => `${height} × ${width} × ${channels}`, say('', ''))
  )
}

/** Undefined where the loss over a split is the same function in all runs; otherwise in what it differs: `label smoothing 0 against 0.1`. */
export function findOtherLoss(runs: readonly RunDetails[], split: Split): string | undefined {
  const recipes = runs.map(readRecipe).filter((recipe) => recipe !== undefined)
  if (recipes.length < runs.length) return UNREADABLE
  return (
    differ(recipes, ({ labelSmoothing }) => String(labelSmoothing), say('label smoothing ', '')) ??
    // Images that are not trained on count alike.
    (split === 'train' ? differ(recipes, ({ classWeight }) => classWeight, say('class weights ', '')) : undefined)
  )
}

function countOf({ dataset, images }: RunDetails, split: Split): number {
  const dealt = split === 'test' ? undefined : images?.[split]
  return dealt ?? dataset.perClass[split].reduce((sum, count) => sum + count, 0)
}

/** Records that lack the digest are held to the dataset's name. */
function findOtherContents(runs: readonly RunDetails[]): string | undefined {
  const known = runs.filter(({ dataset }) => dataset.digest !== undefined)
  return (
    differ(known, ({ dataset }) => dataset.digest!, says('the contents of the data differ')) ??
    (known.length < runs.length
      ? differ(runs, ({ dataset }) => dataset.name, says('the datasets have other names'))
      : undefined)
  )
}

/** Validation images that the data don't bring are drawn from the train images, as the recipe says. */
function findOtherDraw(runs: readonly RunDetails[]): string | undefined {
  if (runs.some(({ dataset }) => dataset.perClass.validation.some((count) => count > 0))) return undefined
  const recipes = runs.map(readRecipe).filter((recipe) => recipe !== undefined)
  if (recipes.length < runs.length) return UNREADABLE
  return (
    differ(recipes, ({ validationSplit }) => String(validationSplit), say('validation split ', '')) ??
    differ(
      recipes.filter(({ validationSplit }) => validationSplit > 0),
      ({ seed }) => String(seed),
      say('drawn by seed ', ''),
    )
  )
}

/** Nothing where it can't be read. */
export function readRecipe({ project }: Pick<RunDetails, 'project'>): Recipe | undefined {
  try {
    return parseProject(project).recipe
  } catch (error) {
    if (error instanceof ProjectError) return undefined
    throw error
  }
}

type Say = (values: readonly string[]) => string

function differ<Item>(all: readonly Item[], valueOf: (item: Item) => string, tell: Say): string | undefined {
  const values = [...new Set(all.map(valueOf))]
  return values.length > 1 ? tell(values) : undefined
}

function says(phrase: string): Say {
  return () => phrase
}

/** `3 classes against 10`; of more than two values, `3, 5 and 10 classes`. */
function say(before: string, after: string): Say {
  return ([first, ...others]) =>
    others.length === 1
      ? `${before}${first}${after} against ${others[0]}`
      : `${before}${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}${after}`
}
