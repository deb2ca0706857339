/** What the page asks of the inside of a model as it is: types only. */
import type { Anatomy } from '../../model/anatomy/anatomy'
import type { OfModel } from './model'

/**
 * Refused with `badInput` when the engine has no such model, the model is not for the data, or no image trains it. It gives way to all other
 * work, and is then aborted.
 */
export interface AnatomyCalls {
  examineModel(request: OfModel): Anatomy
}
