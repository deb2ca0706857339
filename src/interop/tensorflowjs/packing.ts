/**
 * How TensorFlow.js packs a weight's values into bytes: as they are, or quantised, which makes the files of a model a half or a quarter as
 * long (https://github.com/tensorflow/tfjs/tree/master/tfjs-converter, `--quantize_uint8` and its like).
 */
import * as v from 'valibot'
import { fromFloat16 } from '../../model/float16'
import { sizeOf } from '../../model/layers/define'
import type { Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'

export interface PackedWeight {
  readonly name: string
  readonly shape: Shape
  readonly dtype: string
  readonly quantization?: unknown
}

const quantizationSchema = v.union([
  v.object({ dtype: v.picklist(['uint8', 'uint16']), min: v.number(), scale: v.number() }),
  v.object({ dtype: v.literal('float16') }),
])

const BYTES: ReadonlyMap<string, number> = new Map([
  ['float32', 4],
  ['int32', 4],
  ['uint32', 4],
  ['float16', 2],
  ['uint16', 2],
  ['uint8', 1],
  ['bool', 1],
])

/** Bytes of one value in the file; undefined where they can't be known. */
export function unitOf({ dtype, quantization }: PackedWeight): number | undefined {
  if (quantization === undefined) return BYTES.get(dtype)
  const packed = v.safeParse(quantizationSchema, quantization)
  return packed.success ? BYTES.get(packed.output.dtype) : undefined
}

/** Of a weight that `unitOf` doesn't know: one sentence. */
export function describeUnknown({ name, dtype, quantization }: PackedWeight): string {
  return quantization === undefined
    ? `The weights of “${name}” are ${dtype}, and Strata reads float32: save the model with weights of that type.`
    : `The weights of “${name}” are quantised in a way that Strata does not know: convert the model anew, to uint8, uint16 or float16, or without quantisation.`
}

/**
 * The values of a float32 weight, quantised or not, as TensorFlow.js computes them.
 *
 * @param at the weight's first byte.
 * @throws InteropError where a value is no finite number.
 */
export function readFloats(view: DataView, at: number, weight: PackedWeight): Float32Array<ArrayBuffer> {
  const read = readerOf(view, weight)
  const unit = unitOf(weight)!
  const values = new Float32Array(sizeOf(weight.shape))
  for (let index = 0; index < values.length; index++) {
    const value = Math.fround(read(at + unit * index))
    if (!Number.isFinite(value)) {
      const what = Number.isNaN(value) ? 'NaN (not a number)' : 'infinite numbers'
      throw new InteropError(
        `The weights of “${weight.name}” hold ${what}, so the model can’t be used: export it again from before its training failed.`,
      )
    }
    values[index] = value
  }
  return values
}

function readerOf(view: DataView, { quantization }: PackedWeight): (at: number) => number {
  const packed = v.safeParse(quantizationSchema, quantization)
  if (!packed.success) return (at) => view.getFloat32(at, true)
  if (packed.output.dtype === 'float16') return (at) => fromFloat16(view.getUint16(at, true))
  const { dtype, min, scale } = packed.output
  return dtype === 'uint8' ? (at) => view.getUint8(at) * scale + min : (at) => view.getUint16(at, true) * scale + min
}
