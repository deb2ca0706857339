/** The observer on TensorFlow.js. Each layer is called by itself, so that what comes to the next can be derived from what left the one before. */
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { toTopology } from '../../../interop/keras/topology'
import { inputIdsOf } from '../../../model/graph/inputs'
import { layerNames } from '../../../model/graph/names'
import { withLogits } from '../../../model/graph/output'
import { inputShape } from '../../../model/graph/shapes'
import { weightSpecs } from '../../../model/graph/weights'
import { INPUT } from '../../../model/layers/define'
import type { ObservedSubject, Observer } from '../../observer'
import { requireObservable, seedsOf } from '../observing'
import type { DeviceDataset } from './deviceDataset'
import { registerLayers } from './layers/registry'
import { setModelWeights } from './modelWeights'

export interface TfjsObserverOptions extends ObservedSubject {
  readonly dataset: Pick<DeviceDataset, 'batch'>
}

/** @throws RangeError when a weight is missing. */
export async function createTfjsObserver(options: TfjsObserverOptions): Promise<Observer> {
  const { stack, data, weights, dataset } = options
  registerLayers()
  const topology: unknown = toTopology(withLogits(stack), data)
  const model = await tfl.models.modelFromJSON(topology as Parameters<typeof tfl.models.modelFromJSON>[0])
  try {
    setModelWeights(model, weightSpecs(stack, data), weights)
  } catch (error) {
    model.dispose()
    throw error
  }
  const { layers } = withLogits(stack)
  const names = layerNames(stack)
  const reads = inputIdsOf(layers)
  const shape = inputShape(stack, data)
  const wanted = [...new Set(options.layers)]

  /** @param changes for each wanted layer, what is added to its output. @returns the outputs of all layers, in their order. */
  const forward = (images: tf.Tensor, changes?: readonly tf.Tensor[]): readonly tf.Tensor[] => {
    const outputs = new Map<string, tf.Tensor>([[INPUT, images]])
    return layers.map(({ id }, index) => {
      const inputs = (reads.get(id) ?? []).map((input) => outputs.get(input)!)
      const made = model
        .getLayer(names[index]!)
        .apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as tf.Tensor
      const change = changes?.[wanted.indexOf(index)]
      const output = change ? tf.add(made, change) : made
      outputs.set(id, output)
      return output
    })
  }

  return {
    async observe(rows, classes) {
      requireObservable(options, rows, classes)
      const images = dataset.batch(rows, shape)
      const seen = tf.tidy(() => {
        const all = forward(images)
        return [all.at(-1)!, ...wanted.map((index) => all[index]!)].map((each) => tf.clone(each))
      })
      const derived = classes
        ? tf.tidy(() => {
            const seeds = tf.tensor2d(seedsOf(classes, data.classes), [rows.length, data.classes])
            const score = (...changes: tf.Tensor[]): tf.Tensor =>
              tf.sum(tf.mul(forward(images, changes).at(-1)!, seeds))
            return tf.grads(score)(seen.slice(1).map((each) => tf.zerosLike(each)))
          })
        : []
      images.dispose()
      const [logits, ...values] = await Promise.all([...seen, ...derived].map((each) => each.data<'float32'>()))
      tf.dispose([...seen, ...derived])
      const byLayer = (of: readonly Float32Array[]): ReadonlyMap<number, Float32Array> =>
        new Map(of.map((each, at) => [wanted[at]!, Float32Array.from(each)]))
      return {
        logits: Float32Array.from(logits!),
        outputs: byLayer(values.slice(0, wanted.length)),
        gradients: byLayer(values.slice(wanted.length)),
      }
    },
    loadWeights: (others) => setModelWeights(model, weightSpecs(stack, data), others),
    dispose: () => void model.dispose(),
  }
}
