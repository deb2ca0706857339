/** Layers as `model.to_json()` writes them: in Keras 3, or in Keras 2.10 as Galaxy has it. */
import type { Chosen, Plan, Written } from '../../target'
import { toKeras2 } from '../keras2Config'
import { describeKeras2 } from '../keras2Differences'
import { toKeras3 } from '../keras3Config'
import { describeLeftOut, inKerasOrder } from '../kerasOrder'
import { KERAS_2 } from './choices'

export function write({ stack, data, recipe }: Plan, chosen: Chosen): Promise<Written> {
  const isOld = chosen.has(KERAS_2)
  const config = isOld ? toKeras2(stack, data) : toKeras3(inKerasOrder(stack), data, recipe)
  return Promise.resolve({
    files: [{ name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(config, null, 2)) }],
    differences: isOld ? describeKeras2(stack) : [],
    notes: [
      ...(isOld ? [] : describeLeftOut(stack)),
      isOld
        ? 'The file has the layers alone: the recipe, the classes and how pixels become numbers are not in it.'
        : 'The file has the layers, the optimizer and the loss: the classes and how pixels become numbers are not in it.',
    ],
  })
}
