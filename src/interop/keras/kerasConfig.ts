/** Keras's JSON of a model's layers: what `model.to_json()` writes in Python, and `model.toJSON()` in TensorFlow.js. */
import type { JsonHead } from '../../files/jsonHead'
import type { Format } from '../format'
import { InteropError } from '../interopError'
import { readText } from '../readText'
import { readConfiguration } from './readConfiguration'

const MODELS: ReadonlySet<unknown> = new Set(['Sequential', 'Functional', 'Model'])

export const kerasConfig: Format = {
  name: 'Keras',

  recognise: (files) =>
    Promise.resolve(
      files.flatMap(({ entry, json }) =>
        json && isModel(json)
          ? { holds: 'configuration', what: 'holds a model’s layers without weights', files: [entry] }
          : [],
      ),
    ),

  async read([file]) {
    return { holds: 'configuration', ...readConfiguration(parse(await readText(file))) }
  },
}

/** Keras writes layers, optimizers and losses in the same way. */
function isModel(json: JsonHead): boolean {
  return (MODELS.has(json.get('class_name')) && json.has('config')) || json.has('model_config')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InteropError('The file of layers is not JSON, or it was cut off.')
  }
}
