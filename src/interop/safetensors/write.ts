/** A model's weights as safetensors, with all else of it in the metadata, and the layers as Keras's JSON beside. */
import { READS_WHOLE } from '../describeReading'
import { describeScores } from '../describeScores'
import { layerNames } from '../../model/graph/names'
import { inputShape } from '../../model/graph/shapes'
import { weightSpecs } from '../../model/graph/weights'
import type { TrainedModel } from '../../model/trainedModel'
import { freeName, toTopology } from '../keras/topology'
import type { WrittenModel } from '../target'
import { writeProgram } from './classify'
import { toMetadata } from './metadata'
import { writeSafetensors } from './writeFile'

/** Throws for a model whose parts do not fit together, which is a mistake of the program. */
export function write(model: TrainedModel): Promise<WrittenModel> {
  const { stack, data, weights } = model
  const tensors = weightSpecs(stack, data).map(({ key, shape }) => {
    const values = weights.get(key)
    if (!values) throw new Error(`The weights of ${key} are missing`)
    return { name: key, shape, values }
  })
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
  return Promise.resolve({
    files: [
      { name: 'model.safetensors', bytes: writeSafetensors(tensors, toMetadata(model)) },
      { name: 'model.json', bytes: encode(writeLayers(model)) },
      { name: 'classify.py', bytes: encode(writeProgram(model)) },
    ],
    differences: [],
    notes: [
      'The weights are one file and the layers another, model.json: safetensors knows no layers. Strata opens the weights’ file alone, because the layers stand in its metadata too.',
      ...describeScores(stack),
    ],
    snippet: {
      language: 'Python',
      file: 'classify.py',
      install: 'pip install keras jax safetensors pillow',
      run: 'python classify.py image.png',
      note: READS_WHOLE,
    },
    input: { layout: 'NHWC', takes: 'numbers' },
  })
}

/** As Keras 3 reads it by `keras.models.model_from_json`: it knows a model by its module, and takes layers in the form of Keras 2. */
function writeLayers({ stack, data }: TrainedModel): string {
  const { class_name: className, config } = toTopology(stack, data)
  const isLine = className === 'Sequential'
  const module = isLine ? 'keras' : 'keras.src.models.functional'
  const name = freeName('input_1', layerNames(stack))
  const input = { class_name: 'InputLayer', config: { batch_shape: [null, ...inputShape(stack, data)], name } }
  const layers = isLine ? [input, ...config.layers] : config.layers
  const model = { module, class_name: className, config: { ...config, layers }, registered_name: className }
  // All layers train, which is Keras's default, and SpatialDropout2D refuses to be told so.
  const omitted = new Set(['trainable', ...(isLine ? ['batch_input_shape'] : [])])
  return JSON.stringify(model, (key, value: unknown) => (omitted.has(key) ? undefined : value), 2)
}
