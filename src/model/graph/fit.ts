/** Whether a model and a dataset go together. */
import { describeImages } from '../layers/define'
import type { ImageShape } from '../layers/define'
import type { DataShape } from './shapes'

interface FittingModel {
  /** What the model was built for. */
  readonly data: DataShape
  /** The classes' names, in the order of the model's outputs. */
  readonly classes: readonly string[]
}

interface FittingDataset extends ImageShape {
  readonly classes: readonly string[]
}

/** Why the model can't be used on the dataset, in one sentence; `undefined` when it can. */
export function findMisfit({ data, classes }: FittingModel, dataset: FittingDataset): string | undefined {
  const [wanted, given] = [data, dataset].map(describeImages)
  if (wanted !== given) {
    return `The model is for images of ${wanted}; those of the data are ${given}: load the data that go with it.`
  }
  if (classes.length !== dataset.classes.length) {
    return `The model tells ${classes.length} classes apart, and the data have ${dataset.classes.length}: load the data that go with it.`
  }
  const at = classes.findIndex((name, index) => name !== dataset.classes[index])
  if (at < 0) return undefined
  return `The model’s classes are not those of the data (class ${at + 1} is “${classes[at]}”, and in the data “${dataset.classes[at]}”): load the data that go with it.`
}
