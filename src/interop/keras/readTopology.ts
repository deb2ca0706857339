/** The Keras config in a model.json as a stack. */
import * as v from 'valibot'
import { joinWords } from '../../common/text'
import { isKerasName, isLayerName, layerNames } from '../../model/graph/names'
import { createLayerFrom, createStack } from '../../model/graph/stack'
import { ABOVE, INPUT, type From, type KerasConfig, type Shape } from '../../model/layers/define'
import { findInitializer } from '../../model/layers/initializers'
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { findRegularizer } from '../../model/layers/weightArguments'
import {
  definitionOf,
  findDefinition,
  hasWeights,
  LAYERS,
  type DrawnLayer,
  type NewLayer,
} from '../../model/layers/registry'
import { InteropError } from '../interopError'
import { readAllConnections, type Connected } from './connections'
import { asImage, withoutRescaling, type PixelScale } from './inputLayers'
import { inLine, KINDS, readEntries, readModel, withNameEach, type Entry } from './modelEntries'

const batchShapeSchema = v.tupleWithRest([v.nullable(v.number())], v.pipe(v.number(), v.integer(), v.minValue(1)))

export interface ReadTopology {
  /** Without the batch axis; one axis or three. */
  readonly input: Shape
  readonly layers: readonly DrawnLayer[]
  /** The layers' names in the file, by which it names their weights. */
  readonly names: readonly string[]
  /** Where Keras 3's files have their weights; undefined for a layer that is in no file. */
  readonly paths: readonly (string | undefined)[]
  /** What a layer that was left out makes of a pixel's byte: `byte * scale + offset`. */
  readonly pixels?: PixelScale
}

/** The shape of a batch: Keras 2 and TensorFlow.js write it at the first layer, Keras 3 as `batch_shape` at an InputLayer. */
function findInputShape(config: KerasConfig): Shape | undefined {
  const shape = v.safeParse(batchShapeSchema, config['batch_input_shape'] ?? config['batch_shape'])
  return shape.success ? shape.output.slice(1).map(Number) : undefined
}

function readInputShape(config: KerasConfig): Shape {
  const input = findInputShape(config)
  if (!input) throw new InteropError('The model file does not say what shape of input the model takes.')
  if (input.length >= 1 && input.length <= 3) return input
  throw new InteropError(
    `The model takes inputs with ${input.length} axes, where Strata has rows of values or images of height × width × channels.`,
  )
}

/** Layer types of Keras 2 that are another one's with an argument in Keras 3. */
const MERGED_TYPES: ReadonlyMap<string, string> = new Map([['ThresholdedReLU', 'ReLU']])

function findType(className: string): ReturnType<typeof findDefinition> {
  return findDefinition(MERGED_TYPES.get(className) ?? className)
}

/** All layers of types that Strata lacks are named at once, so that they are mended at once. */
function refuseUnknown(layers: readonly Connected<Entry>[]): void {
  const unknown = layers.filter(({ entry }) => !findType(entry.class_name) && !KINDS.has(entry.class_name))
  const [first] = unknown
  if (!first) return
  const named = ({ entry, name }: Connected<Entry>): string => `“${entry.class_name}” (“${name}”)`
  const what =
    unknown.length === 1
      ? `a layer of the type ${named(first)}`
      : `${unknown.length} layers of the types ${joinWords(unknown.slice(0, MOST_NAMED).map(named))}`
  const known = LAYERS.map((layer) => layer.className).join(', ')
  throw new InteropError(`The model has ${what}, which Strata does not have; it has ${known}.`)
}

const MOST_NAMED = 12

/** @param axes how many axes the layer's input has, where that is known. */
function readLayer(className: string, config: KerasConfig, name: string, axes: number | undefined): NewLayer {
  const definition = findType(className)
  if (!definition) throw new InteropError(`The model has a model within the model (“${name}”), which can’t be read.`)
  try {
    return createLayerFrom(definition.className, definition.fromConfig(config, axes))
  } catch (error) {
    if (!(error instanceof LayerConfigError)) throw error
    throw new InteropError(`The model’s layer “${name}” (${className}) ${error.message}.`)
  }
}

/** The layer's output, without the batch axis; undefined for a layer that has none on these inputs. */
function shapeBehind({ className, args }: NewLayer, inputs: readonly (Shape | undefined)[]): Shape | undefined {
  const known = inputs.filter((shape) => shape !== undefined)
  const { arity, problems, outputShape } = definitionOf(className)
  if (known.length < Math.max(inputs.length, arity.least) || known.length > arity.most) return undefined
  const [height = 1, width = 1, channels = 1] = known[0] ?? []
  const isSound = problems(args, known, { height, width, channels }).every(({ severity }) => severity !== 'error')
  return isSound ? outputShape(args, known) : undefined
}

/** The settings by which Keras would train the layer in another way than Strata does, under Keras's names. */
function findIgnored(config: KerasConfig): readonly string[] {
  const ignored = Object.entries(config).filter(([key, value]) => {
    if (value === null) return false
    if (key.endsWith('_initializer')) return findInitializer(value) === undefined
    if (key.endsWith('_regularizer') && key !== 'activity_regularizer') return findRegularizer(value) === undefined
    return key.endsWith('_constraint') || key === 'activity_regularizer' || key === 'virtual_batch_size'
  })
  return ignored.map(([key]) => key)
}

