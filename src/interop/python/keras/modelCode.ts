/** Keras code that builds a stack. */
import { endsInScores } from '../../../model/graph/output'
import { inputIdsOf, isLine, readersOf } from '../../../model/graph/inputs'
import { layerNames } from '../../../model/graph/names'
import { inputShape } from '../../../model/graph/shapes'
import { INPUT, type KerasConfig } from '../../../model/layers/define'
import { LayerConfigError } from '../../../model/layers/kerasConfig'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { isSameValue } from '../../../model/sameValue'
import { freeName } from '../../keras/topology'
import type { Plan } from '../../target'
import { variablesFor } from '../layerNames'
import { indented, pythonCall, PythonCode, pythonValue, type PythonValue } from '../pythonValue'
import { augmentationCalls } from './augmentationCode'
import type { OwnLayer } from './ownLayer'

/** What Keras 3 calls an argument otherwise than Keras 2, whose names configs have. */
const NEW_NAMES: Readonly<Record<string, string>> = { 'LeakyReLU.alpha': 'negative_slope' }

/** The function `build_model`, of a model that takes bytes. It takes their mean and deviation where the recipe standardises. */
export function modelCode(plan: Plan): string {
  const { stack, data, recipe } = plan
  const { height, width, channels } = data
  const names = layerNames(stack)
  const before = [...augmentationCalls(recipe.augmentation), ...normalisationCalls(plan), ...flatteningCalls(plan)]
  // Layers of the script's own have names of their own.
  const own = before.map(({ name, args, call }) =>
    pythonCall(`layers.${call}`, { ...args, name: freeName(name, names) }),
  )
  const calls = stack.layers.map((layer, at) => kerasLayer(layer, names[at]!))
  const image = `keras.Input((${height}, ${width}, ${channels}), name=${pythonValue(freeName('image', names))})`
  const body = isLine(stack.layers) ? sequential(image, own, calls) : functional(plan, names, image, own, calls)
  return `\
def build_model(${recipe.normalisation === 'standardise' ? 'mean, deviation' : ''}):
    """Takes bytes of ${[height, width, channels].join(' x ')} and gives ${data.classes} ${endsInScores(plan.stack) ? 'scores' : 'shares'}. The layers have Strata's names."""
${indented(body)}
`
}

function sequential(image: string, own: readonly string[], calls: readonly string[]): string {
  return `return keras.Sequential(\n    [\n${[image, ...own, ...calls].map((call) => `        ${call},\n`).join('')}    ]\n)`
}

function functional(
  { stack }: Plan,
  names: readonly string[],
  image: string,
  own: readonly string[],
  calls: readonly string[],
): string {
  const variables = variablesFor(names, ['image', 'x', 'mean', 'deviation', 'keras', 'layers', 'np'])
  const variableOf = new Map([[INPUT, 'x'], ...stack.layers.map(({ id }, at) => [id, variables[at]!] as const)])
  const reads = inputIdsOf(stack.layers)
  const lines = stack.layers.map(({ id, className }, at) => {
    const sources = reads.get(id)!.map((source) => variableOf.get(source)!)
    const isMerge = definitionOf(className).arity.most > 1
    return `${variables[at]!} = ${calls[at]!}(${isMerge ? `[${sources.join(', ')}]` : sources[0]!})`
  })
  return [
    `image = x = ${image}`,
    ...own.map((call) => `x = ${call}(x)`),
    ...lines,
    `return keras.Model(image, ${variables.at(-1)!})`,
  ].join('\n')
}

function normalisationCalls({ recipe }: Plan): readonly OwnLayer[] {
  if (recipe.normalisation === 'rescale')
    return [{ name: 'normalise', call: 'Rescaling', args: { scale: new PythonCode('1 / 255') } }]
  return [
    {
      name: 'normalise',
      call: 'Normalization',
      args: { axis: -1, mean: new PythonCode('mean'), variance: new PythonCode('deviation**2') },
    },
  ]
}

/** A row of values, for layers that don't lay it out anew. */
function flatteningCalls({ stack, data }: Plan): readonly OwnLayer[] {
  const isReshaped = (readersOf(stack.layers).get(INPUT) ?? []).every(({ className }) => className === 'Reshape')
  if (stack.input === 'image' || isReshaped) return []
  return [{ name: 'row', call: 'Reshape', args: { target_shape: [...inputShape(stack, data)] } }]
}

/** Arguments that Keras would take anyway are left out. */
function kerasLayer({ className, args, frozen }: Layer, name: string): string {
  const config = definitionOf(className).toConfig(args)
  const said = Object.entries(config).filter(([key]) => !isDefault(className, config, key))
  const named = said.map(([key, value]) => [NEW_NAMES[`${className}.${key}`] ?? key, argument(value)] as const)
  return pythonCall(`layers.${className}`, {
    ...Object.fromEntries(named),
    name,
    ...(frozen && { trainable: false }),
  })
}

/** Whether the layer is the same with the argument left out. */
function isDefault(className: Layer['className'], config: KerasConfig, key: string): boolean {
  const { [key]: _, ...rest } = config
  const definition = definitionOf(className)
  try {
    return isSameValue(definition.toConfig(definition.fromConfig(rest)), config)
  } catch (error) {
    if (error instanceof LayerConfigError) return false
    throw error
  }
}

/** Initialisers by their names, regularisers as calls, and plain data. */
function argument(value: unknown): PythonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as PythonValue
  const { class_name: className, config } = value as { readonly class_name: string; readonly config: KerasConfig }
  if (className === 'L1L2')
    return new PythonCode(pythonCall('keras.regularizers.L1L2', config as Readonly<Record<string, number>>))
  return new PythonCode(pythonValue(snakeCase(className)))
}

/** `LeCunNormal` is `lecun_normal` as a name. */
function snakeCase(className: string): string {
  return className
    .replace('LeCun', 'Lecun')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
}
