import type { WrittenFile } from '../files/writtenFile'

interface ModelJson {
  readonly weightsManifest: readonly [
    { readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[] },
  ]
  readonly userDefinedMetadata: { labels: readonly string[] }
}

/**
 * For tests: the files of an exported model whose last layer is Dense, with its outputs in another order: it tells every image as before, and
 * has its classes elsewhere.
 * @param order of each class, where it was.
 */
export function reorderClasses(files: readonly WrittenFile[], order: readonly number[]): readonly WrittenFile[] {
  const [json, weights] = ['model.json', 'weights.bin'].map((name) => files.find((file) => file.name === name)!)
  const model = JSON.parse(new TextDecoder().decode(json!.bytes)) as ModelJson
  const { labels } = model.userDefinedMetadata
  model.userDefinedMetadata.labels = order.map((at) => labels[at]!)
  const values = new Float32Array(weights!.bytes.slice().buffer)
  // Kernel and bias come last, and every row of either has a number a class.
  const rows = model.weightsManifest[0].weights
    .slice(-2)
    .reduce((sum, { shape }) => sum + shape.slice(0, -1).reduce((all, side) => all * side, 1), 0)
  const from = values.length - rows * order.length
  const reordered = values.map((value, at) => {
    if (at < from) return value
    const column = (at - from) % order.length
    return values[at - column + order[column]!]!
  })
  return [
    { name: json!.name, bytes: new TextEncoder().encode(JSON.stringify(model)) },
    { name: weights!.name, bytes: new Uint8Array(reordered.buffer) },
  ]
}
