/** Whether a model and a dataset go together. Their classes are matched by name: each may have them in its own order. */
import type { MergedClass } from '../dataChoices'
import { describeImages, type ImageShape } from '../layers/define'
import type { Split } from '../split'
import type { DataShape } from './shapes'

interface FittingModel {
  /** What the model was built for. */
  readonly data: DataShape
  /** The classes' names, in the order of the model's outputs. */
  readonly classes: readonly string[]
}

export interface FittingDataset extends ImageShape {
  readonly classes: readonly string[]
  /** Images per class, in class order, for each split. */
  readonly perClass: Readonly<Record<Split, readonly number[]>>
  /** Classes that are now parts of others. */
  readonly merged?: readonly MergedClass[]
}

/** A class of the data that the model doesn't know, and how many images it has. */
export interface UnknownClass {
  readonly index: number
  readonly name: string
  readonly images: number
}

/**
 * Why the model can't be used on the dataset, in one sentence; `undefined` when it can. The data may lack classes of the model. Of those that
 * the model lacks, no image may be in a split.
 */
export function findMisfit(model: FittingModel, dataset: FittingDataset): string | undefined {
  const [wanted, given] = [model.data, dataset].map(describeImages)
  if (wanted !== given) {
    return `The model is for images of ${wanted}; those of the data are ${given}: load the data that go with it.`
  }
  const part = dataset.merged?.find(({ from }) => model.classes.includes(from))
  if (part) {
    return `The model tells ${quote(part.from)} apart, which is a part of ${quote(part.to)} in the data: undo the merging, or train a model on these data.`
  }
  const unknown = findUnknown(model, dataset)
  if (unknown.length === 0) return undefined
  const names = listSome(unknown.map(({ name }) => name))
  if (!dataset.classes.some((name) => model.classes.includes(name))) {
    return `The model knows no class of the data: it tells ${listSome(model.classes)} apart, and the data have ${names}. Load the data that go with it.`
  }
  const images = unknown.reduce((sum, each) => sum + each.images, 0)
  const amount = images === 1 ? '1 image' : `${images.toLocaleString('en-US')} images`
  return `The model doesn’t know ${names}, which ${amount} of the data ${images === 1 ? 'is' : 'are'}${findAlike(unknown, model)}: leave ${images === 1 ? 'it' : 'them'} out, or load other data.`
}

/** The classes that have images in a split, and that the model doesn't know. */
function findUnknown({ classes }: Pick<FittingModel, 'classes'>, dataset: FittingDataset): readonly UnknownClass[] {
  const known = new Set(classes)
  return dataset.classes.flatMap((name, index) => {
    const images = Object.values(dataset.perClass).reduce((sum, counts) => sum + (counts[index] ?? 0), 0)
    return known.has(name) || images === 0 ? [] : [{ index, name, images }]
  })
}

/** The classes of the data whose images a person can take out so that the model is for the others; none where that would not do. */
export function whatToLeaveOut(model: FittingModel, dataset: FittingDataset): readonly UnknownClass[] {
  const classes = dataset.classes.filter((name) => model.classes.includes(name))
  const rest = { ...dataset, classes, perClass: { train: [], validation: [], test: [] } }
  return classes.length > 0 && findMisfit(model, rest) === undefined ? findUnknown(model, dataset) : []
}

/** What a person has to know of how the classes were matched; nothing where model and data have the same, in the same order. */
export function describeMatch(
  { classes }: Pick<FittingModel, 'classes'>,
  dataset: Pick<FittingDataset, 'classes'>,
): string | undefined {
  const places = matchClasses(classes, dataset.classes)
  const missing = classes.filter((name) => !dataset.classes.includes(name))
  const known = places.filter((place) => place >= 0)
  const isReordered = known.some((place, at) => at > 0 && place < known[at - 1]!)
  const leftOut = dataset.classes.filter((_, index) => places[index]! < 0)
  const said = [
    ...(missing.length > 0
      ? [
          `the data have ${known.length} of the model’s ${classes.length}, and none of ${listSome(missing)}, which macro averages of precision, recall and F1 count as 0`,
        ]
      : []),
    ...(isReordered ? ['the model has them in another order'] : []),
    ...(leftOut.length > 0 ? [`the model doesn’t know ${listSome(leftOut)}, whose images are left out`] : []),
  ]
  return said.length === 0 ? undefined : `Classes matched by name: ${said.join('; ')}.`
}

/** For each class of a dataset, its index among the model's; -1 where the model doesn't know it. */
export function matchClasses(ofModel: readonly string[], ofData: readonly string[]): readonly number[] {
  const places = new Map(ofModel.map((name, index) => [name, index]))
  return ofData.map((name) => places.get(name) ?? -1)
}

/** Names that differ in capitals, blanks or the form of a number may mean the same. Only a person knows. */
function findAlike(unknown: readonly UnknownClass[], { classes }: Pick<FittingModel, 'classes'>): string {
  for (const { name } of unknown) {
    const alike = classes.find((each) => fold(each) === fold(name))
    if (alike !== undefined) return ` (${quote(name)} may mean its ${quote(alike)}, but is written otherwise)`
  }
  return ''
}

function fold(name: string): string {
  const text = name.replaceAll(/[\s_-]+/g, '').toLowerCase()
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

/** Names in a sentence. */
const NAMED = 3

/** `“cat”`, `“cat” and “dog”`, `“cat”, “dog”, “eel” and 5 more`. */
function listSome(names: readonly string[]): string {
  const rest = names.length - NAMED
  const shown = names.slice(0, NAMED).map(quote)
  if (rest > 0) return `${shown.join(', ')} and ${rest.toLocaleString('en-US')} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

function quote(name: string): string {
  return `“${name.length > 60 ? `${name.slice(0, 60)}…` : name}”`
}
