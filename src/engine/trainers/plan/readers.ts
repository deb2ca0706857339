/** Which layer reads whose output: in a stack, each reads the one above it, and the first reads the images. */
import type { Layer } from '../../../model/layers/registry'

/** The id that stands for the images. */
export const IMAGES = 'images'

/** The id of the layer whose output each layer reads, by the reader's id. */
export function inputsOf(layers: readonly Layer[]): ReadonlyMap<string, string> {
  return new Map(layers.map(({ id }, index) => [id, layers[index - 1]?.id ?? IMAGES]))
}

/** The one layer that reads this one's output; nothing where several do, or none. */
export function onlyReaderOf(
  id: string,
  layers: readonly Layer[],
  inputs: ReadonlyMap<string, string>,
): Layer | undefined {
  const [reader, ...others] = layers.filter((layer) => inputs.get(layer.id) === id)
  return others.length === 0 ? reader : undefined
}
