/** Images as points of a plane: those that a layer tells little apart lie near one another. */
import type { MappedLayer } from './mappedLayer'

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
