/** Which layer reads what: the list of layers as a graph. References point up the list, so its order is one in which layers can run. */
import { ABOVE, INPUT, type From } from '../layers/define'
import type { Layer } from '../layers/registry'

/** The layers, or `INPUT` for the images, that the layer at an index reads, by id and in order. An id may be of no layer, or of a later one. */
export function inputIdsAt(layers: readonly Layer[], index: number): readonly string[] {
  const above = layers[index - 1]?.id ?? INPUT
  const { from = [ABOVE] } = layers[index] ?? {}
  return from.map((each) => (each === ABOVE ? above : each))
}

/** What each layer reads, by the reader's id. */
export function inputIdsOf(layers: readonly Layer[]): ReadonlyMap<string, readonly string[]> {
  return new Map(layers.map(({ id }, index) => [id, inputIdsAt(layers, index)]))
}

/** Who reads each layer, or the images, in the order of the list. A layer that reads the same one twice stands there twice. */
export function readersOf(layers: readonly Layer[]): ReadonlyMap<string, readonly Layer[]> {
  const readers = new Map<string, Layer[]>()
  for (const [index, layer] of layers.entries()) {
    for (const id of inputIdsAt(layers, index)) {
      const known = readers.get(id)
      if (known) known.push(layer)
      else readers.set(id, [layer])
    }
  }
  return readers
}

/** Whether every layer reads the one above it and nothing else. */
export function isLine(layers: readonly Layer[]): boolean {
  return layers.every(({ id }, index) => {
    const ids = inputIdsAt(layers, index)
    return ids.length === 1 && ids[0] === (layers[index - 1]?.id ?? INPUT) && id !== ids[0]
  })
}

/** References as a layer holds them: nothing where it reads the layer above, as all do unless a person says otherwise. */
export function plainFrom(from: readonly From[]): readonly From[] | undefined {
  return from.length === 1 && from[0] === ABOVE ? undefined : from
}
