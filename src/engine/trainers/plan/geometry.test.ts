import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slideBack, spanOf } from '../../../model/layers/sliding'
import { geometryOf, geometryOfTranspose } from './geometry'

const side = fc.integer({ min: 1, max: 6 })
const pair = fc.tuple(side, side)
const windows = fc
  .record({ kernel: pair, strides: pair, dilation: pair, padding: fc.constantFrom('same' as const, 'valid' as const) })
  .map((window) => ({ ...window, dilation: Math.max(...window.strides) > 1 ? ([1, 1] as const) : window.dilation }))

describe('a convolution that is run backwards', () => {
  it('is the one that leads from the larger image to the smaller', () => {
    fc.assert(
      fc.property(windows, pair, (window, [height, width]) => {
        const input = { height, width, channels: 2 }
        const back = geometryOfTranspose(input, 5, { ...window, outputPadding: null })
        expect(back.input.channels).toBe(5)
        expect(geometryOf(back.input, 2, window)).toEqual(back)
      }),
    )
  })

  it('lies in the output as JAX, on which Keras runs it, pads the input', () => {
    fc.assert(
      fc.property(windows, pair, pair, (window, [height, width], extra) => {
        const outputPadding = [extra[0] % window.strides[0], extra[1] % window.strides[1]] as const
        const { input, before } = geometryOfTranspose({ height, width, channels: 1 }, 1, { ...window, outputPadding })
        const spans = spanOf(window.kernel, window.dilation)
        expect([input.height, input.width]).toEqual(
          ([height, width] as const).map((length, axis) =>
            slideBack(length, spans[axis]!, window.strides[axis]!, window.padding, outputPadding[axis]!),
          ),
        )
        // Keras's `_convert_conv_transpose_padding_args_from_keras_to_jax`: JAX convolves with `left` zeros before the first value.
        const left = ([0, 1] as const).map((axis) => {
          const [span, padding] = [spans[axis], outputPadding[axis]]
          if (window.padding === 'valid') return span - 1
          const all = span + (span % 2) - 2 + padding
          return Math.min(Math.floor(all / 2) + (all % 2), span - 1)
        })
        expect(before).toEqual(left.map((zeros, axis) => spans[axis]! - 1 - zeros))
      }),
    )
  })
})
