/** Conv2DTranspose: forward, with bias and activation, the input's gradient, and the bias's. `filterGradient` makes the kernel's. */
import { keepsSum } from '../../plan/activations'
import { valuesOf } from '../../plan/geometry'
import type {
  BiasGradient,
  Conv2dTransposeForward,
  Conv2dTransposeInputGradient,
} from '../../plan/operations/conv2dTranspose'
import { activate } from '../activations'
import { behind, i32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { convolveRow } from './convolve'
import { convolveBack } from './convolveBack'
import { withDerivative } from './copyRows'
import { sumPixels } from './sumPixels'
import { layOut } from './window'

export const conv2dTransposeForward: Kernel<Conv2dTransposeForward> = (spec, k) => {
  const { f } = k
  const { activation, biasOffset } = spec
  convolveBack(k, {
    geometry: spec.geometry,
    source: spec.input,
    kernel: spec.kernel,
    ...(biasOffset !== undefined && { bias: k.weights(biasOffset) }),
    store(sum, at, lanes) {
      if (keepsSum(activation)) f.storeLanes(behind(k.buffer(spec.sums), at), sum, lanes)
      f.storeLanes(behind(k.buffer(spec.output), at), f.let(activate(f, activation, sum)), lanes)
    },
  })
}

export const conv2dTransposeInputGradient: Kernel<Conv2dTransposeInputGradient> = (spec, k) => {
  const { f } = k
  const { geometry, source, kernelOffset, gradient, kept } = spec
  const { height, width, channels } = geometry.output
  const layout = layOut(k, geometry)
  const convolution = { geometry, weights: k.weights(kernelOffset) }
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(source), behindFirst(valuesOf(geometry.input))))
    f.loop(height, (y) => {
      const row = f.let(i32.add(behindFirst(valuesOf(geometry.output)), i32.mul(y, VALUE * width * channels)))
      convolveRow(k, convolution, image, { y, columns: width, filters: channels }, ({ value, at, offset, lanes }) => {
        const place = f.let(i32.add(i32.add(row, at), offset))
        const stored = f.let(withDerivative(k, kept, value, place))
        f.storeLanes(behind(k.buffer(gradient), place), stored, lanes)
      })
    })
  })
}

export const biasGradient: Kernel<BiasGradient> = ({ size, source, partials }, k) => {
  sumPixels(k, {
    from: k.buffer(source),
    rows: i32.mul(k.images, size.height),
    width: size.width,
    channels: size.channels,
    to: k.buffer(partials),
  })
}
