/** The images that exported files are checked on. */
import type { Dataset } from '../../../data/dataset'
import { sizeOf } from '../../../model/layers/define'
import { createRandom } from '../../../model/random'
import { SPLITS } from '../../../model/split'
import type { TrainedModel } from '../../../model/trainedModel'
import type { ExportCheck } from '../../protocol/export'
import type { Pixels } from '../classifyPixels'

export const CHECKED_IMAGES = 32

export interface PickedImages extends Pixels {
  readonly of: ExportCheck['of']
}

/**
 * Evenly spread over the test images of the data; over those of validation, or of training, where there are fewer. Images of random bytes
 * where the data are of another shape, or too few.
 */
export function pickImages({ data: { height, width, channels } }: TrainedModel, view?: Dataset): PickedImages {
  const size = sizeOf([height, width, channels])
  const count = CHECKED_IMAGES
  if (view && view.height === height && view.width === width && view.channels === channels) {
    for (const split of SPLITS.toReversed()) {
      const rows = rowsOf(view, SPLITS.indexOf(split))
      if (rows.length < count) continue
      const pixels = new Uint8Array(count * size)
      for (let at = 0; at < count; at++) {
        const row = rows[Math.floor((at * rows.length) / count)]!
        pixels.set(view.pixels.subarray(row * size, (row + 1) * size), at * size)
      }
      return { pixels, count, of: split }
    }
  }
  const random = createRandom(count, size)
  return { pixels: Uint8Array.from({ length: count * size }, () => random.integer(256)), count, of: 'random' }
}

function rowsOf({ splits }: Dataset, split: number): readonly number[] {
  return [...splits.keys()].filter((row) => splits[row] === split)
}
