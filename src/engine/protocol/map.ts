/** What the page asks for a map of images, and is told of it: types only. */
import type { ImageMap } from '../../model/map/imageMap'
import type { Split } from '../../model/split'
import type { OfModel } from './model'

export interface MapRequest extends OfModel {
  readonly split: Split
  /** Of which layer, by its index in `withLogits(stack)`, or of the images themselves. Absent, it is the layer before the last. */
  readonly layer?: number | 'images'
  /** Images on it, at most. Where the split has more, some are drawn, of each class its share. */
  readonly most: number
  /** Of what is drawn by chance: images, and steps of the layout. The same seed gives the same map. */
  readonly seed: number
}

/** Sent while a map is made. */
export interface MapProgress {
  readonly type: 'mapProgress'
  readonly stage: 'looking' | 'components' | 'neighbours' | 'layout' | 'measuring'
  /** Of the stage, from 0 to 1. */
  readonly share: number
  /** The layout so far: as in `ImageMap`. */
  readonly sketch?: Pick<ImageMap, 'points' | 'labels'>
}

export interface MapCalls {
  /**
   * Sends `mapProgress`. The model reads the layer of each image on the device, which gives way to all other work. The rest is done in a worker
   * of its own, beside everything.
   *
   * Refused with `badInput` when the engine has no such model, the model is not for the data, the split has too few images, or the layer gives
   * the same of all of them.
   */
  mapImages(request: MapRequest): ImageMap
}
