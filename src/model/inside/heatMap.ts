/**
 * Where in an image something speaks for a class, read off a layer's output and the gradient of the class's score with respect to it.
 *
 * - `gradCam`: each channel counts by the mean of its gradient. Selvaraju et al., Grad-CAM, ICCV 2017 (arXiv 1610.02391), equations 1 and 2.
 * - `layerCam`: each value counts by its own gradient, where that is above 0. Jiang et al., LayerCAM, IEEE TIP 30 (2021), equations 5 to 7.
 *   It tells places apart in layers near the image, where Grad-CAM does not.
 */
export type HeatMapMethod = 'gradCam' | 'layerCam'

/** Where a layer's output has places. */
export interface PlacedOutput {
  /** height x width x channels, row-major, and so is its gradient. */
  readonly shape: readonly [height: number, width: number, channels: number]
  readonly output: Float32Array
  readonly gradient: Float32Array
}

/** @returns height x width values, none below 0. */
export function heatMapOf(method: HeatMapMethod, { shape, output, gradient }: PlacedOutput): Float32Array<ArrayBuffer> {
  const [height, width, channels] = shape
  const places = height * width
  const map = new Float32Array(places)
  const weights = method === 'gradCam' ? meansOf(gradient, places, channels) : undefined
  for (let place = 0; place < places; place++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) {
      const at = place * channels + channel
      sum += (weights ? weights[channel]! : Math.max(0, gradient[at]!)) * output[at]!
    }
    map[place] = Math.max(0, sum)
  }
  return map
}

function meansOf(gradient: Float32Array, places: number, channels: number): Float64Array {
  const means = new Float64Array(channels)
  for (let at = 0; at < gradient.length; at++) means[at % channels]! += gradient[at]! / places
  return means
}
