/**
 * The weights that a stack takes over from a model. A layer is taken whole or drawn anew: taken where the model has a layer of the same name
 * and type, whose weights have the same names and shapes. What counts the classes is taken only where the model tells the same classes apart,
 * and put in the order of the data where it has another.
 */
import { sizeOf, type Shape } from '../layers/define'
import { definitionOf, type LayerClassName } from '../layers/registry'
import { isSameValue } from '../sameValue'
import { matchClasses } from './fit'
import { initialWeights } from './initialise'
import { inputIdsAt, readersOf } from './inputs'
import { layerNames } from './names'
import { analyseStack, type DataShape } from './shapes'
import type { Stack } from './stack'
import { weightSpecsOfLayers, type NamedWeightSpec, type Weights } from './weights'

/** A stack with the data that it is drawn up for. */
export interface ClassifierShape {
  readonly stack: Stack
  readonly data: DataShape
  /** The classes' names, in the order of the outputs. */
  readonly classes: readonly string[]
}

/** `order`: the model has the same classes in another order, and the layer has a form in which they can't be put in the data's. */
export type WhyDrawn = 'missing' | 'shape' | 'classes' | 'order'

/** Which layers begin with the weights of the model, by their names. Layers without weights are in no list. */
export interface Inheritance {
  readonly taken: readonly string[]
  readonly drawn: readonly { readonly layer: string; readonly why: WhyDrawn }[]
  /** Of those taken: whose outputs are put in the order of the data's classes. */
  readonly reordered: readonly string[]
}

type Specs = readonly NamedWeightSpec[]

/** Throws like `weightSpecs`. */
export function planInheritance(heir: ClassifierShape, model: ClassifierShape): Inheritance {
  const specs = weightSpecsOfLayers(heir.stack, heir.data)
  const known = specsByLayer(model)
  const names = layerNames(heir.stack)
  const isSameOrder = isSameValue(heir.classes, model.classes)
  const ends = isSameOrder ? undefined : classLayersOf(heir, specs)
  const order = orderOf(heir, model)
  const whyDrawn = (at: number): WhyDrawn | undefined => {
    const { className } = heir.stack.layers[at]!
    const own = specs[at]!
    const theirs = known.get(`${className} ${names[at]}`)
    if (!theirs) return 'missing'
    if (!isSameValue(own.map(shapeOf), theirs.map(shapeOf))) return 'shape'
    if (!ends?.places.includes(at)) return undefined
    if (!order) return 'classes'
    return ends.isPlain && countsClasses(className, own, order.length) ? undefined : 'order'
  }
  const whys = specs.map(({ length }, at) => (length === 0 ? undefined : whyDrawn(at)))
  // Where one of them can't be put in order, the others would stand for other classes beside it.
  const isBroken = whys.includes('order')
  const taken: string[] = []
  const drawn: { layer: string; why: WhyDrawn }[] = []
  const reordered: string[] = []
  for (const [at, layer] of names.entries()) {
    if (specs[at]!.length === 0) continue
    const isEnd = ends?.places.includes(at) === true
    const why = whys[at] ?? (isEnd && isBroken ? 'order' : undefined)
    if (why) drawn.push({ layer, why })
    else taken.push(layer)
    if (isEnd && !why) reordered.push(layer)
  }
  return { taken, drawn, reordered }
}

/** The weights that training begins with: the model's where they are taken, and drawn by the seed elsewhere. Throws like `weightSpecs`. */
export function inheritWeights(
  heir: ClassifierShape,
  model: ClassifierShape & { readonly weights: Weights },
  seed: number,
): Weights {
  const { taken, reordered } = planInheritance(heir, model)
  const order = orderOf(heir, model)
  const drawn = initialWeights(heir.stack, heir.data, seed)
  return new Map(
    Array.from(drawn, ([key, values]) => {
      const layer = key.slice(0, key.lastIndexOf('/'))
      const theirs = taken.includes(layer) ? model.weights.get(key) : undefined
      if (!theirs) return [key, values]
      return [key, order && reordered.includes(layer) ? reorder(theirs, order) : theirs.slice()]
    }),
  )
}

function specsByLayer({ stack, data }: ClassifierShape): ReadonlyMap<string, Specs> {
  const names = layerNames(stack)
  const specs = weightSpecsOfLayers(stack, data)
  return new Map(stack.layers.map(({ className }, at) => [`${className} ${names[at]}`, specs[at]!]))
}

function shapeOf({ key, shape }: NamedWeightSpec): readonly [string, Shape] {
  return [key, shape]
}

/** For each class of the data its place among the model's; nothing where they are not the same classes. */
function orderOf(heir: ClassifierShape, model: ClassifierShape): readonly number[] | undefined {
  const places = matchClasses(model.classes, heir.classes)
  return model.classes.length === places.length && new Set(places).size === places.length && !places.includes(-1)
    ? places
    : undefined
}

interface ClassLayers {
  /** By their places: the layers with weights that lie between the outputs and the last mixing of values, that mixing included. */
  readonly places: readonly number[]
  /** Each output of theirs stands for one class, and for nothing else. */
  readonly isPlain: boolean
}

function classLayersOf({ stack, data, classes }: ClassifierShape, specs: readonly Specs[]): ClassLayers {
  const { layers } = stack
  const facts = analyseStack(stack, data).layers
  const isKept = (at: number): boolean => definitionOf(layers[at]!.className).lastAxis === 'kept'
  const isMixing = (at: number): boolean => specs[at]!.length > 0 && !isKept(at)
  const seen = new Set<number>()
  const open = [layers.length - 1]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at < 0 || seen.has(at)) continue
    seen.add(at)
    if (!isMixing(at)) open.push(...inputIdsAt(layers, at).map((id) => layers.findIndex((layer) => layer.id === id)))
  }
  const all = [...seen]
  const readers = readersOf(layers)
  const isPlain = all.every((at) => {
    // What is as long as there are classes is in one order, however its axes lie.
    const isPassed = isMixing(at) || isKept(at) || facts[at]!.inputs!.every((input) => sizeOf(input) === classes.length)
    const isReadHere = (readers.get(layers[at]!.id) ?? []).every((reader) => {
      const place = layers.indexOf(reader)
      return seen.has(place) && !isMixing(place)
    })
    return isPassed && isReadHere
  })
  return { places: all.filter((at) => specs[at]!.length > 0), isPlain }
}

/** Layer types that mix values, and whose weights all count the outputs by their last axis. */
const ORDERED: ReadonlySet<string> = new Set<LayerClassName>(['Dense', 'Conv2D'])

function countsClasses(className: LayerClassName, specs: Specs, classes: number): boolean {
  const isPlain = ORDERED.has(className) || definitionOf(className).lastAxis === 'kept'
  return isPlain && specs.every(({ shape }) => shape.at(-1) === classes)
}

/** @param order for each entry of the last axis, where it was. */
function reorder(values: Float32Array<ArrayBuffer>, order: readonly number[]): Float32Array<ArrayBuffer> {
  return values.map((_, at) => {
    const column = at % order.length
    return values[at - column + order[column]!]!
  })
}
