/** What a layer makes of images, on the device: the trainers' own kernels compute it. */
import { breathe } from '../../../common/breathe'
import type { Dataset } from '../../../data/dataset'
import { withLogits } from '../../../model/graph/output'
import { analyseStack } from '../../../model/graph/shapes'
import type { MappedLayer } from '../../../model/map/mappedLayer'
import type { TrainedModel } from '../../../model/trainedModel'
import type { OpenDevice } from '../../device/heldDevice'
import { withObserver } from '../../run/withObserver'

export interface ReadLayer {
  readonly model: TrainedModel
  readonly dataset: Dataset
  readonly layer: MappedLayer
  readonly images: Uint32Array
  readonly openDevice: OpenDevice
  readonly signal: AbortSignal
  /** Told how many images are read. */
  readonly onRead: (images: number) => void
}

/** Bytes of all layers' outputs that a batch may take, and the largest batch. */
const BATCH_BYTES = 64 * 2 ** 20
const MOST_AT_ONCE = 250

/** @returns images x the layer's width. @throws DeviceFailure; the signal's reason. */
export async function readLayer(of: ReadLayer): Promise<Float32Array<ArrayBuffer>> {
  const { model, dataset, layer, images, openDevice, signal, onRead } = of
  const { index, width } = layer
  const values = new Float32Array(images.length * width)
  if (index === undefined) {
    readImages(values, of)
    return values
  }
  const { bytes } = analyseStack(withLogits(model.stack), model.data)
  const batchSize = Math.max(1, Math.min(MOST_AT_ONCE, images.length, Math.floor(BATCH_BYTES / Math.max(1, bytes))))
  const wanted = { layers: [index], gradients: false, batchSize }
  return withObserver({ model, images: dataset, openDevice, signal, ...wanted }, async ({ observer, goOn }) => {
    for (let at = 0; at < images.length; at += batchSize) {
      goOn()
      const { outputs } = await observer.observe(images.slice(at, at + batchSize))
      values.set(outputs.get(index)!, at * width)
      onRead(Math.min(images.length, at + batchSize))
      // Other work may be waiting, which this gives way to.
      await breathe()
    }
    return values
  })
}

/** The images themselves, as the model gets them. */
function readImages(
  values: Float32Array,
  { model: { normalisation }, dataset, layer: { width }, images }: ReadLayer,
): void {
  const { mean, deviation } = normalisation
  const channels = mean.length
  for (const [place, image] of images.entries()) {
    for (let at = 0; at < width; at++) {
      const channel = at % channels
      values[place * width + at] = (dataset.pixels[image * width + at]! - mean[channel]!) / deviation[channel]!
    }
  }
}