/**
 * Throws `InteropError`. `notes` takes sentences on what was left out.
 *
 * @param takes what goes into the model: numbers as Strata normalises them, or bytes, as far as the file can say. A layer that brings
 * bytes to smaller numbers is then left out.
 */
export function readTopology(
  modelTopology: unknown,
  notes: string[],
  takes: 'numbers' | 'bytes' = 'numbers',
): ReadTopology {
  const model = readModel(modelTopology)
  const shape = readInputShape(model.input.config)
  const scaled = takes === 'bytes' ? withoutRescaling(model.layers, notes) : { layers: model.layers }
  const { input, layers } = asImage(shape, scaled.layers, notes)
  return {
    input,
    ...drawLayers(layers, { input, outside: [], notes }),
    ...(scaled.pixels && { pixels: scaled.pixels }),
  }
}

/**
 * The layers of a model that are to be put into another one. They may have several inputs and outputs, of any shape.
 *
 * @param outside the names of the inputs that stand for something else than the layer above. Layers read them by these names.
 * @returns the shape of the input where the text says it.
 */
export function readLayers(
  modelTopology: unknown,
  outside: readonly string[],
  notes: string[],
): Omit<ReadTopology, 'input'> & Partial<Pick<ReadTopology, 'input'>> {
  const { entries, outputs } = readEntries(modelTopology)
  const line = outputs === undefined ? inLine(entries) : undefined
  const layers = line
    ? line.layers
    : readAllConnections(withNameEach(entries), (name) => {
        const at = outside.indexOf(name)
        return at < 0 ? -1 : -2 - at
      })
  if (layers.length === 0) throw new InteropError('The model has no layers.')
  const named = withNameEach(entries)
  const entry = line
    ? line.input
    : named.find((each) => each.entry.class_name === 'InputLayer' && !outside.includes(each.name))?.entry
  const input = entry && findInputShape(entry.config)
  return { ...drawLayers(layers, { outside, notes, ...(input && { input }) }), ...(input && { input }) }
}

/** The layers as Strata has them. */
function drawLayers(
  connected: readonly Connected<Entry>[],
  { input, outside, notes }: { readonly input?: Shape; readonly outside: readonly string[]; readonly notes: string[] },
): Omit<ReadTopology, 'input'> {
  refuseUnknown(connected)
  const names = connected.map(({ name }) => name)
  const layers: DrawnLayer[] = []
  const shapes: (Shape | undefined)[] = []
  for (const [index, { entry, name, reads }] of connected.entries()) {
    const from = reads.map((at): From | DrawnLayer => {
      if (at === index - 1) return ABOVE
      return at >= 0 ? layers[at]! : (outside[-2 - at] ?? INPUT)
    })
    const isPlain = from.length === 1 && from[0] === ABOVE
    const inputs = reads.map((at) => (at < 0 ? input : shapes[at]))
    const layer = readLayer(entry.class_name, entry.config, name, inputs[0]?.length)
    shapes.push(shapeBehind(layer, inputs))
    const frozen = entry.config['trainable'] === false && hasWeights(layer)
    layers.push({ ...layer, ...(frozen && { frozen }), ...(!isPlain && { from }) })
    const ignored = findIgnored(entry.config)
    if (ignored.length > 0) notes.push(`What the file says of training “${name}” is left out: ${ignored.join(', ')}.`)
  }
  return { layers: withNames(layers, names, notes), names, paths: connected.map(({ entry }) => entry.path) }
}

/** The layers under their names in the file. Those that Strata would give anyway are nobody's choice, and are left for it to give. */
function withNames(layers: readonly DrawnLayer[], names: readonly string[], notes: string[]): readonly DrawnLayer[] {
  const unfit = names.find((name, at) => !isLayerName(name) || names.indexOf(name) < at)
  if (unfit !== undefined) {
    notes.push(`The layers have new names, because “${unfit}” can’t be one in Strata, or stands there twice.`)
    return layers
  }
  const chosen = rename(layers, (at) => (isKerasName(names[at]!, layers[at]!.className) ? undefined : names[at]))
  const own = layerNames(createStack('image', chosen))
  return own.every((name, at) => name === names[at]) ? chosen : rename(layers, (at) => names[at])
}

function rename(layers: readonly DrawnLayer[], nameAt: (index: number) => string | undefined): readonly DrawnLayer[] {
  // A layer is read by itself, so a renamed one takes the place of the old in all references.
  const renamed = new Map<DrawnLayer, DrawnLayer>()
  return layers.map((layer, at) => {
    const from = layer.from?.map((each) => (typeof each === 'string' ? each : renamed.get(each)!))
    const name = nameAt(at)
    const named = { ...layer, ...(name !== undefined && { name }), ...(from && { from }) }
    renamed.set(layer, named)
    return named
  })
}
