/** What can be put before a layer that joins several inputs, so that their shapes go together. */
import { INPUT, type LayerArgs, type LayerProblem, type Shape } from '../layers/define'
import { definitionOf, type Layer } from '../layers/registry'
import { inputIdsAt } from './inputs'
import { layerNames } from './names'

/**
 * The problem of a merge whose inputs have other shapes than it takes, with a fix where a learned layer on one of the ways can give that
 * way the shape of the others: Conv2D of kernel size 1, with strides where the image is larger, or Dense for values in a row. It goes on
 * the way with the fewest layers, as Keras's residual networks have it. The longest way stays as it is.
 *
 * @param index of the merge.
 * @param shapes of its inputs, in order.
 */
export function withJoinFix(
  problem: LayerProblem,
  layers: readonly Layer[],
  index: number,
  shapes: readonly Shape[],
): LayerProblem {
  const layer = layers[index]!
  if (definitionOf(layer.className).family !== 'merging' || problem.field !== 'from' || problem.fix) return problem
  const ids = inputIdsAt(layers, index)
  const depths = depthsOf(layers.slice(0, index))
  const depthOf = (input: number): number => depths.get(ids[input]!) ?? 0
  const shortestFirst = ids.map((_, input) => input).toSorted((one, other) => depthOf(one) - depthOf(other))
  for (const input of shortestFirst.slice(0, -1)) {
    const fit = findFit(layer, shapes, input)
    if (!fit) continue
    const name = layerNames({ layers })[layers.findIndex(({ id }) => id === ids[input])]
    const source = name === undefined ? 'the images' : `“${name}”`
    return { ...problem, fix: { kind: 'through', input, ...fit, label: `Read ${source} through ${describe(fit)}` } }
  }
  return problem
}

interface Fit {
  readonly className: 'Conv2D' | 'Dense'
  readonly args: LayerArgs
}

/** A layer on the way of an input that gives it a shape with which the merge takes all of them. */
function findFit({ className, args }: Layer, shapes: readonly Shape[], input: number): Fit | undefined {
  const shape = shapes[input]!
  const other = shapes[input === 0 ? 1 : 0]!
  if (shape.length !== other.length) return undefined
  const image = { height: other[0] ?? 1, width: other[1] ?? 1, channels: other[2] ?? 1 }
  const fits = [shape.at(-1)!, other.at(-1)!].map((width): Fit => {
    if (shape.length === 1) return { className: 'Dense', args: { units: width, activation: 'linear' } }
    const strides = [strideTo(shape[0]!, other[0]!), strideTo(shape[1]!, other[1]!)]
    return { className: 'Conv2D', args: { filters: width, kernelSize: [1, 1], strides, activation: 'linear' } }
  })
  // Joined along the channels, each way keeps its own. A single channel is stretched over the others, which nobody means here.
  return fits.slice(className === 'Concatenate' ? 0 : 1).find((fit) => {
    const definition = definitionOf(fit.className)
    const its = { ...definition.defaults, ...fit.args }
    if (definition.problems(its, [shape], image).length > 0) return false
    const output = definition.outputShape(its, [shape])
    return definitionOf(className).problems(args, shapes.with(input, output), image).length === 0
  })
}

/** The stride with which a kernel of one pixel brings a length to another, as nearly as there is one. */
function strideTo(length: number, wanted: number): number {
  return Math.max(1, Math.ceil(length / wanted))
}

/** `a Conv2D of kernel size 1 with 64 filters and strides 2 × 2`. */
function describe({ className, args }: Fit): string {
  if (className === 'Dense') return `a Dense of ${Number(args['units']).toLocaleString('en-US')} units`
  const [rows, columns] = args['strides'] as readonly [number, number]
  const strides = rows === 1 && columns === 1 ? '' : ` and strides ${rows} × ${columns}`
  return `a Conv2D of kernel size 1 with ${Number(args['filters']).toLocaleString('en-US')} filters${strides}`
}

/** How many layers lie on the longest way from the images to each layer, itself included. */
function depthsOf(layers: readonly Layer[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>([[INPUT, 0]])
  for (const [index, { id }] of layers.entries()) {
    depths.set(id, 1 + Math.max(...inputIdsAt(layers, index).map((read) => depths.get(read) ?? 0)))
  }
  return depths
}
