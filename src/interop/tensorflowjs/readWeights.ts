/** The weights that a model.json lists, out of the files that hold them. */
import * as v from 'valibot'
import { formatShape, isSameShape, sizeOf } from '../../model/layers/define'
import type { Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'

const length = v.pipe(v.number(), v.integer(), v.minValue(0))

export const manifestSchema = v.array(
  v.object({
    paths: v.array(v.string()),
    weights: v.array(
      v.object({
        name: v.string(),
        shape: v.array(length),
        dtype: v.string(),
        quantization: v.optional(v.unknown()),
        group: v.optional(v.string()),
      }),
    ),
  }),
)

export type Manifest = v.InferOutput<typeof manifestSchema>
type Group = Manifest[number]

export interface FileWeight {
  readonly name: string
  readonly shape: Shape
  readonly values: Float32Array<ArrayBuffer>
}

/** A path's last part. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The bytes of a group's files, one after another. */
function joinFiles(paths: readonly string[], files: ReadonlyMap<string, ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const parts = paths.map((path) => {
    const part = files.get(fileNameOf(path))
    if (part) return new Uint8Array(part)
    throw new InteropError(
      `The model’s weights file “${fileNameOf(path)}” is missing: choose it together with the model.json.`,
    )
  })
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}

function readValues(view: DataView, at: number, { name, shape }: Group['weights'][number]): FileWeight {
  const values = new Float32Array(sizeOf(shape))
  for (let index = 0; index < values.length; index++) {
    const value = view.getFloat32(at + 4 * index, true)
    if (!Number.isFinite(value)) {
      const what = Number.isNaN(value) ? 'NaN (not a number)' : 'infinite numbers'
      throw new InteropError(
        `The weights of “${name}” hold ${what}, so the model can’t be used: export it again from before its training failed.`,
      )
    }
    values[index] = value
  }
  return { name, shape, values }
}

/** How many bytes the group's files have together; undefined when some are packed in a way that is not read. */
export function bytesOf(group: Group): number | undefined {
  return findUnread(group) === undefined
    ? group.weights.reduce((sum, weight) => sum + 4 * sizeOf(weight.shape), 0)
    : undefined
}

function findUnread({ weights }: Group): Group['weights'][number] | undefined {
  return weights.find(
    (weight) => !isOptimizers(weight) && (weight.dtype !== 'float32' || weight.quantization !== undefined),
  )
}

function isOptimizers(weight: Group['weights'][number]): boolean {
  return weight.group === 'optimizer'
}

/** The group's weights, except the optimizer's, which take four bytes a value too. */
function readGroup(group: Group, bytes: Uint8Array<ArrayBuffer>): readonly FileWeight[] {
  const odd = findUnread(group)
  if (odd) {
    const kind = odd.quantization === undefined ? odd.dtype : 'quantised'
    throw new InteropError(
      `The weights of “${odd.name}” are ${kind}, and Strata reads float32: convert the model without quantisation.`,
    )
  }
  const needed = group.weights.reduce((sum, weight) => sum + 4 * sizeOf(weight.shape), 0)
  if (bytes.byteLength !== needed) {
    const names = group.paths.map((path) => `“${fileNameOf(path)}”`).join(', ')
    const [is, why] =
      bytes.byteLength < needed
        ? ['short', 'it was cut off or belongs to another model']
        : ['long', 'it belongs to another model']
    throw new InteropError(
      `The weights in ${names} are too ${is}, ${bytes.byteLength.toLocaleString('en-US')} bytes where the model.json asks for ${needed.toLocaleString('en-US')}: ${why}.`,
    )
  }
  const view = new DataView(bytes.buffer)
  let at = 0
  return group.weights.flatMap((weight) => {
    const start = at
    at += 4 * sizeOf(weight.shape)
    return isOptimizers(weight) ? [] : [readValues(view, start, weight)]
  })
}

/**
 * All weights except the optimizer's, in the order of the manifest. `files` have the names that the manifest gives them. Throws
 * `InteropError`.
 */
export function readWeights(manifest: Manifest, files: ReadonlyMap<string, ArrayBuffer>): readonly FileWeight[] {
  return manifest.flatMap((group) => readGroup(group, joinFiles(group.paths, files)))
}

/**
 * The weight under a Keras name (`conv2d/kernel`). Files also write it behind the model's name (`sequential/conv2d/kernel`) or with
 * TensorFlow's output number (`conv2d/kernel:0`). Throws `InteropError` when it is missing or of another shape.
 */
export function takeWeight(weights: readonly FileWeight[], name: string, shape: Shape): FileWeight {
  const found = weights.find((weight) => {
    const plain = weight.name.replace(/:\d+$/, '')
    return plain === name || plain.endsWith(`/${name}`)
  })
  if (!found) throw new InteropError(`The model file has no weights “${name}”, which its layers need.`)
  if (isSameShape(found.shape, shape)) return found
  throw new InteropError(
    `The weights of “${name}” are ${formatShape(found.shape)}, where the layers ask for ${formatShape(shape)}: the file does not fit together.`,
  )
}
