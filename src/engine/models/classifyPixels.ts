/** What a model makes of images that are no dataset's. */
import type { TrainedModel } from '../../model/trainedModel'
import { softmax } from '../../model/metrics/softmax'
import { passOver } from '../run/loop/passOver'
import { withModel, type WithModel } from '../run/withModel'

/** Images of the model's shape, channel last, one behind the other. */
export interface Pixels {
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly count: number
}

/**
 * The probabilities of all classes, `count` x classes, as the device at hand computes them.
 * @throws DeviceFailure; the signal's reason.
 */
export async function classifyPixels(
  model: TrainedModel,
  { pixels, count }: Pixels,
  on: Pick<WithModel, 'openDevice' | 'signal' | 'emit'>,
): Promise<Float64Array<ArrayBuffer>> {
  const { classes } = model.data
  const dataset = { pixels, count, labels: new Uint16Array(count) }
  return withModel({ model, dataset, ...on }, async ({ trainer, goOn }) => {
    const probabilities = new Float64Array(count * classes)
    const rows = Uint32Array.from({ length: count }, (_, row) => row)
    let at = 0
    goOn()
    for await (const { classified } of passOver(trainer, rows, undefined, { logits: true })) {
      goOn()
      for (let row = 0; row < classified.predicted.length; row++, at += classes)
        probabilities.set(softmax(classified.logits!.subarray(row * classes, (row + 1) * classes)), at)
    }
    return probabilities
  })
}
