/** The names that Keras gives layers. */
import type { Stack } from './stack'

/** Keras's `to_snake_case`: `MaxPooling2D` becomes `max_pooling2d`. */
function toSnakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/** The names that Keras gives the layers of a first model: `conv2d`, `conv2d_1`, `max_pooling2d`, `dense`. */
export function layerNames(stack: Stack): readonly string[] {
  const counts = new Map<string, number>()
  return stack.layers.map(({ className }) => {
    const name = toSnakeCase(className)
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return count === 0 ? name : `${name}_${count}`
  })
}
