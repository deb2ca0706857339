/** For tests: what a model makes of images, by the trainer on the processor. */
import type { TrainedModel } from '../../model/trainedModel'
import { openMortalProcessor } from '../device/mortalProcessor.fixture'
import { classifyPixels } from './classifyPixels'

/**
 * @param pixels bytes of `count` images, channel last.
 * @returns probabilities, `count` x classes.
 */
export function predictHere(
  model: TrainedModel,
  pixels: Uint8Array<ArrayBuffer>,
  count: number,
): Promise<Float64Array<ArrayBuffer>> {
  const { device } = openMortalProcessor()
  const openDevice = () => Promise.resolve(device)
  const { signal } = new AbortController()
  return classifyPixels(model, { pixels, count }, { openDevice, signal, emit: () => undefined })
}

/** The bytes as the model's normalisation makes numbers of them. */
export function normalised({ data, normalisation }: TrainedModel, pixels: Uint8Array): Float32Array<ArrayBuffer> {
  const { mean, deviation } = normalisation
  return Float32Array.from(pixels, (byte, at) => (byte - mean[at % data.channels]!) / deviation[at % data.channels]!)
}
