/** Windows that slide over images in float64 by plain loops, forward and backward, from their definitions. */
import type { Geometry } from '../plan/geometry'

type Numbers = ArrayLike<number>

/** Calls `visit` for each place, tap and pixel that meet: indices without channels. */
function walk(
  { input, output, kernel, strides, dilation, before }: Geometry,
  batch: number,
  visit: (place: number, tap: number, pixel: number) => void,
): void {
  for (let n = 0; n < batch; n++)
    for (let row = 0; row < output.height; row++)
      for (let column = 0; column < output.width; column++)
        for (let i = 0; i < kernel[0]; i++)
          for (let j = 0; j < kernel[1]; j++) {
            const y = row * strides[0] + i * dilation[0] - before[0]
            const x = column * strides[1] + j * dilation[1] - before[1]
            if (y < 0 || y >= input.height || x < 0 || x >= input.width) continue
            const place = (n * output.height + row) * output.width + column
            visit(place, i * kernel[1] + j, (n * input.height + y) * input.width + x)
          }
}

/** The sums before the activation. */
export function convolve(geometry: Geometry, batch: number, x: Numbers, kernel: Numbers, bias: Numbers): Float64Array {
  const channels = geometry.input.channels
  const { height, width, channels: filters } = geometry.output
  const sums = Float64Array.from({ length: batch * height * width * filters }, (_, i) => bias[i % filters]!)
  walk(geometry, batch, (place, tap, pixel) => {
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        sums[place * filters + f]! += x[pixel * channels + c]! * kernel[(tap * channels + c) * filters + f]!
  })
  return sums
}

/** From the gradient of the sums to those of input, kernel and bias. */
export function convolveBackward(geometry: Geometry, batch: number, x: Numbers, kernel: Numbers, gradient: Numbers) {
  const channels = geometry.input.channels
  const filters = geometry.output.channels
  const dx = new Float64Array(x.length)
  const dKernel = new Float64Array(kernel.length)
  const dBias = new Float64Array(filters)
  walk(geometry, batch, (place, tap, pixel) => {
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++) {
        const at = (tap * channels + c) * filters + f
        dx[pixel * channels + c]! += gradient[place * filters + f]! * kernel[at]!
        dKernel[at]! += gradient[place * filters + f]! * x[pixel * channels + c]!
      }
  })
  for (let i = 0; i < gradient.length; i++) dBias[i % filters]! += gradient[i]!
  return { dx, dKernel, dBias }
}

/** The maxima, and for each the index of the input value that it was: the first where several are equal. */
export function pool(geometry: Geometry, batch: number, x: Numbers) {
  const channels = geometry.input.channels
  const { height, width } = geometry.output
  const maxima = new Float64Array(batch * height * width * channels).fill(-Infinity)
  const origins = new Int32Array(maxima.length)
  walk(geometry, batch, (place, _tap, pixel) => {
    for (let c = 0; c < channels; c++) {
      const value = x[pixel * channels + c]!
      if (value <= maxima[place * channels + c]!) continue
      maxima[place * channels + c] = value
      origins[place * channels + c] = pixel * channels + c
    }
  })
  return { maxima, origins }
}

export function poolBackward(origins: Int32Array, gradient: Numbers, length: number): Float64Array {
  const dx = new Float64Array(length)
  origins.forEach((origin, i) => (dx[origin]! += gradient[i]!))
  return dx
}

/** The sums of a depthwise convolution before the activation. */
export function convolveDepthwise(
  geometry: Geometry,
  batch: number,
  x: Numbers,
  kernel: Numbers,
  bias: Numbers,
): Float64Array {
  const channels = geometry.input.channels
  const { height, width, channels: filters } = geometry.output
  const sums = Float64Array.from({ length: batch * height * width * filters }, (_, i) => bias[i % filters]!)
  walk(geometry, batch, (place, tap, pixel) => {
    for (let f = 0; f < filters; f++)
      sums[place * filters + f]! +=
        x[pixel * channels + Math.floor((f * channels) / filters)]! * kernel[tap * filters + f]!
  })
  return sums
}

/** From the gradient of the sums to those of input, kernel and bias. */
export function convolveDepthwiseBackward(
  geometry: Geometry,
  batch: number,
  x: Numbers,
  kernel: Numbers,
  gradient: Numbers,
) {
  const channels = geometry.input.channels
  const filters = geometry.output.channels
  const dx = new Float64Array(x.length)
  const dKernel = new Float64Array(kernel.length)
  const dBias = new Float64Array(filters)
  walk(geometry, batch, (place, tap, pixel) => {
    for (let f = 0; f < filters; f++) {
      const at = pixel * channels + Math.floor((f * channels) / filters)
      dx[at]! += gradient[place * filters + f]! * kernel[tap * filters + f]!
      dKernel[tap * filters + f]! += gradient[place * filters + f]! * x[at]!
    }
  })
  for (let i = 0; i < gradient.length; i++) dBias[i % filters]! += gradient[i]!
  return { dx, dKernel, dBias }
}

/** Means over the pixels of each window that lie in the image, and the gradient of the input from that of the means. */
export function average(geometry: Geometry, batch: number, x: Numbers, gradient: Numbers) {
  const channels = geometry.input.channels
  const { height, width } = geometry.output
  const counts = new Float64Array(batch * height * width)
  walk(geometry, batch, (place) => counts[place]!++)
  const means = new Float64Array(counts.length * channels)
  const dx = new Float64Array(x.length)
  walk(geometry, batch, (place, _tap, pixel) => {
    for (let c = 0; c < channels; c++) {
      means[place * channels + c]! += x[pixel * channels + c]! / counts[place]!
      dx[pixel * channels + c]! += gradient[place * channels + c]! / counts[place]!
    }
  })
  return { means, dx }
}
