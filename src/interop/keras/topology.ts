/** A stack as the Keras config that TensorFlow.js builds a layers-model from. */
import { layerNames } from '../../model/graph/names'
import type { KerasConfig } from '../../model/layers/define'
import { definitionOf } from '../../model/layers/registry'
import { inputShape } from '../../model/graph/shapes'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'

/** A Sequential model's config, as it stands under `modelTopology` in a model.json. */
export interface Topology {
  readonly class_name: 'Sequential'
  readonly config: {
    readonly name: string
    readonly layers: readonly { readonly class_name: string; readonly config: KerasConfig }[]
  }
  readonly keras_version: string
  readonly backend: string
}

/**
 * What `tf.models.modelFromJSON` builds the stack's model from. Layers have the names of `layerNames`; the first one carries the
 * shape of a batch. The version names the Keras whose configs these are, which is the last that reads this form.
 */
export function toTopology(stack: Stack, data: DataShape): Topology {
  const names = layerNames(stack)
  const layers = stack.layers.map(({ className, args }, index) => ({
    class_name: className,
    config: {
      name: names[index],
      trainable: true,
      ...(index === 0 && { batch_input_shape: [null, ...inputShape(stack, data)] }),
      dtype: 'float32',
      ...definitionOf(className).toConfig(args),
    },
  }))
  return {
    class_name: 'Sequential',
    config: { name: 'sequential', layers },
    keras_version: '2.10.0',
    backend: 'tensorflow',
  }
}
