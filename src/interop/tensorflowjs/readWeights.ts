/** The weights that a model.json lists, out of the files that hold them. */
import * as v from 'valibot'
import { formatShape, isSameShape, sizeOf } from '../../model/layers/define'
import type { Shape } from '../../model/layers/define'
import { InteropError } from '../interopError'
import { describeUnknown, readFloats, unitOf } from './packing'

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
  /** Without TensorFlow's output number: `conv2d/kernel` for `conv2d/kernel:0`. */
  readonly name: string
  readonly shape: Shape
  readonly dtype: string
  /** Absent for what is no float32, such as the state of a seed, which no layer of Strata's needs. */
  readonly values?: Float32Array<ArrayBuffer>
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

/** The bytes that the group's files have together; undefined when a weight is packed in a way that is not known. */
export function bytesOf({ weights }: Group): number | undefined {
  const sizes = weights.map((weight) => (unitOf(weight) ?? NaN) * sizeOf(weight.shape))
  const sum = sizes.reduce((total, size) => total + size, 0)
  return Number.isNaN(sum) ? undefined : sum
}

function isOptimizers(weight: Group['weights'][number]): boolean {
  return weight.group === 'optimizer'
}

/** The group's weights, except the optimizer's. */
function readGroup(group: Group, bytes: Uint8Array<ArrayBuffer>): readonly FileWeight[] {
  const odd = group.weights.find((weight) => unitOf(weight) === undefined)
  if (odd) throw new InteropError(describeUnknown(odd))
  const needed = bytesOf(group)!
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
  return group.weights.flatMap((weight): FileWeight[] => {
    const start = at
    at += unitOf(weight)! * sizeOf(weight.shape)
    if (isOptimizers(weight)) return []
    const { shape, dtype } = weight
    const name = weight.name.replace(/:\d+$/, '')
    return [{ name, shape, dtype, ...(dtype === 'float32' && { values: readFloats(view, start, weight) }) }]
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
 * The weight under the first of several names that the file has. It may stand there behind the model's: `sequential/conv2d/kernel` for
 * `conv2d/kernel`. Throws `InteropError` when it is missing, of another shape, or one of several.
 */
export function takeWeight(
  weights: readonly FileWeight[],
  names: readonly [string, ...string[]],
  shape: Shape,
): Float32Array<ArrayBuffer> {
  const [name] = names
  const found = names.map((each) => findWeight(weights, each)).find((weight) => weight !== undefined)
  if (!found) throw new InteropError(`The model file has no weights “${name}”, which its layers need.`)
  if (!found.values) {
    throw new InteropError(
      `The weights of “${name}” are ${found.dtype}, where the layers ask for float32: save the model with weights of that type.`,
    )
  }
  if (isSameShape(found.shape, shape)) return found.values
  throw new InteropError(
    `The weights of “${name}” are ${formatShape(found.shape)}, where the layers ask for ${formatShape(shape)}: the file does not fit together.`,
  )
}

function findWeight(weights: readonly FileWeight[], name: string): FileWeight | undefined {
  const own = weights.find((weight) => weight.name === name)
  if (own) return own
  const [behind, second] = weights.filter((weight) => weight.name.endsWith(`/${name}`))
  if (!behind || !second) return behind
  throw new InteropError(
    `The weights “${name}” could be “${behind.name}” or “${second.name}”: give each layer a name of its own.`,
  )
}
