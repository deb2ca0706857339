/** The names of layers: those that a person gave, and for the others those that Keras gives. */
import type { LayerProblem } from '../layers/define'
import type { Stack } from './stack'

/** Keras's `to_snake_case`: `MaxPooling2D` becomes `max_pooling2d`. */
export function toSnakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/**
 * The layers' names, in order. Where a person gave none, it is the one that Keras gives in a first model: `conv2d`, `conv2d_1`,
 * `max_pooling2d`. A number that would make it the same as a given name is passed over.
 */
export function layerNames({ layers }: Pick<Stack, 'layers'>): readonly string[] {
  const given = new Set(layers.map(({ name }) => name))
  const counts = new Map<string, number>()
  return layers.map(({ className, name }) => {
    if (name !== undefined) return name
    const base = toSnakeCase(className)
    for (let count = counts.get(base) ?? 0; ; count++) {
      counts.set(base, count + 1)
      const own = count === 0 ? base : `${base}_${count}`
      if (!given.has(own)) return own
    }
  })
}

/** Whether Keras itself gives layers of this type such a name: `conv2d`, `conv2d_12`. */
export function isKerasName(name: string, className: string): boolean {
  const base = toSnakeCase(className)
  return name === base || (name.startsWith(`${base}_`) && /^[1-9]\d*$/.test(name.slice(base.length + 1)))
}

/** What Keras and TensorFlow.js both take: a weight's name is the layer's, a slash, and its own. */
const ALLOWED = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/
const LONGEST = 64

export function isLayerName(name: string): boolean {
  return ALLOWED.test(name) && name.length <= LONGEST
}

/** What is wrong with the name that a person gave the layer at an index. */
export function findNameProblem({ layers }: Pick<Stack, 'layers'>, index: number): LayerProblem | undefined {
  const name = layers[index]?.name
  if (name === undefined) return undefined
  const fix = { kind: 'rename', label: 'Use Keras’s name' } as const
  if (!isLayerName(name)) {
    const message = `A layer’s name has letters without accents, digits, “_”, “-” and “.”, begins with a letter or a digit, and has ${LONGEST} characters at most.`
    return { severity: 'error', field: 'name', message, fix }
  }
  const first = layers.findIndex((layer) => layer.name === name)
  if (first === index) return undefined
  const message = `Layer ${first + 1} is called “${name}” already: choose another name.`
  return { severity: 'error', field: 'name', message, fix }
}
