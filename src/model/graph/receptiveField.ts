/** How much of the image one value of a layer's output sees (Araujo, Norris and Sim, 2019). Pairs are along height and width. */
import { INPUT, isSameShape, sizeOf } from '../layers/define'
import type { ImageShape, LayerFamily, Shape, SlidingWindow } from '../layers/define'
import type { Pair } from '../layers/pair'
import { definitionOf, type Layer } from '../layers/registry'
import { spanOf } from '../layers/sliding'
import { inputIdsAt } from './inputs'

export interface ReceptiveField {
  /** In pixels of the image, whether or not the image is that large. */
  readonly size: Pair
  /** The distance in the image between the fields of two neighbouring values; below 1 where an image was made larger. */
  readonly jump: Pair
}

/** A field, or `image` where a value sees the whole image. */
export type Sight = ReceptiveField | 'image'

const ONE_PIXEL: ReceptiveField = { size: [1, 1], jump: [1, 1] }

interface Shapes {
  /** Absent where they are not known. */
  readonly inputs?: readonly Shape[]
  readonly output?: Shape
}

/**
 * What one value of each layer's output sees, in the order of the list. Undefined where that is no rectangle of the image, as behind a
 * Flatten, or is not known.
 *
 * @param shapes one a layer.
 * @param input the shape in which one image comes in.
 */
export function findSights(
  layers: readonly Layer[],
  shapes: readonly Shapes[],
  input: Shape,
  image: ImageShape,
): readonly (Sight | undefined)[] {
  const known = new Map<string, Sight | undefined>([[INPUT, input.length === 3 ? ONE_PIXEL : undefined]])
  for (const [index, layer] of layers.entries()) {
    const ids = inputIdsAt(layers, index)
    const sights = ids.map((id) => known.get(id))
    const readsRow = ids.includes(INPUT) && input.length === 1
    known.set(layer.id, withinImage(sightOf(layer, shapes[index] ?? {}, sights, readsRow, image), image))
  }
  return layers.map(({ id }) => known.get(id))
}

/** `image` for a field that is at least as large. */
function withinImage(sight: Sight | undefined, { height, width }: ImageShape): Sight | undefined {
  if (sight === undefined || sight === 'image') return sight
  return sight.size[0] >= height && sight.size[1] >= width ? 'image' : sight
}

function sightOf(
  { className, args }: Layer,
  { inputs, output }: Shapes,
  sights: readonly (Sight | undefined)[],
  readsRow: boolean,
  image: ImageShape,
): Sight | undefined {
  if (!inputs || !output) return undefined
  const { family, window, weights } = definitionOf(className)
  const hasKernel = weights(args, inputs).some(({ shape }) => shape.length > 1)
  // A unit of Dense is made from all values, and so is the mean over an image.
  if (output.length === 1 ? hasKernel || family === 'pooling' : family === 'pooling' && !window) return 'image'
  // The pixels that came in as a row are laid out as the image that they were.
  if (readsRow) return isSameShape(output, [image.height, image.width, image.channels]) ? ONE_PIXEL : undefined
  if (sights.length > 0 && sights.every((sight) => sight === 'image')) return 'image'
  return output.length === 3 && !laysOutAnew(family, inputs, output) ? seen(sights, window?.(args, inputs)) : undefined
}

/** Whether neighbours in the output need not be neighbours in the input. */
function laysOutAnew(family: LayerFamily, inputs: readonly Shape[], output: Shape): boolean {
  const [input = []] = inputs
  return family === 'reshaping' && !isSameShape(input, output) && sizeOf(input) === sizeOf(output)
}

/** The field behind a layer: of the largest of its inputs' fields, seen through its window if it has one. */
function seen(inputs: readonly (Sight | undefined)[], window: SlidingWindow | undefined): Sight | undefined {
  const known = inputs.filter((sight) => sight !== undefined)
  if (known.length < inputs.length || known.length === 0) return undefined
  const fields = known.filter((sight) => sight !== 'image')
  if (fields.length < known.length) return 'image'
  const along = (axis: 0 | 1): readonly [size: number, jump: number] => {
    const size = Math.max(...fields.map((field) => field.size[axis]))
    const jump = Math.max(...fields.map((field) => field.jump[axis]))
    if (!window) return [size, jump]
    const span = spanOf(window.kernel, window.dilation)[axis]
    const stride = window.strides[axis]
    // A transposed convolution lays windows over the output, whose pixels are closer together.
    if (window.kind === 'transposed') return [size + (Math.ceil(span / stride) - 1) * jump, jump / stride]
    return [size + (span - 1) * jump, jump * stride]
  }
  const [rows, columns] = [along(0), along(1)]
  return { size: [rows[0], columns[0]], jump: [rows[1], columns[1]] }
}
