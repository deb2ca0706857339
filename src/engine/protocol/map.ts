/** What the page asks for a map of images, and is told of it: types only. */
import type { MappedLayer } from '../../model/map/mappedLayer'
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

export interface ImageMap {
  /** Ascending, by their indices in the dataset. */
  readonly images: Uint32Array<ArrayBuffer>
  /** For each, the index of its class. */
  readonly labels: Uint16Array<ArrayBuffer>
  /** For each, the index of the class that the model takes it for. */
  readonly predicted: Uint16Array<ArrayBuffer>
  /** images x 2. Only distances mean something. */
  readonly points: Float32Array<ArrayBuffer>
  /** For each, how many of its `neighbours` nearest on the map are of its class. */
  readonly alike: Uint16Array<ArrayBuffer>
  readonly neighbours: number
  /** All images of the split. */
  readonly total: number
  /** The most images that a map of this layer can have. */
  readonly mostImages: number
  readonly layer: MappedLayer
  readonly isBeforeLast: boolean
  /** Those that it can be made of, in their order; the images themselves first. */
  readonly layers: readonly MappedLayer[]
  /** The share of all variance that each principal component has which the layout was made of. */
  readonly explained: readonly number[]
  /** scikit-learn's, of the layout against these components, over `trustOf` neighbours. */
  readonly trustworthiness: number
  readonly trustOf: number
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
