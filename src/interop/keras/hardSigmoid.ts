/** hard_sigmoid, which Keras 3 and Strata compute otherwise than Keras 2 and TensorFlow.js. */
import * as v from 'valibot'
import type { ReadTopology } from './readTopology'

const writtenSchema = v.object({
  keras_version: v.optional(v.unknown()),
  model_config: v.optional(
    v.object({ keras_version: v.optional(v.unknown()), registered_name: v.optional(v.unknown()) }),
  ),
  registered_name: v.optional(v.unknown()),
})

/** Adds a sentence to `notes` where layers with hard_sigmoid come from a file of Keras 2 or TensorFlow.js, or one that does not say. */
export function noteHardSigmoid(
  modelTopology: unknown,
  { layers, names }: Pick<ReadTopology, 'layers' | 'names'>,
  notes: string[],
): void {
  const hard = names.filter((_, at) => {
    const { args } = layers[at]!
    return 'activation' in args && args.activation === 'hard_sigmoid'
  })
  if (hard.length === 0 || isOfKeras3(modelTopology)) return
  const where = hard.map((name) => `“${name}”`).join(', ')
  notes.push(
    `Strata computes hard_sigmoid as Keras 3 does, x / 6 + 0.5 held between 0 and 1, and Keras 2 and TensorFlow.js compute 0.2 x + 0.5: the results of ${where} may be others than where the file comes from.`,
  )
}

/** Keras 3's JSON of a model has no version, but the names under which its classes are registered. */
function isOfKeras3(modelTopology: unknown): boolean {
  const written = v.safeParse(writtenSchema, modelTopology)
  if (!written.success) return false
  const { model_config: nested, ...outer } = written.output
  const version = outer.keras_version ?? nested?.keras_version
  if (typeof version === 'string') return Number.parseInt(version) >= 3
  return 'registered_name' in { ...outer, ...nested }
}
