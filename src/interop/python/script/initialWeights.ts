/** The weights that a run of the recipe begins with, as a file for `np.load`. */
import { initialWeights } from '../../../model/graph/initialise'
import { weightSpecsOfLayers } from '../../../model/graph/weights'
import type { WrittenFile } from '../../../files/writtenFile'
import type { Plan } from '../../target'
import { writeNpz } from '../npz'

export const INITIAL_WEIGHTS = 'initial_weights.npz'

/** Layer by layer, in Keras's order within each: `conv2d/kernel`. Throws when the stack has a layer whose shapes can't be worked out. */
export async function writeInitialWeights({ stack, data, recipe }: Plan): Promise<WrittenFile> {
  const weights = initialWeights(stack, data, recipe.seed)
  const arrays = weightSpecsOfLayers(stack, data)
    .flat()
    .map(({ key, shape }) => ({ name: key, shape, values: weights.get(key)! }))
  return { name: INITIAL_WEIGHTS, bytes: await writeNpz(arrays) }
}
