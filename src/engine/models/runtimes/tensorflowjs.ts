/**
 * Runs exported files as whoever gets them does: by TensorFlow.js, without any layer of ours. It computes on the processor, whatever else
 * TensorFlow.js is used for here at the same time.
 */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import type { WrittenFile } from '../../../files/writtenFile'
import { withPlainLayers } from '../../trainers/tfjs/layers/registry'
import { OurLayer } from '../../trainers/tfjs/layers/replaceLayer'
import type { OpenRuntime } from './runtime'

/** @throws what TensorFlow.js says of files that it can't open, among them those with a layer that it lacks. */
export const openRuntime: OpenRuntime = async ({ files }) => {
  const { modelTopology, weightsManifest } = JSON.parse(textOf(fileNamed(files, 'model.json'))) as tf.io.ModelJSON
  // It chooses the classes of all layers before it returns its promise, as there are no weights to wait for.
  const model = await withPlainLayers(() =>
    tfl.models.modelFromJSON(modelTopology as Parameters<typeof tfl.models.modelFromJSON>[0]),
  )
  const ours = model.layers.find((layer) => layer instanceof OurLayer)
  if (ours) throw new Error(`The layer ${ours.name} was built by a class of Strata’s`)
  onProcessor(() => {
    for (const { paths, weights } of weightsManifest) {
      const { bytes } = fileNamed(files, paths[0]!)
      const named = tf.io.decodeWeights(bytes.slice().buffer, weights)
      model.loadWeights(named)
      tf.dispose(named)
    }
  })
  return {
    name: `TensorFlow.js ${tfl.version_layers}`,
    async predict(images, count, { height, width, channels }) {
      const [, ...input] = model.inputs[0]!.shape
      const size = height * width * channels
      const results: Float32Array[] = []
      for (let at = 0; at < count; at++) {
        const image = images.slice(at * size, (at + 1) * size)
        results.push(onProcessor(() => predictOne(model, image, input.map(Number))))
        // Between two images the worker hears what else is asked of it.
        await new Promise((resolve) => setTimeout(resolve))
      }
      return Float32Array.from(results.flatMap((values) => [...values]))
    },
    close: () => void model.dispose(),
  }
}

function predictOne(model: tfl.LayersModel, image: Float32Array, shape: readonly number[]): Float32Array {
  return tf.tidy(() => {
    const outputs = model.predict(tf.tensor(image, [1, ...shape])) as tf.Tensor
    return (endsInSoftmax(model) ? outputs : tf.softmax(outputs)).dataSync<'float32'>()
  })
}

function endsInSoftmax({ outputLayers: [last] }: tfl.LayersModel): boolean {
  return last?.getClassName() === 'Softmax' || last?.getConfig()['activation'] === 'softmax'
}

/** The backend is one for all that runs here, so it is changed for no longer than `work`, which waits for nothing. */
function onProcessor<Result>(work: () => Result): Result {
  const before = tf.getBackend() as string | undefined
  // It is ready at once.
  void tf.setBackend('cpu')
  try {
    return work()
  } finally {
    if (before !== undefined && before !== '' && before !== 'cpu') void tf.setBackend(before)
  }
}

function fileNamed(files: readonly WrittenFile[], name: string): WrittenFile {
  const file = files.find((each) => each.name === name)
  if (!file) throw new Error(`There is no ${name}`)
  return file
}

function textOf({ bytes }: WrittenFile): string {
  return new TextDecoder().decode(bytes)
}
