/** Where Keras's files have what Strata knows of a model besides: classes, size of images, how bytes become numbers, the recipe. */
import type { TrainedModel } from '../../model/trainedModel'
import { toMetadata } from '../metadata'

/** The key in a JSON file, or the attribute of an HDF5 file. Keras passes over it. */
export const OWN = 'strata'

export function writeOwn({ data, classes, normalisation, recipe }: TrainedModel): object {
  return toMetadata(data, classes, normalisation, recipe, undefined)
}
