/** Where a `.keras` file keeps the weights of its layers: TensorFlow.js's converter takes its paths for the weights' names. */
import { toSnakeCase } from '../../model/graph/names'
import { KINDS, readEntries } from '../keras/modelEntries'

/** Far deeper than a person nests models. */
const MAX_DEPTH = 16

/**
 * By the layers' names: `layers/conv2d_1` for the second Conv2D, whatever it is called, and `layers/functional/layers/conv2d` for the first
 * of a model within the model. A weight's name is the path, `/vars/`, and the weight's number, those that train first.
 */
export function variablePaths(modelTopology: unknown): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  const visit = (model: unknown, prefix: string, depth: number): void => {
    const counts = new Map<string, number>()
    for (const { class_name: className, config, name: outer } of readEntries(model).entries) {
      const base = toSnakeCase(className)
      const count = counts.get(base) ?? 0
      counts.set(base, count + 1)
      const path = `${prefix}layers/${base}${count === 0 ? '' : `_${count}`}`
      const name = config['name'] ?? outer
      if (KINDS.has(className) && depth < MAX_DEPTH) visit({ class_name: className, config }, `${path}/`, depth + 1)
      else if (typeof name === 'string') paths.set(name, path)
    }
  }
  visit(modelTopology, '', 0)
  return paths
}
